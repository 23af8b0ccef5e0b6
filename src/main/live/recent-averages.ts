import type { SeriesTable } from '../../shared/series';
import { MINUTE_MS, type TimeRange } from '../../shared/time';
import type { RecentSamples } from './recent-samples';

/** The span of the averages, ms: half of the ring, so that it is whole whenever the ring is filled. */
export const AVERAGE_SPAN_MS = 5 * MINUTE_MS;

/** Average and latest value of one series; bad samples are in neither average nor count. */
export interface SeriesAverage {
  readonly table: SeriesTable;
  readonly name: string;
  readonly count: number;
  /** Undefined where there is no good sample. */
  readonly average: number | undefined;
  readonly latestMs: number;
  /** NaN is a bad sample. */
  readonly latest: number;
}

export interface UnitAverages {
  readonly workUnitId: string;
  readonly series: readonly SeriesAverage[];
}

/**
 * Average and latest of the last minutes per unit and metric, from what is at hand: however many units there are and
 * screens that want to know, the plant is not asked.
 * @param range half-open; series without a sample in it are left out
 * @param isFilled whether all of a unit's table is at hand as far back as the ring reaches
 */
export function recentAverages(
  recent: RecentSamples,
  { fromMs, toMs }: TimeRange,
  isFilled: (workUnitId: string, table: SeriesTable) => boolean,
): readonly UnitAverages[] {
  return recent.workUnitIds().flatMap((workUnitId) => {
    const series = recent.unit(workUnitId, fromMs).flatMap(({ table, name, timesMs, values, knownFromMs }) => {
      // Of a series that was cut for want of room only a part of the stretch may be left.
      if (!isFilled(workUnitId, table) || knownFromMs > fromMs) return [];
      const within = values.filter((_, at) => (timesMs[at] ?? fromMs) >= fromMs && (timesMs[at] ?? toMs) < toMs);
      const last = timesMs.findLastIndex((timeMs) => timeMs >= fromMs && timeMs < toMs);
      const latestMs = timesMs[last];
      if (latestMs === undefined) return [];
      const good = within.filter((value) => !Number.isNaN(value));
      const average = good.length === 0 ? undefined : good.reduce((sum, value) => sum + value, 0) / good.length;
      return [{ table, name, count: good.length, average, latestMs, latest: values[last] ?? Number.NaN }];
    });
    return series.length === 0 ? [] : [{ workUnitId, series }];
  });
}
