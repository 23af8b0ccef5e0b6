import { createHash, timingSafeEqual } from 'node:crypto';
import { limitedAs } from './ip-address';
import { TokenBucket } from './token-bucket';
import type { ViewerKeys } from './viewer-keys';

export interface AccessKeysOptions {
  /** Never jumps, ms. */
  readonly monotonicMs: () => number;
  /** Cryptographic randomness. */
  readonly randomBytes: (size: number) => Uint8Array;
  /** Keys that outlive the appliance; none where it is not given. */
  readonly viewers?: Pick<ViewerKeys, 'idOf' | 'isRead' | 'redeem' | 'used' | 'onRevoked'>;
  readonly policy?: AccessPolicy;
}

export interface AccessPolicy {
  /** A one-time address serves this long, ms. */
  readonly codeLifetimeMs: number;
  /** Addresses waiting to be used; the oldest goes first. */
  readonly maxCodes: number;
  /** Viewers that came by an address; the oldest goes first. */
  readonly maxViewerTokens: number;
  /** Wrong tries per address: so many at once, then this rate; while none is left no code is accepted from there. */
  readonly wrongTries: { readonly burst: number; readonly perSecond: number };
  /** Wrong pairing codes from wherever: 350 in the life of one, of a hundred million. */
  readonly wrongPairings: { readonly burst: number; readonly perSecond: number };
  /** Addresses whose wrong tries are remembered. */
  readonly maxAddresses: number;
}

export const DEFAULT_ACCESS_POLICY: AccessPolicy = {
  codeLifetimeMs: 60_000,
  maxCodes: 32,
  maxViewerTokens: 4_096,
  wrongTries: { burst: 10, perSecond: 0.2 },
  wrongPairings: { burst: 50, perSecond: 1 },
  maxAddresses: 1_024,
};

export interface PresentedKey {
  readonly token?: string | undefined;
  readonly code?: string | undefined;
}

export interface Caller {
  readonly address: string;
  /** By TLS: a pairing code is taken in no other way. */
  readonly isSecure: boolean;
}

export interface Admitted {
  readonly kind: 'admitted';
  readonly token: string;
  /** Whose key it is; undefined for one that ends with the appliance. */
  readonly viewerId?: string;
}

export type Admission =
  | Admitted
  /** A right pairing code; the token is being made. */
  | { readonly kind: 'pairing'; readonly pair: () => Promise<Admitted> }
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

export type RefusalReason =
  | 'unauthorised'
  | 'code-expired'
  | 'pairing-refused'
  | 'needs-tls'
  | 'too-much'
  | 'not-ready';

/** Bits in a token or a one-time address: beyond guessing, at any rate. */
const KEY_BYTES = 32;
const PAIRING_CODE = /^\d{8}$/;

interface Code {
  readonly hash: Uint8Array;
  readonly expiresMs: number;
}

/**
 * Who may look. The own window has the session token; a browser on this machine brings a code that works once, for 60 s,
 * and gets a token of its own for it; these end with the appliance. A screen of the network brings a pairing code, or
 * the token that it was exchanged for, which holds until it is revoked. Only hashes are kept.
 */
export class AccessKeys {
  readonly sessionToken: string;
  readonly #options: AccessKeysOptions;
  readonly #policy: AccessPolicy;
  #codes: readonly Code[] = [];
  readonly #tokens: Uint8Array[] = [];
  readonly #wrongTries = new Map<string, TokenBucket>();
  readonly #wrongPairings: TokenBucket;

  constructor(options: AccessKeysOptions) {
    this.#options = options;
    this.#policy = options.policy ?? DEFAULT_ACCESS_POLICY;
    this.#wrongPairings = new TokenBucket(this.#policy.wrongPairings);
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
   * Decides over a hello. Exactly one of token and code counts. A right token is accepted however many wrong tries came
   * from there: guessing it is hopeless, and another program's tries must not lock a screen out.
   */
  admit({ token, code }: PresentedKey, caller: Caller): Admission {
    if (token !== undefined && code === undefined) return this.#byToken(token, caller);
    if (code === undefined || token !== undefined) return this.#refuse('unauthorised', caller);
    if (this.#triesOf(caller)?.isEmpty(this.#options.monotonicMs())) return { kind: 'refused', reason: 'too-much' };
    const digits = code.replace(/[\s-]/g, '');
    if (PAIRING_CODE.test(digits)) return this.#byPairing(digits, caller);
    return this.#use(code) ? { kind: 'admitted', token: this.#newToken() } : this.#refuse('code-expired', caller);
  }

  /** Told of each viewer's key that is valid no more; returns the way out. */
  onRevoked(listener: (viewerId: string) => void): () => void {
    return this.#options.viewers?.onRevoked(listener) ?? (() => {});
  }

  /** The viewer is leaving: until now its key was in use. */
  left(viewerId: string): void {
    this.#options.viewers?.used(viewerId);
  }

  #byToken(token: string, caller: Caller): Admission {
    const viewerId = this.#options.viewers?.idOf(token);
    if (viewerId !== undefined) {
      this.#options.viewers?.used(viewerId);
      return { kind: 'admitted', token, viewerId };
    }
    if (this.#knows(token)) return { kind: 'admitted', token };
    if (this.#options.viewers?.isRead === false) return { kind: 'refused', reason: 'not-ready' };
    return this.#refuse('unauthorised', caller);
  }

  #byPairing(code: string, caller: Caller): Admission {
    if (!caller.isSecure) return { kind: 'refused', reason: 'needs-tls' };
    const nowMs = this.#options.monotonicMs();
    if (this.#wrongPairings.isEmpty(nowMs)) return { kind: 'refused', reason: 'too-much' };
    const redeem = this.#options.viewers?.redeem(code);
    if (redeem === undefined) {
      this.#wrongPairings.take(nowMs);
      return this.#refuse('pairing-refused', caller);
    }
    const pair = async (): Promise<Admitted> => {
      const { id, token } = await redeem();
      this.#options.viewers?.used(id);
      return { kind: 'admitted', token, viewerId: id };
    };
    return { kind: 'pairing', pair };
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

  #refuse(reason: RefusalReason, caller: Caller): Admission {
    const nowMs = this.#options.monotonicMs();
    let tries = this.#triesOf(caller);
    if (tries === undefined) {
      tries = new TokenBucket(this.#policy.wrongTries);
      this.#forgetOldTries(nowMs);
      this.#wrongTries.set(limitedAs(caller.address), tries);
    }
    return { kind: 'refused', reason: tries.take(nowMs) ? reason : 'too-much' };
  }

  #triesOf({ address }: Caller): TokenBucket | undefined {
    return this.#wrongTries.get(limitedAs(address));
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
