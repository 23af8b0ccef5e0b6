import {
  type AggregateLevel,
  BUCKET_MS,
  bucketEnd,
  bucketStart,
  DAY_MS,
  type Family,
  HOUR_MS,
  viewName,
} from './levels';
import type { SqlClient } from './sql-client';

/** Half-open range `[fromMs, toMs)`, ms since the epoch. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface RefreshOptions {
  /** Checked before each window; what is refreshed stays. */
  readonly signal?: AbortSignal | undefined;
  /** Longest window of the 1min level, in ms; at least a minute. */
  readonly maxWindowMs?: number | undefined;
  /** A steady clock in ms, to fit the windows to their duration. */
  readonly clockMs?: (() => number) | undefined;
}

/**
 * First windows. 1min: 1 Hz data of 36 series takes 60 ms on the embedded plant. A refresh of an upper level costs 50
 * to 150 ms whatever its window (planning over all chunks), and reads little: it begins with a long one.
 */
const FIRST_WINDOW_MS: Readonly<Record<AggregateLevel, number>> = {
  '1min': HOUR_MS / 4,
  '5min': 6 * HOUR_MS,
  '1hour': DAY_MS,
  '1day': 7 * DAY_MS,
};

/**
 * Longest windows: they bound what a window that grew over sparse rows can meet when dense ones begin. An hour of raw
 * rows at the 1min level; above, at most 720 rows a series of the level below.
 */
const MAX_WINDOW_MS: Readonly<Record<AggregateLevel, number>> = {
  ...FIRST_WINDOW_MS,
  '1min': HOUR_MS,
  '5min': 12 * HOUR_MS,
};

/** Everybody on the embedded plant waits for a running statement: halve the window above, double it below. */
const SLOW_MS = 250;
const FAST_MS = 100;

/**
 * Refreshes spans of aggregates in windows whose length follows the time that the last one took, so that no statement
 * holds the plant for long. One statement a window, oldest first.
 */
export class WindowedRefresh {
  readonly #client: SqlClient;
  readonly #signal: AbortSignal | undefined;
  readonly #clockMs: () => number;
  readonly #maxWindowMs: number;
  readonly #windowMs = new Map<string, number>();
  #longestMs = 0;

  constructor(client: SqlClient, options: RefreshOptions) {
    this.#client = client;
    this.#signal = options.signal;
    this.#clockMs = options.clockMs ?? (() => performance.now());
    this.#maxWindowMs = options.maxWindowMs ?? MAX_WINDOW_MS['1min'];
  }

  /** Duration of the longest statement so far, in ms. */
  get longestMs(): number {
    return this.#longestMs;
  }

  /**
   * Refreshes the buckets that touch `span`, which must end at or before the start of the current bucket.
   * @param onWindow told after each window how far this span is done, in ms since the epoch
   * @throws the reason of an aborted signal, or the database's error
   */
  async refresh(
    family: Family,
    level: AggregateLevel,
    span: TimeSpan,
    onWindow: (doneToMs: number) => void | Promise<void> = () => {},
  ): Promise<void> {
    const view = viewName(family, level);
    const bucketMs = BUCKET_MS[level];
    const endMs = bucketEnd(span.toMs, bucketMs);
    let fromMs = bucketStart(span.fromMs, bucketMs);
    while (fromMs < endMs) {
      this.#signal?.throwIfAborted();
      const windowMs = this.#windowMs.get(view) ?? FIRST_WINDOW_MS[level];
      const limitMs = level === '1min' ? this.#maxWindowMs : MAX_WINDOW_MS[level];
      const toMs = Math.min(fromMs + Math.min(windowMs, limitMs), endMs);
      const tookMs = await this.#callRefresh(view, fromMs, toMs);
      this.#windowMs.set(view, nextWindowMs({ windowMs, tookMs, bucketMs, limitMs }));
      fromMs = toMs;
      await onWindow(toMs);
    }
  }

  async #callRefresh(view: string, fromMs: number, toMs: number): Promise<number> {
    const startedMs = this.#clockMs();
    await this.#client.query('CALL refresh_continuous_aggregate($1::regclass, $2::timestamptz, $3::timestamptz)', [
      `public.${view}`,
      new Date(fromMs).toISOString(),
      new Date(toMs).toISOString(),
    ]);
    const tookMs = this.#clockMs() - startedMs;
    this.#longestMs = Math.max(this.#longestMs, tookMs);
    return tookMs;
  }
}

/** The next window's length in ms: whole buckets, at least one, at most the limit. */
export function nextWindowMs(last: {
  readonly windowMs: number;
  readonly tookMs: number;
  readonly bucketMs: number;
  readonly limitMs: number;
}): number {
  if (last.tookMs > SLOW_MS) return Math.max(last.bucketMs, bucketStart(last.windowMs / 2, last.bucketMs));
  if (last.tookMs < FAST_MS) return Math.max(last.bucketMs, Math.min(last.windowMs * 2, last.limitMs));
  return last.windowMs;
}
