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
  /** Awaited before each window: a promise that is not yet fulfilled is a pause. */
  readonly beforeWindow?: (() => Promise<void>) | undefined;
  /**
   * Longest window of the 1min level, in ms; at least a minute. Given by who knows that the rows of the range are so
   * few: the levels above take windows of up to four times this length, if that is more than usual.
   */
  readonly maxWindowMs?: number | undefined;
  /** A steady clock in ms, to fit the windows to their duration. */
  readonly clockMs?: (() => number) | undefined;
}

interface WindowLimits {
  readonly leastMs: number;
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * Lengths of a window by level.
 * 1min reads raw rows: 15 minutes of 1 Hz data in 36 series take 60 ms on the embedded plant. An hour is the most, because
 * a window that grew over sparse rows may meet dense ones next.
 * The others read little, at most 30,000 rows in 36 series. A refresh of 1hour or 1day costs up to 0.1 s whatever its
 * window (an INSERT plans every chunk of the raw table below a stack of real-time views), so that a shorter one gains
 * nothing: they begin with their longest.
 */
const WINDOWS: Readonly<Record<AggregateLevel, WindowLimits>> = {
  '1min': { leastMs: BUCKET_MS['1min'], firstMs: HOUR_MS / 4, mostMs: HOUR_MS },
  '5min': { leastMs: 4 * HOUR_MS, firstMs: 6 * HOUR_MS, mostMs: 12 * HOUR_MS },
  '1hour': { leastMs: DAY_MS, firstMs: 3 * DAY_MS, mostMs: 3 * DAY_MS },
  '1day': { leastMs: 7 * DAY_MS, firstMs: 28 * DAY_MS, mostMs: 28 * DAY_MS },
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
  readonly #beforeWindow: () => Promise<void>;
  readonly #clockMs: () => number;
  readonly #maxWindowMs: number | undefined;
  readonly #windowMs = new Map<string, number>();
  #longestMs = 0;

  constructor(client: SqlClient, options: RefreshOptions) {
    this.#client = client;
    this.#signal = options.signal;
    this.#beforeWindow = options.beforeWindow ?? (() => Promise.resolve());
    this.#clockMs = options.clockMs ?? (() => performance.now());
    this.#maxWindowMs = options.maxWindowMs;
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
    const limits = limitsOf(level, this.#maxWindowMs);
    let fromMs = bucketStart(span.fromMs, bucketMs);
    while (fromMs < endMs) {
      await this.#beforeWindow();
      this.#signal?.throwIfAborted();
      const windowMs = this.#windowMs.get(view) ?? limits.firstMs;
      const toMs = Math.min(fromMs + Math.min(windowMs, limits.mostMs), endMs);
      const tookMs = await this.#callRefresh(view, fromMs, toMs);
      this.#windowMs.set(view, nextWindowMs({ windowMs, tookMs, bucketMs, ...limits }));
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

function limitsOf(level: AggregateLevel, maxWindowMs: number | undefined): WindowLimits {
  const usual = WINDOWS[level];
  if (maxWindowMs === undefined) return usual;
  const mostMs =
    level === '1min' ? maxWindowMs : Math.max(usual.mostMs, bucketStart(4 * maxWindowMs, BUCKET_MS[level]));
  return { leastMs: usual.leastMs, firstMs: mostMs, mostMs };
}

/** The next window's length in ms: whole buckets, between the least and the most. */
export function nextWindowMs(last: {
  readonly windowMs: number;
  readonly tookMs: number;
  readonly bucketMs: number;
  readonly leastMs: number;
  readonly mostMs: number;
}): number {
  if (last.tookMs > SLOW_MS) return Math.max(last.leastMs, bucketStart(last.windowMs / 2, last.bucketMs));
  if (last.tookMs < FAST_MS) return Math.max(last.leastMs, Math.min(last.windowMs * 2, last.mostMs));
  return last.windowMs;
}
