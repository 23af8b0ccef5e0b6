import { createHash, timingSafeEqual } from 'node:crypto';
import { TokenBucket } from './token-bucket';

export interface AccessKeysOptions {
  /** Never jumps, ms. */
  readonly monotonicMs: () => number;
  /** Cryptographic randomness. */
  readonly randomBytes: (size: number) => Uint8Array;
  readonly policy?: AccessPolicy;
}

export interface AccessPolicy {
  /** A one-time code serves this long, ms. */
  readonly codeLifetimeMs: number;
  /** Codes waiting to be used; the oldest goes first. */
  readonly maxCodes: number;
  /** Viewers that came by a code; the oldest goes first. */
  readonly maxViewerTokens: number;
  /** Wrong tries per address: so many at once, then this rate; while none is left no code is accepted from there. */
  readonly wrongTries: { readonly burst: number; readonly perSecond: number };
  /** Addresses whose wrong tries are remembered. */
  readonly maxAddresses: number;
}

export const DEFAULT_ACCESS_POLICY: AccessPolicy = {
  codeLifetimeMs: 60_000,
  maxCodes: 32,
  maxViewerTokens: 4_096,
  wrongTries: { burst: 10, perSecond: 0.2 },
  maxAddresses: 1_024,
};

export interface PresentedKey {
  readonly token?: string | undefined;
  readonly code?: string | undefined;
}

export type Admission =
  | { readonly kind: 'admitted'; readonly token: string }
  | { readonly kind: 'refused'; readonly reason: 'unauthorised' | 'code-expired' | 'too-much' };

/** Bits in a token or code: beyond guessing, at any rate. */
const KEY_BYTES = 32;

interface Code {
  readonly hash: Uint8Array;
  readonly expiresMs: number;
}

/**
 * Who may look. The own window has the session token; a browser brings a code that works once, for 60 s, and gets a
 * token of its own for it. Only hashes are kept; all keys end with the appliance.
 */
export class AccessKeys {
  readonly sessionToken: string;
  readonly #options: AccessKeysOptions;
  readonly #policy: AccessPolicy;
  #codes: readonly Code[] = [];
  readonly #tokens: Uint8Array[] = [];
  readonly #wrongTries = new Map<string, TokenBucket>();

  constructor(options: AccessKeysOptions) {
    this.#options = options;
    this.#policy = options.policy ?? DEFAULT_ACCESS_POLICY;
    this.sessionToken = this.#newKey();
    this.#tokens.push(hashOf(this.sessionToken));
  }

  /** A new one-time code, for an address that is shown to a person on this machine. */
  issueCode(): string {
    const code = this.#newKey();
    const expiresMs = this.#options.monotonicMs() + this.#policy.codeLifetimeMs;
    this.#codes = [...this.#validCodes(), { hash: hashOf(code), expiresMs }].slice(-this.#policy.maxCodes);
    return code;
  }

  /**
   * Decides over a hello. Exactly one of token and code counts.
   * @param address the caller's, for limiting wrong tries. A right token is accepted even then: guessing it is
   *   hopeless, and another program's wrong tries must not lock the own window out.
   */
  admit({ token, code }: PresentedKey, address: string): Admission {
    if ((token === undefined) === (code === undefined)) return this.#refuse('unauthorised', address);
    if (token !== undefined) {
      return this.#knows(token) ? { kind: 'admitted', token } : this.#refuse('unauthorised', address);
    }
    if (this.#triesOf(address)?.isEmpty(this.#options.monotonicMs())) return { kind: 'refused', reason: 'too-much' };
    return this.#use(code ?? '')
      ? { kind: 'admitted', token: this.#newToken() }
      : this.#refuse('code-expired', address);
  }

  #knows(token: string): boolean {
    const hash = hashOf(token);
    // Every known hash is compared, so that the time taken tells nothing.
    return this.#tokens.reduce((known, each) => timingSafeEqual(each, hash) || known, false);
  }

  #use(code: string): boolean {
    const hash = hashOf(code);
    const valid = this.#validCodes();
    this.#codes = valid.filter((each) => !timingSafeEqual(each.hash, hash));
    return this.#codes.length < valid.length;
  }

  #validCodes(): readonly Code[] {
    const nowMs = this.#options.monotonicMs();
    return this.#codes.filter(({ expiresMs }) => nowMs < expiresMs);
  }

  #newToken(): string {
    const token = this.#newKey();
    this.#tokens.push(hashOf(token));
    // The first is the window's own.
    if (this.#tokens.length > this.#policy.maxViewerTokens + 1) this.#tokens.splice(1, 1);
    return token;
  }

  #newKey(): string {
    return Buffer.from(this.#options.randomBytes(KEY_BYTES)).toString('base64url');
  }

  #refuse(reason: 'unauthorised' | 'code-expired', address: string): Admission {
    const nowMs = this.#options.monotonicMs();
    let tries = this.#triesOf(address);
    if (tries === undefined) {
      tries = new TokenBucket(this.#policy.wrongTries);
      this.#forgetOldTries(nowMs);
      this.#wrongTries.set(address, tries);
    }
    return { kind: 'refused', reason: tries.take(nowMs) ? reason : 'too-much' };
  }

  #triesOf(address: string): TokenBucket | undefined {
    return this.#wrongTries.get(address);
  }

  #forgetOldTries(nowMs: number): void {
    if (this.#wrongTries.size < this.#policy.maxAddresses) return;
    for (const [address, tries] of this.#wrongTries) if (tries.isFull(nowMs)) this.#wrongTries.delete(address);
    const oldest = this.#wrongTries.keys().next();
    if (this.#wrongTries.size >= this.#policy.maxAddresses && !oldest.done) this.#wrongTries.delete(oldest.value);
  }
}

function hashOf(key: string): Uint8Array {
  return createHash('sha256').update(key, 'utf8').digest();
}
