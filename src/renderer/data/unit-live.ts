import type { LiveSeries, LiveUnit } from '../../shared/protocol';
import type { SeriesTable } from '../../shared/series';
import { EMPTY_TAIL, LiveTail, type TailColumns } from './live-tail';

/** One sample; NaN is a bad one. */
export interface Sample {
  readonly timeMs: number;
  readonly value: number;
}

/** What is known of a work unit's present; a new object for each change. */
export interface UnitPresent {
  /** The newest sample of each series, by {@link unitSeriesKey}. */
  readonly latest: ReadonlyMap<string, Sample>;
  /** How far the source's clock runs ahead of the plant's, in ms; undefined where it does not. */
  readonly sourceAheadMs: number | undefined;
}

export const NOTHING_PRESENT: UnitPresent = { latest: new Map(), sourceAheadMs: undefined };

/** Key of a series within its unit; tables hold no colon, so names may. */
export function unitSeriesKey(table: SeriesTable, name: string): string {
  return `${table}:${name}`;
}

/** The live part of one work unit on this screen: latest values and tails. */
export class UnitLive {
  #present: UnitPresent = NOTHING_PRESENT;
  readonly #tails = new Map<string, LiveTail>();

  get present(): UnitPresent {
    return this.#present;
  }

  tail(table: SeriesTable, name: string): TailColumns {
    return this.#tails.get(unitSeriesKey(table, name))?.columns() ?? EMPTY_TAIL;
  }

  /** From where on the tail of a series holds everything; undefined without a tail. */
  tailFromMs(table: SeriesTable, name: string): number | undefined {
    return this.#tails.get(unitSeriesKey(table, name))?.firstMs();
  }

  /**
   * Merges new samples in; a late row lands in the tail and is no latest value.
   * @param nowMs plant time, which bounds the tails
   */
  merge(unit: LiveUnit, nowMs: number): void {
    const latest = new Map(this.#present.latest);
    for (const series of unit.series) this.#mergeSeries(series, latest, nowMs);
    this.#present = { latest, sourceAheadMs: unit.sourceAheadMs };
  }

  /** The newest samples alone: they do not lead on from the tails, which stay as they are. */
  takeLatest(unit: LiveUnit): void {
    const latest = new Map(this.#present.latest);
    for (const { table, name, timesMs, values } of unit.series) {
      const timeMs = timesMs.at(-1);
      if (timeMs !== undefined) latest.set(unitSeriesKey(table, name), { timeMs, value: values.at(-1) ?? Number.NaN });
    }
    this.#present = { latest, sourceAheadMs: unit.sourceAheadMs };
  }

  #mergeSeries(series: LiveSeries, latest: Map<string, Sample>, nowMs: number): void {
    const key = unitSeriesKey(series.table, series.name);
    const tail = this.#tailOf(key);
    const { replaces } = series;
    if (replaces !== undefined) {
      tail.remove(replaces);
      const known = latest.get(key);
      if (known && known.timeMs >= replaces.fromMs && known.timeMs < replaces.toMs) setLatest(latest, key, tail.last());
    }
    tail.add(series.timesMs, series.values, nowMs);
    const timeMs = series.timesMs.at(-1);
    const known = latest.get(key);
    if (timeMs === undefined || (known !== undefined && known.timeMs > timeMs)) return;
    latest.set(key, { timeMs, value: series.values.at(-1) ?? Number.NaN });
  }

  #tailOf(key: string): LiveTail {
    let tail = this.#tails.get(key);
    if (tail === undefined) {
      tail = new LiveTail();
      this.#tails.set(key, tail);
    }
    return tail;
  }
}

function setLatest(latest: Map<string, Sample>, key: string, sample: Sample | undefined): void {
  if (sample === undefined) latest.delete(key);
  else latest.set(key, sample);
}
