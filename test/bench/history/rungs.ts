import type { SeriesKey } from '../../../src/shared/series';
import { DAY_MS, HOUR_MS, type TimeRange } from '../../../src/shared/time';
import { type BenchPlant, FAST_UNIT, METRIC_NAME } from './bench-plant';

/** A length of chart, and where such charts may lie. */
export interface Rung {
  readonly name: string;
  readonly lengthMs: number;
  readonly units: readonly string[];
  readonly within: TimeRange;
}

export interface ChartRequest {
  readonly series: SeriesKey[];
  readonly range: TimeRange;
}

/** The ladder's rungs, and the first one of a series at 1 Hz, which the 1min level serves. */
export function rungsOf(plant: BenchPlant): readonly Rung[] {
  const { metricRange, metricUnits, fastRange } = plant;
  const longestMs = metricRange.toMs - metricRange.fromMs;
  const slow = (name: string, lengthMs: number): Rung => ({ name, lengthMs, units: metricUnits, within: metricRange });
  return [
    { name: '1h_of_1hz', lengthMs: HOUR_MS, units: [FAST_UNIT], within: fastRange },
    slow('1h', HOUR_MS),
    slow('6h', 6 * HOUR_MS),
    slow('48h', 2 * DAY_MS),
    slow('20d', 20 * DAY_MS),
    slow('all', longestMs),
  ];
}

/** A chart of one series at a place chosen at random. */
export function requestAt(rung: Rung, random: () => number): ChartRequest {
  const unit = rung.units[Math.floor(random() * rung.units.length)] ?? '';
  const roomMs = rung.within.toMs - rung.within.fromMs - rung.lengthMs;
  const fromMs = rung.within.fromMs + Math.floor(random() * roomMs);
  return {
    series: [{ table: 'metric', workUnitId: unit, name: METRIC_NAME }],
    range: { fromMs, toMs: fromMs + rung.lengthMs },
  };
}
