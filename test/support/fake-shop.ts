import type { HistoryAnswer } from '../../src/shared/history-frame';
import type { CatalogueUnit, LiveUnit } from '../../src/shared/protocol';
import { resolutionFor } from '../../src/shared/resolution';
import { BUCKET_MS, OEE_SCORES, type Resolution, type SeriesKey, type SeriesTable } from '../../src/shared/series';
import { emptyBuckets, type Tile } from '../../src/shared/tile';
import { ceilTo, DAY_MS, floorTo, type TimeRange } from '../../src/shared/time';

/** A shop whose every value is a function of unit, series and time: what a fake gateway tells is never stored. */

/**
 * What the shop's clock says when it opens: the spells and holes of its units are those of this moment, whenever a test runs.
 * Of the first six three run, one is slow, one stands, one is silent, and none of a hundred changes within a minute.
 */
const OPENED_AT_MS = Date.UTC(2026, 10, 25, 16, 15, 15);
/** The shop's clock ahead of the machine's, ms, in whole cadences; 0 before it opens. */
let aheadMs = 0;

/** Sets the shop's clock, so that what it makes from now on is the same on every day and at every hour. */
export function openShop(nowMs: number): void {
  aheadMs = floorTo(OPENED_AT_MS - nowMs, CADENCE_MS.oee);
}

export const CADENCE_MS: Readonly<Record<SeriesTable, number>> = { oee: 10_000, metric: 1_000 };
const METRICS = [
  { name: 'temperature', unit: '°C', mean: 82, swing: 9, lowLimit: 60, highLimit: 90 },
  { name: 'pressure', unit: 'bar', mean: 6.1, swing: 0.4, lowLimit: null, highLimit: null },
  { name: 'cycle_time', unit: 's', mean: 12.4, swing: 1.8, lowLimit: null, highLimit: 15 },
  { name: 'vibration', unit: 'mm/s', mean: 2.2, swing: 0.9, lowLimit: null, highLimit: 4.5 },
] as const;
const NAMES = ['Press', 'Moulder', 'Lathe', 'Mill', 'Robot', 'Packer', 'Oven', 'Washer'] as const;
const HOLE_EVERY_MS = 5 * 3_600_000;
/** Wider than what a chart's lines of the grid hide of it. */
const HOLE_MS = 1_200_000;

function noise(seed: number): number {
  const x = Math.sin(seed * 12.9898) * 43758.5453;
  return x - Math.floor(x);
}

/** State code of unit `index` at a time of the shop's: mostly running (1), a spell of another one each half hour. */
export function stateAt(index: number, timeMs: number): number {
  const spell = Math.floor(timeMs / 1_800_000);
  const roll = noise(index * 31 + (spell % 997));
  return roll < 0.55 ? 1 : roll < 0.7 ? 2 : roll < 0.82 ? 3 : roll < 0.92 ? 4 : 5;
}

/** Value of a series of unit `index` by the machine's clock; undefined where the shop was silent. */
export function valueAt(index: number, table: SeriesTable, name: string, machineMs: number): number | undefined {
  const timeMs = machineMs + aheadMs;
  if ((timeMs + index * 1_700_000) % HOLE_EVERY_MS < HOLE_MS) return undefined;
  if (name === 'state') return stateAt(index, timeMs);
  const slow = Math.sin(timeMs / 900_000 + index) * 0.5 + Math.sin(timeMs / 7_100_000 + index * 2) * 0.5;
  const jitter = noise(Math.floor(timeMs / 1_000) % 100_003) - 0.5;
  if (table === 'metric') {
    const metric = METRICS.find((each) => each.name === name);
    return metric && metric.mean + metric.swing * (slow * 0.8 + jitter * 0.4);
  }
  const stopped = stateAt(index, timeMs) === 3;
  const availability = stopped ? 0.2 + 0.05 * jitter : 0.93 + 0.05 * slow + 0.01 * jitter;
  const performance = 0.92 + 0.1 * slow + 0.02 * jitter;
  const quality = 0.985 + 0.01 * slow + 0.004 * jitter;
  const scores = { oee_score: availability * performance * quality, availability, performance, quality };
  return Object.hasOwn(scores, name) ? scores[name as keyof typeof scores] : undefined;
}

/** A catalogue of so many units, six to a line, with 120 days of data; the last of more than six has a temperature alone. */
export function fakeCatalogue(count: number, nowMs: number): CatalogueUnit[] {
  const series = (table: SeriesTable, name: string, more: object = {}) => ({
    table,
    name,
    displayName: null,
    unit: null,
    lowLimit: null,
    highLimit: null,
    target: null,
    cadenceMs: CADENCE_MS[table],
    firstMs: nowMs - 120 * DAY_MS,
    lastMs: nowMs,
    ...more,
  });
  return Array.from({ length: count }, (_, index) => {
    const metrics = METRICS.map(({ name, unit, lowLimit, highLimit }) =>
      series('metric', name, { unit, lowLimit, highLimit }),
    );
    const whole = [...OEE_SCORES.map((name) => series('oee', name)), ...metrics, series('metric', 'state')];
    return {
      workUnitId: `unit-${index + 1}`,
      displayName: `${NAMES[index % NAMES.length]} ${Math.floor(index / NAMES.length) + 1}`,
      line: `Line ${Math.floor(index / 6) + 1}`,
      series: count > 6 && index === count - 1 ? metrics.slice(0, 1) : whole,
    };
  });
}

