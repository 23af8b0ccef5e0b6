import { createHash } from 'node:crypto';
import { z } from 'zod';
import { MINUTE_MS } from '../../shared/time';
import type { GatewayLog } from './gateway-sources';
import { type KeyFolder, parsedJson } from './key-folder';
import { KeyUses } from './key-uses';

export interface ViewerKeysOptions {
  readonly folder: KeyFolder;
  /** Cryptographic randomness. */
  readonly randomBytes: (size: number) => Uint8Array;
  /** Wall clock, ms since the epoch: keys outlive the process. */
  readonly nowMs: () => number;
  readonly log: GatewayLog;
}

/** A viewer's key as an installer sees it; the key itself is kept nowhere. */
export interface ViewerKey {
  readonly id: string;
  readonly name: string;
  readonly createdMs: number;
  /** Undefined: never. */
  readonly lastUsedMs: number | undefined;
}

/** A code that is shown to a person, who types it into the screen that is to be let in. */
export interface PairingCode {
  readonly id: string;
  /** Eight digits. */
  readonly code: string;
  readonly expiresMs: number;
}

/** Beyond guessing at any rate; so a plain SHA-256 of it tells nothing, and slow hashes are for what people choose. */
export const TOKEN_BYTES = 32;
export const PAIRING_LIFETIME_MS = 5 * MINUTE_MS;
/** Most viewers' keys; beyond it one must be revoked first. */
export const MAX_VIEWER_KEYS = 4_096;
/** Eight digits: what a glove types on a pad. They hold because they live 5 min, work once and wrong ones are limited. */
const PAIRING_CODES = 100_000_000n;
const ID_BYTES = 8;
const LOOK_EVERY_MS = 1_000;

const KeptToken = z.object({ name: z.string(), hash: z.string(), createdMs: z.number() });
const KeptPairing = z.object({ name: z.string(), hash: z.string(), expiresMs: z.number() });
type Kept<T> = Map<string, T>;

/**
 * Viewers' keys that outlive the appliance: one file each, written once and removed to revoke it, so that the command
 * line and the running appliance share them without a lock. The folder is looked at every second: a key that is gone
 * there is gone here.
 */
