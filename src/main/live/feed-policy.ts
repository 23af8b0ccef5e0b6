import { type BackoffPolicy, DEFAULT_BACKOFF } from '../../shared/backoff';
import { MINUTE_MS, SECOND_MS } from '../../shared/time';

/** How the change feed paces itself; all in ms but where named otherwise. */
export interface FeedPolicy {
  /** Longest wait for further wake-ups after one that came while a read was in flight. */
  readonly coalesceMs: number;
  /** Rows may be committed this much later than newer ones and still be found by a read that no wake-up has asked for. */
  readonly overlapMs: number;
  /** Rows stamped further ahead of the plant's clock are held until they are due. */
  readonly aheadLimitMs: number;
  /** Distance of reads where LISTEN cannot be had. */
  readonly pollMs: number;
  /** Distance of whole-ring reads while polling: finds late, changed and deleted rows. */
  readonly pollSweepMs: number;
  /** The same while listening: deleted rows wake nobody (TimescaleDB has no such trigger on hypertables). */
  readonly listeningSweepMs: number;
  /** While listening, a read that needs no wake-up: the trigger is silent when the plant's queue is full. */
  readonly listeningPollMs: number;
  /** While polling, LISTEN is tried again: first and longest wait, doubling between. */
  readonly retryListenMs: { readonly first: number; readonly longest: number };
  /** Longest timer for rows ahead: the plant's clock may be set meanwhile. */
  readonly aheadTimerMs: number;
  /** Reads of rows ahead that are due at an unknown time: first and longest distance. */
  readonly aheadPollMs: { readonly first: number; readonly longest: number };
  /** How often the plant's clock is compared with one that never jumps. */
  readonly clockCheckMs: number;
  /** Differences from here on are a clock that was set; smaller ones lie within `overlapMs` and `aheadLimitMs`. */
  readonly clockStepMs: number;
  /** A unit that wakes more often than so many times a second is read by a timer instead. */
  readonly busyAbovePerSecond: number;
  /** Distance of those reads. */
  readonly busyPollMs: number;
  /** After so long a busy unit is listened to again. */
  readonly busyForMs: number;
  /** Reconnecting and failed reads: first and longest wait. */
  readonly backoff: BackoffPolicy;
  /** One read takes windows up to this in total (but one at least), so that no statement is long. */
  readonly readSpanMs: number;
  /** A unit without new rows is read back this far each time; its clock may lag behind by as much. */
  readonly silentMs: number;
}

export const DEFAULT_FEED_POLICY: FeedPolicy = {
  coalesceMs: 10,
  overlapMs: 5 * SECOND_MS,
  aheadLimitMs: 5 * SECOND_MS,
  pollMs: SECOND_MS,
  pollSweepMs: 30 * SECOND_MS,
  listeningSweepMs: MINUTE_MS,
  listeningPollMs: 15 * SECOND_MS,
  retryListenMs: { first: 5 * SECOND_MS, longest: MINUTE_MS },
  aheadTimerMs: MINUTE_MS,
  aheadPollMs: { first: SECOND_MS, longest: 30 * SECOND_MS },
  clockCheckMs: SECOND_MS,
  clockStepMs: 2 * SECOND_MS,
  busyAbovePerSecond: 50,
  busyPollMs: 50,
  busyForMs: 30 * SECOND_MS,
  backoff: DEFAULT_BACKOFF,
  readSpanMs: 40 * MINUTE_MS,
  silentMs: MINUTE_MS,
};
