import { BUCKET_MS, type Resolution, type SeriesKey } from '../../shared/series';
import { silenceRules } from '../../shared/states/silence';
import type { Tile } from '../../shared/tile';
import type { TimeRange } from '../../shared/time';
import type { EventHistory, EventTiles } from './event-history';
import { eventLevels } from './event-levels';

/** What was read of one series. */
export interface SeriesReading {
  readonly series: SeriesKey;
  readonly cadenceMs: number | undefined;
  readonly resolution: Resolution;
  readonly tiles: readonly Tile[];
  /** From where on it was read: a while before the range, for what was so when that begins. */
  readonly readFromMs: number;
  /** Nothing is on board of these stretches, or they are still being made. */
  readonly unknown: readonly TimeRange[];
  /** Plant time up to which the samples are whole. */
  readonly asOfMs: number;
}

export interface SeriesWish {
  readonly series: SeriesKey;
  /** Null where it is not known. */
  readonly cadenceMs: number | null;
  /** So much more before the range is read: what was so then decides what begins in it. */
  readonly beforeMs?: number;
}

/** Reads series, each at the finest level that can be had and gone through; undefined where none can. */
export class SeriesReader {
  readonly #history: EventHistory;
  readonly #range: TimeRange;
  readonly #seriesCount: number;
  readonly #signal: AbortSignal;

  constructor(history: EventHistory, range: TimeRange, seriesCount: number, signal: AbortSignal) {
    this.#history = history;
    this.#range = range;
    this.#seriesCount = seriesCount;
    this.#signal = signal;
  }

  /** @param levels finest first; default: those that fit the question */
  async read(
    wish: SeriesWish,
    levels: readonly Resolution[] = eventLevels(this.#range, wish.cadenceMs ?? undefined, this.#seriesCount),
  ): Promise<SeriesReading | undefined> {
    const { series, cadenceMs, beforeMs = 0 } = wish;
    const [resolution, ...coarser] = levels;
    if (resolution === undefined) return undefined;
    const cadence = cadenceMs ?? undefined;
    const { fromMs, toMs } = this.#range;
    const range = { fromMs: fromMs - beforeMs - leadMs(resolution, cadence), toMs };
    const found = await this.#ask(series, range, resolution);
    const isDropped = found?.missingReason === 'not-kept' && coarser.length > 0;
    if (found === undefined || isDropped) return this.read(wish, coarser);
    const unknown = [...found.missing, ...found.preparing];
    return {
      ...{ series, cadenceMs: cadence, resolution, tiles: found.tiles, readFromMs: range.fromMs, unknown },
      asOfMs: found.asOfMs,
    };
  }

  async #ask(series: SeriesKey, range: TimeRange, resolution: Resolution): Promise<EventTiles | undefined> {
    try {
      const [found] = await this.#history.answer({ series: [series], range, resolution }, this.#signal);
      return found;
    } catch (error) {
      if (this.#history.isRefused(error)) return undefined;
      throw error;
    }
  }
}

/** What was said this long before the range is what was so when it began, and nothing older. */
function leadMs(resolution: Resolution, cadenceMs: number | undefined): number {
  const { stepMs } = silenceRules(resolution, cadenceMs);
  const bucketMs = resolution === 'raw' ? 0 : BUCKET_MS[resolution];
  return (Number.isFinite(stepMs) ? stepMs : 0) + bucketMs;
}

/** A pair of series is read at one level, that of the first; without it the first stands alone. */
export async function readBeside(
  reader: SeriesReader,
  wish: SeriesWish,
  reading: SeriesReading,
): Promise<readonly Tile[]> {
  return (await reader.read(wish, [reading.resolution]))?.tiles ?? [];
}