export class ViewerKeys {
  readonly #options: ViewerKeysOptions;
  readonly #tokens: Kept<z.infer<typeof KeptToken>> = new Map();
  readonly #idOfHash = new Map<string, string>();
  readonly #pairings: Kept<z.infer<typeof KeptPairing>> = new Map();
  /** Gone for this process, whatever the disk still says. */
  readonly #spent = new Set<string>();
  readonly #uses: KeyUses;
  readonly #revokedListeners = new Set<(id: string) => void>();
  #isRead = false;
  #trouble = '';
  #turns: Promise<unknown> = Promise.resolve();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: ViewerKeysOptions) {
    this.#options = options;
    this.#uses = new KeyUses({ ...options, isKnown: (id) => this.#tokens.has(id) });
  }

  /** Reads what is there, and goes on looking. Never rejects: what cannot be read is a line in the log. */
  async start(): Promise<void> {
    await this.#inTurn(() => this.#uses.read());
    await this.look();
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#inTurn(() => this.#uses.write());
  }

  /** Told of each key that is valid no more; returns the way out. */
  onRevoked(listener: (id: string) => void): () => void {
    this.#revokedListeners.add(listener);
    return () => this.#revokedListeners.delete(listener);
  }

  /** False until the folder has been read once: till then an unknown token may be a valid one. */
  get isRead(): boolean {
    return this.#isRead;
  }

  list(): readonly ViewerKey[] {
    return [...this.#tokens]
      .map(([id, { name, createdMs }]) => ({ id, name, createdMs, lastUsedMs: this.#uses.lastMs(id) }))
      .sort((a, b) => a.createdMs - b.createdMs);
  }

  /** Whose token this is; undefined where it is none. */
  idOf(token: string): string | undefined {
    return this.#idOfHash.get(hashOf(token));
  }

  /** The key was shown, or its viewer is leaving. */
  used(id: string): void {
    if (this.#tokens.has(id)) this.#uses.used(id);
  }

  /** @returns the token, which is told this once. @throws Error with one sentence where it cannot be kept */
  issue(name: string): Promise<{ readonly id: string; readonly token: string }> {
    return this.#inTurn(async () => {
      if (this.#tokens.size >= MAX_VIEWER_KEYS) {
        throw new Error(`There are ${MAX_VIEWER_KEYS} keys already: revoke one that is not used any more.`);
      }
      const token = Buffer.from(this.#options.randomBytes(TOKEN_BYTES)).toString('base64url');
      const kept = { name, hash: hashOf(token), createdMs: this.#options.nowMs() };
      const id = this.#newId();
      await this.#options.folder.write(tokenFile(id), `${JSON.stringify(kept)}\n`);
      this.#know(id, kept);
      return { id, token };
    });
  }

  /**
   * Makes a code that is exchanged for a token once.
   * @param name what the screen will be called
   * @throws Error with one sentence where it cannot be kept
   */
  offerPairing(name: string): Promise<PairingCode> {
    return this.#inTurn(async () => {
      const code = pairingCode(this.#options.randomBytes(8));
      const expiresMs = this.#options.nowMs() + PAIRING_LIFETIME_MS;
      const kept = { name, hash: hashOf(code), expiresMs };
      const id = this.#newId();
      await this.#options.folder.write(pairingFile(id), `${JSON.stringify(kept)}\n`);
      this.#pairings.set(id, kept);
      return { id, code, expiresMs };
    });
  }

  /** Takes a code back; one that was used is gone already. */
  async withdrawPairing(id: string): Promise<void> {
    this.#spend(id);
    await this.#inTurn(() => this.#options.folder.remove(pairingFile(id)));
  }

  /** Whether the code is still waiting to be used. */
  isPairingOpen(id: string): boolean {
    const kept = this.#pairings.get(id);
    return kept !== undefined && this.#options.nowMs() < kept.expiresMs;
  }

  /**
   * Uses a code up.
   * @returns makes the token that it is worth; undefined where the code is wrong, used or too old
   */
  redeem(code: string): (() => Promise<{ readonly id: string; readonly token: string }>) | undefined {
    const hash = hashOf(code);
    for (const [id, kept] of this.#pairings) {
      if (kept.hash !== hash || !this.isPairingOpen(id)) continue;
      // Before anything is awaited: it works once.
      this.#spend(id);
      return async () => {
        await this.#inTurn(() => this.#options.folder.remove(pairingFile(id)));
        return this.issue(kept.name);
      };
    }
    return undefined;
  }

  /**
   * The key is valid no more, from now on.
   * @returns false where there was none
   * @throws Error with one sentence where its file stays, and would be valid again after a restart
   */
  async revoke(id: string): Promise<boolean> {
    this.#forget(id);
    return this.#inTurn(() => this.#options.folder.remove(tokenFile(id)));
  }

  /** Takes over what others have written or removed. */
  look(): Promise<void> {
    return this.#inTurn(async () => {
      try {
        await this.#look();
        this.#isRead = true;
        this.#trouble = '';
        await this.#uses.writeWhereDue();
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        if (message !== this.#trouble) this.#options.log.warn('viewer-keys-not-read', { message });
        this.#trouble = message;
      }
    });
  }

  async #look(): Promise<void> {
    const names = new Set(await this.#options.folder.list());
    for (const id of [...this.#tokens.keys()]) if (!names.has(tokenFile(id))) this.#forget(id);
    for (const [id, { expiresMs }] of this.#pairings) {
      if (!names.has(pairingFile(id)) || this.#options.nowMs() >= expiresMs) await this.#expire(id, names);
    }
    for (const name of names) {
      const [, kind, id] = /^(viewer|pairing)-([0-9a-f]{16})\.json$/.exec(name) ?? [];
      if (id === undefined || this.#spent.has(id) || this.#tokens.has(id) || this.#pairings.has(id)) continue;
      await this.#take(name, kind === 'viewer', id);
    }
  }

  async #take(name: string, isToken: boolean, id: string): Promise<void> {
    const text = await this.#options.folder.read(name);
    if (text === undefined) return;
    const json = parsedJson(text);
    const token = KeptToken.safeParse(json);
    const pairing = KeptPairing.safeParse(json);
    if (isToken && token.success) this.#know(id, token.data);
    else if (!isToken && pairing.success) this.#pairings.set(id, pairing.data);
    else {
      this.#spent.add(id);
      this.#options.log.warn('viewer-key-damaged', { file: name });
    }
  }

  async #expire(id: string, names: ReadonlySet<string>): Promise<void> {
    this.#spend(id);
    if (names.has(pairingFile(id))) await this.#options.folder.remove(pairingFile(id));
  }

  #know(id: string, kept: z.infer<typeof KeptToken>): void {
    this.#tokens.set(id, kept);
    this.#idOfHash.set(kept.hash, id);
  }

  #forget(id: string): void {
    this.#spent.add(id);
    const kept = this.#tokens.get(id);
    if (kept === undefined) return;
    this.#tokens.delete(id);
    this.#idOfHash.delete(kept.hash);
    this.#uses.forget(id);
    for (const listener of this.#revokedListeners) listener(id);
  }

  #spend(pairingId: string): void {
    this.#spent.add(pairingId);
    this.#pairings.delete(pairingId);
  }

  #newId(): string {
    return Buffer.from(this.#options.randomBytes(ID_BYTES)).toString('hex');
  }

  /** One after the other: a look that began before a key was written must not take it for removed. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turns.then(work);
    // Whoever asked hears of a failure; the next one is not kept from its turn.
    this.#turns = turn.catch(() => undefined);
    return turn;
  }
}

const tokenFile = (id: string) => `viewer-${id}.json`;
const pairingFile = (id: string) => `pairing-${id}.json`;

function pairingCode(random: Uint8Array): string {
  return (Buffer.from(random).readBigUInt64BE() % PAIRING_CODES).toString().padStart(8, '0');
}

function hashOf(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('base64url');
}
