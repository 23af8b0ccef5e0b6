import type { SeriesTable } from '../../shared/series';

/** Samples of one series in columns. NaN is a bad sample. */
export interface SeriesSamples {
  readonly table: SeriesTable;
  readonly name: string;
  /** Plant times in ms, as many as there are values. */
  readonly timesMs: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Samples of one work unit, a series each. */
export interface UnitSamples {
  readonly workUnitId: string;
  readonly series: readonly SeriesSamples[];
}

/** Samples in canonical order (see {@link compareSamples}); the two columns are of one length. */
export interface SampleColumns {
  readonly timesMs: readonly number[];
  readonly values: readonly number[];
}

export const NO_SAMPLES: SampleColumns = { timesMs: [], values: [] };

/** Beyond this a finite value would overflow sums: it counts as bad, as the aggregates have it. */
const LARGEST_GOOD_MAGNITUDE = 1e150;

/** The value itself, or NaN where it is bad: NaN, infinite or beyond 1e150. */
export function goodOrNaN(value: number): number {
  return Math.abs(value) <= LARGEST_GOOD_MAGNITUDE ? value : Number.NaN;
}

/**
 * Canonical order: by time, at one time by value, bad samples first. Rows of one time have no order in the table;
 * this one makes the same rows give the same "latest" on every screen, and a good value wins over a bad one.
 */
export function compareSamples(timeA: number, valueA: number, timeB: number, valueB: number): number {
  if (timeA !== timeB) return timeA - timeB;
  const badA = Number.isNaN(valueA);
  const badB = Number.isNaN(valueB);
  if (badA || badB) return Number(badB) - Number(badA);
  return valueA - valueB;
}

/** The samples within `[fromMs, toMs)`, bad ones as NaN, in canonical order. Samples without a finite time are left out. */
export function canonicalSamples(samples: SeriesSamples, fromMs: number, toMs: number): SampleColumns {
  const timesMs: number[] = [];
  const values: number[] = [];
  let sorted = true;
  for (let row = 0; row < samples.timesMs.length; row += 1) {
    const timeMs = samples.timesMs[row] ?? Number.NaN;
    if (!(timeMs >= fromMs && timeMs < toMs && Number.isFinite(timeMs))) continue;
    const value = goodOrNaN(samples.values[row] ?? Number.NaN);
    const last = timesMs.length - 1;
    sorted &&= last < 0 || compareSamples(timesMs[last] ?? 0, values[last] ?? 0, timeMs, value) <= 0;
    timesMs.push(timeMs);
    values.push(value);
  }
  return sorted ? { timesMs, values } : sortSamples({ timesMs, values });
}

/** The same samples in canonical order. */
export function sortSamples(samples: SampleColumns): SampleColumns {
  const { timesMs, values } = samples;
  const order = timesMs.map((_, row) => row);
  order.sort((a, b) => compareSamples(timesMs[a] ?? 0, values[a] ?? 0, timesMs[b] ?? 0, values[b] ?? 0));
  return { timesMs: order.map((row) => timesMs[row] ?? 0), values: order.map((row) => values[row] ?? 0) };
}

/** What must be added to `known` and removed from it to make `truth`. Two equal samples are two: each counts. */
export interface SampleDifference {
  readonly added: SampleColumns;
  readonly removed: SampleColumns;
}

/** Both in canonical order, and so are the answers. */
export function diffSamples(known: SampleColumns, truth: SampleColumns): SampleDifference {
  const added = { timesMs: [] as number[], values: [] as number[] };
  const removed = { timesMs: [] as number[], values: [] as number[] };
  let k = 0;
  let t = 0;
  while (k < known.timesMs.length || t < truth.timesMs.length) {
    const order = compareHeads(known, k, truth, t);
    if (order < 0) push(removed, known, k);
    if (order > 0) push(added, truth, t);
    if (order <= 0) k += 1;
    if (order >= 0) t += 1;
  }
  return { added, removed };
}

function compareHeads(a: SampleColumns, atA: number, b: SampleColumns, atB: number): number {
  if (atA >= a.timesMs.length) return 1;
  if (atB >= b.timesMs.length) return -1;
  return compareSamples(a.timesMs[atA] ?? 0, a.values[atA] ?? 0, b.timesMs[atB] ?? 0, b.values[atB] ?? 0);
}

function push(to: { timesMs: number[]; values: number[] }, from: SampleColumns, at: number): void {
  to.timesMs.push(from.timesMs[at] ?? 0);
  to.values.push(from.values[at] ?? 0);
}