/** The newest sample of each series of one unit, however old, with what lies in the last `tailMs`: a snapshot. */
export function snapshotUnit(unit: CatalogueUnit, index: number, tailMs: number, nowMs: number): LiveUnit {
  const live = liveUnit(unit, index, nowMs - Math.max(tailMs, 10_000), nowMs);
  if (live.series.length === unit.series.length) return { ...live, touched: [] };
  const older = liveUnit(unit, index, nowMs - 2 * HOLE_MS, nowMs).series;
  const last = older.map((series) => ({
    ...series,
    timesMs: series.timesMs.slice(-1),
    values: series.values.slice(-1),
  }));
  const known = new Set(live.series.map(({ table, name }) => `${table}:${name}`));
  const missing = last.filter(({ table, name }) => !known.has(`${table}:${name}`));
  return { ...live, series: [...live.series, ...missing], touched: [] };
}

/** The samples of one unit in `(afterMs, toMs]` as an update carries them. */
export function liveUnit(unit: CatalogueUnit, index: number, afterMs: number, toMs: number): LiveUnit {
  const series = unit.series.flatMap(({ table, name }) => {
    const timesMs: number[] = [];
    const values: number[] = [];
    for (let at = ceilTo(afterMs + 1, CADENCE_MS[table]); at <= toMs; at += CADENCE_MS[table]) {
      const value = valueAt(index, table, name, at);
      if (value === undefined) continue;
      timesMs.push(at);
      values.push(value);
    }
    return timesMs.length === 0 ? [] : [{ table, name, timesMs, values }];
  });
  const touched = series.map(({ table, timesMs }) => ({ table, fromMs: timesMs[0] ?? toMs, toMs }));
  return { workUnitId: unit.workUnitId, series, touched };
}

function tileOf(key: SeriesKey, index: number, range: TimeRange, resolution: Resolution, nowMs: number): Tile {
  const base = { series: key, asOfMs: nowMs, sealed: false };
  if (resolution === 'raw') {
    const stepMs = CADENCE_MS[key.table];
    const aligned = { fromMs: floorTo(range.fromMs, stepMs), toMs: ceilTo(range.toMs, stepMs) };
    const points: [number, number][] = [];
    for (let at = aligned.fromMs; at < Math.min(aligned.toMs, nowMs); at += stepMs) {
      const value = valueAt(index, key.table, key.name, at);
      if (value !== undefined) points.push([at, value]);
    }
    const timesMs = Float64Array.from(points, ([timeMs]) => timeMs);
    return {
      ...base,
      range: aligned,
      columns: { kind: 'raw', timesMs, values: Float64Array.from(points, ([, v]) => v) },
    };
  }
  const bucketMs = BUCKET_MS[resolution];
  const aligned = { fromMs: floorTo(range.fromMs, bucketMs), toMs: ceilTo(Math.min(range.toMs, nowMs), bucketMs) };
  const columns = emptyBuckets(resolution, (aligned.toMs - aligned.fromMs) / bucketMs);
  for (let bucket = 0; bucket < columns.counts.length; bucket++) {
    const samples = Array.from({ length: 12 }, (_, at) => aligned.fromMs + (bucket + at / 12) * bucketMs)
      .filter((at) => at <= nowMs)
      .flatMap((at) => valueAt(index, key.table, key.name, at) ?? []);
    if (samples.length === 0) continue;
    columns.sums[bucket] = samples.reduce((sum, value) => sum + value, 0);
    columns.counts[bucket] = samples.length;
    columns.mins[bucket] = Math.min(...samples);
    columns.maxs[bucket] = Math.max(...samples);
  }
  return { ...base, range: aligned, columns };
}

export interface FakeHistoryRequest {
  readonly requestId: number;
  readonly series: SeriesKey;
  readonly index: number;
  readonly range: TimeRange;
  readonly pointBudget: number;
  /** In place of the one that fits. */
  readonly level?: Resolution | undefined;
  readonly nowMs: number;
}

/** The answer to a history request for one series. */
export function fakeHistory({
  requestId,
  series,
  index,
  range,
  pointBudget,
  level,
  nowMs,
}: FakeHistoryRequest): HistoryAnswer {
  const lengthMs = range.toMs - range.fromMs;
  const steps = [['raw', CADENCE_MS[series.table]], ...Object.entries(BUCKET_MS)] as [Resolution, number][];
  const available = steps.map(([resolution, stepMs]) => ({ resolution, expectedPoints: lengthMs / stepMs }));
  const resolution = level ?? resolutionFor(range, pointBudget, available);
  const completeToMs = resolution === 'raw' ? nowMs : floorTo(nowMs, BUCKET_MS[resolution]);
  return {
    requestId,
    series,
    range,
    resolution,
    cadenceMs: CADENCE_MS[series.table],
    completeToMs: Math.min(completeToMs, range.toMs),
    asOfMs: Math.min(completeToMs, range.toMs),
    revised: [],
    missing: [],
    missingReason: null,
    preparing: [],
    before: null,
    after: null,
    tiles: [tileOf(series, index, range, resolution, nowMs)],
  };
}
