import { z } from 'zod';
import { MINUTE_MS } from '../../shared/time';
import type { GatewayLog } from './gateway-sources';
import { type KeyFolder, parsedJson } from './key-folder';

const USES_FILE = 'last-used.json';
const USES_EVERY_MS = MINUTE_MS;

const KeptUses = z.record(z.string(), z.number());

export interface KeyUsesOptions {
  readonly folder: Pick<KeyFolder, 'read' | 'write'>;
  /** Wall clock, ms since the epoch. */
  readonly nowMs: () => number;
  readonly log: GatewayLog;
  /** Whether a key is there: what was read may tell of keys that are gone. */
  readonly isKnown: (id: string) => boolean;
}

/**
 * When each viewer's key was shown last, for who looks which to revoke. Written once a minute at most; nothing depends on
 * it, so that what cannot be read or written is a line in the log.
 */
export class KeyUses {
  readonly #options: KeyUsesOptions;
  readonly #lastMs = new Map<string, number>();
  #writtenMs = 0;
  #isNew = false;

  constructor(options: KeyUsesOptions) {
    this.#options = options;
  }

  /** Ms since the epoch; undefined: never. */
  lastMs(id: string): number | undefined {
    return this.#lastMs.get(id);
  }

  used(id: string): void {
    this.#lastMs.set(id, this.#options.nowMs());
    this.#isNew = true;
  }

  /** The key is valid no more. */
  forget(id: string): void {
    this.#isNew = this.#lastMs.delete(id) || this.#isNew;
  }

  async read(): Promise<void> {
    try {
      const text = await this.#options.folder.read(USES_FILE);
      const kept = KeptUses.safeParse(parsedJson(text ?? '{}'));
      for (const [id, usedMs] of Object.entries(kept.data ?? {})) this.#lastMs.set(id, usedMs);
    } catch (error) {
      this.#trouble('viewer-uses-not-read', error);
    }
  }

  async writeWhereDue(): Promise<void> {
    if (this.#options.nowMs() - this.#writtenMs >= USES_EVERY_MS) await this.write();
  }

  /** Writes what is new since the last time. */
  async write(): Promise<void> {
    if (!this.#isNew) return;
    this.#isNew = false;
    this.#writtenMs = this.#options.nowMs();
    const known = Object.fromEntries([...this.#lastMs].filter(([id]) => this.#options.isKnown(id)));
    try {
      await this.#options.folder.write(USES_FILE, `${JSON.stringify(known)}\n`);
    } catch (error) {
      this.#trouble('viewer-uses-not-kept', error);
    }
  }

  #trouble(event: string, error: unknown): void {
    this.#options.log.warn(event, { message: error instanceof Error ? error.message : String(error) });
  }
}
