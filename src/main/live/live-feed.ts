import type { SeriesTable } from '../../shared/series';
import type { ChangeBatch } from './change-batch';
import type { FeedCounters, FeedState } from './change-feed';

/** Whatever follows the plant's changes for this appliance: by itself, or shared with others. */
export interface LiveFeed {
  readonly state: FeedState;
  /** Why it reads by a timer, in a sentence; undefined while it does not. */
  readonly whyPolling: string | undefined;
  /** For diagnostics: what following has come to so far; absent while others follow. */
  readonly counters: FeedCounters | undefined;
  /** Whether a unit's samples in a table are at hand as far back as the ring reaches. */
  isFilled(workUnitId: string, table: SeriesTable): boolean;
  /** Calls back once per coalesced change; returns the way out. */
  onBatch(listener: (batch: ChangeBatch) => void): () => void;
  /** Calls back at every change of {@link state}; returns the way out. */
  onState(listener: (state: FeedState) => void): () => void;
  start(): void;
  /** Cuts a wait for the next try short, for when the plant is known to be back. */
  connectNow(): void;
  /** Gives up the connection of a plant that has gone silent. */
  reconnect(): void;
  /** The units of the catalogue, any number of times. */
  setUnits(workUnitIds: readonly string[]): void;
  /** Ends everything; nothing calls back once it resolves. Idempotent. */
  close(): Promise<void>;
}
