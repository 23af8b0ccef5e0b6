/** How long one part of the demo held the one session: whoever holds it long makes every other client wait. */
export interface HoldFigures {
  readonly applicationName: string;
  /** Turns taken, one statement or one extended batch each. */
  readonly turns: number;
  readonly totalMs: number;
  readonly longestMs: number;
  /** Most processor time of one turn: what it takes where nobody else wants the processor. */
  readonly longestCpuMs: number;
  /** Beginning of the text of the statement that took longest; parameters are never in it. */
  readonly longestStatement: string;
}

interface Entry {
  turns: number;
  totalMs: number;
  longestMs: number;
  longestCpuMs: number;
  longestStatement: string;
}

/** One turn, in ms: how long it kept everybody waiting, and the processor time that the process spent in it. */
export interface Held {
  readonly heldMs: number;
  readonly cpuMs: number;
}

/** More names than this share the entry `other`: names come from clients. */
const MAX_NAMES = 64;
const LABEL_LENGTH = 160;

export class HoldStatistics {
  readonly #entries = new Map<string, Entry>();

  record(applicationName: string, statement: string, held: Held): void {
    const entry = this.#entryFor(applicationName);
    entry.turns += 1;
    entry.totalMs += held.heldMs;
    // Other threads of the process may work meanwhile: no turn takes longer than it lasts.
    entry.longestCpuMs = Math.max(entry.longestCpuMs, Math.min(held.cpuMs, held.heldMs));
    if (held.heldMs <= entry.longestMs) return;
    entry.longestMs = held.heldMs;
    entry.longestStatement = statement.replace(/\s+/g, ' ').trim().slice(0, LABEL_LENGTH);
  }

  /** Longest first. */
  figures(): readonly HoldFigures[] {
    return [...this.#entries]
      .map(([applicationName, entry]) => ({ applicationName, ...entry }))
      .sort((a, b) => b.longestMs - a.longestMs);
  }

  reset(): void {
    this.#entries.clear();
  }

  #entryFor(applicationName: string): Entry {
    const isFull = this.#entries.size >= MAX_NAMES && !this.#entries.has(applicationName);
    const name = isFull ? 'other' : applicationName || 'unnamed';
    const known = this.#entries.get(name);
    if (known !== undefined) return known;
    const made: Entry = { turns: 0, totalMs: 0, longestMs: 0, longestCpuMs: 0, longestStatement: '' };
    this.#entries.set(name, made);
    return made;
  }
}
