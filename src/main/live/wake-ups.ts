import type { SeriesTable } from '../../shared/series';

/** Rows of one unit and table were written, changed or deleted; the table is the truth, this only says where to look. */
export interface WakeUp {
  readonly workUnitId: string;
  readonly table: SeriesTable;
  /** First and last time of the rows, ms; an empty stretch (first above last) where the sender did not tell. */
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface WakeUpHandlers {
  onWakeUp(wakeUp: WakeUp): void;
  /** The connection has ended by itself; wake-ups may have been lost. Called at most once. */
  onLost(reason: string): void;
}

/** One connection that listens. */
export interface WakeUpSession {
  /** False where a notification to oneself did not arrive: LISTEN is of no use here. */
  readonly notifies: boolean;
  /** Why it does not notify, in a sentence; undefined where it does. */
  readonly whyNot: string | undefined;
  /** Listens for exactly these units; once it resolves, every later commit to them wakes. */
  follow(workUnitIds: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** The plant's way of telling that something changed; the change feed needs no more of it. */
export interface WakeUps {
  /** @throws Error when the plant cannot be reached */
  open(handlers: WakeUpHandlers, signal: AbortSignal): Promise<WakeUpSession>;
}
