import type { SlowStatement, StatementSnapshot } from '../../shared/diagnostics';
import type { HistogramSnapshot } from '../../shared/histogram';
import { Histogram } from './histogram';
import type { Log } from './log';
import { parameterCount, parameterShape } from './parameter-shape';

/** A statement that takes longer is worth a line in the log, ms. */
export const SLOW_STATEMENT_MS = 100;
/** Names are written in our code, about forty; what would come on top is counted together. */
const MOST_NAMES = 100;
const OTHER_NAMES = 'other';
/** A slow statement with more values than this is not remembered in full: there is no plan of it. */
const MOST_VALUES = 20_000;

const LANES = ['live', 'screen', 'background'] as const;
type LaneName = (typeof LANES)[number];

/** What is asked of the plant, as far as it is remembered for a plan. */
export interface AskedStatement {
  readonly statement: { readonly name: string; readonly text: string };
  readonly values: readonly unknown[];
}

/** One statement that has ended. */
export interface EndedStatement {
  readonly name: string;
  readonly lane: LaneName;
  readonly ms: number;
  readonly waitMs: number;
  readonly rows: number;
  readonly outcome: 'done' | 'failed' | 'unsent';
  readonly asked: AskedStatement;
}

interface Entry {
  readonly ms: Histogram;
  rows: number;
  failed: number;
  unsent: number;
  slow:
    | (Omit<SlowStatement, 'agoMs'> & { readonly atMs: number; readonly asked: AskedStatement | undefined })
    | undefined;
}

/** Times every statement by its name, warns of slow ones, and remembers the last slow one of each name. */
export class StatementMeter {
  readonly #log: Log;
  readonly #nowMs: () => number;
  readonly #entries = new Map<string, Entry>();
  readonly #waits: Readonly<Record<LaneName, Histogram>> = {
    live: new Histogram(),
    screen: new Histogram(),
    background: new Histogram(),
  };

  /** @param nowMs never jumps, ms */
  constructor(log: Log, nowMs: () => number) {
    this.#log = log;
    this.#nowMs = nowMs;
  }

  readonly ended = (statement: EndedStatement): void => {
    const entry = this.#entry(statement.name);
    this.#waits[statement.lane].observe(statement.waitMs);
    if (statement.outcome === 'unsent') {
      entry.unsent += 1;
      return;
    }
    entry.ms.observe(statement.ms);
    entry.rows += statement.rows;
    if (statement.outcome === 'failed') entry.failed += 1;
    if (statement.ms > SLOW_STATEMENT_MS) this.#slow(entry, statement);
  };

  /** By name. */
  statements(): readonly StatementSnapshot[] {
    return [...this.#entries]
      .map(([name, { ms, rows, failed, unsent }]) => ({ name, ms: ms.snapshot(), rows, failed, unsent }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The last slow one of each name, the latest first. */
  slow(): readonly SlowStatement[] {
    const nowMs = this.#nowMs();
    return [...this.#entries.values()]
      .flatMap(({ slow }) => slow ?? [])
      .sort((a, b) => b.atMs - a.atMs)
      .map(({ atMs, asked: _asked, ...slow }) => ({ ...slow, agoMs: nowMs - atMs }));
  }

  /** The last slow statement of a name, as it was asked; undefined where there is none, or it was too large to keep. */
  slowest(name: string): AskedStatement | undefined {
    return this.#entries.get(name)?.slow?.asked;
  }

  waits(): Readonly<Record<LaneName, HistogramSnapshot>> {
    const { live, screen, background } = this.#waits;
    return { live: live.snapshot(), screen: screen.snapshot(), background: background.snapshot() };
  }

  #entry(name: string): Entry {
    const key = this.#entries.has(name) || this.#entries.size < MOST_NAMES ? name : OTHER_NAMES;
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { ms: new Histogram(), rows: 0, failed: 0, unsent: 0, slow: undefined };
      this.#entries.set(key, entry);
    }
    return entry;
  }

  #slow(entry: Entry, { name, ms, waitMs, rows, outcome, asked }: EndedStatement): void {
    const shape = parameterShape(asked.values);
    const isKept = parameterCount(asked.values) <= MOST_VALUES;
    entry.slow = { name, ms, waitMs, rows, shape, atMs: this.#nowMs(), asked: isKept ? asked : undefined };
    const rounded = { ms: Math.round(ms), waitMs: Math.round(waitMs) };
    this.#log.warn('slow-statement', { name, tier: 'plant', ...rounded, rows, outcome, parameters: shape });
  }
}
