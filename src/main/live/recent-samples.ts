import type { SeriesTable } from '../../shared/series';
import { MINUTE_MS, type TimeRange } from '../../shared/time';
import { nextAfter, RecentSeries } from './recent-series';
import {
  canonicalSamples,
  NO_SAMPLES,
  type SampleColumns,
  type SeriesSamples,
  sortSamples,
  type UnitSamples,
} from './samples';

export interface RecentSamplesPolicy {
  /** How far back rows are kept, in ms. */
  readonly ringMs: number;
  /** Rows kept per series; the oldest are dropped first and counted. */
  readonly maxSamplesPerSeries: number;
  /** Series kept per work unit; further names are ignored and counted. */
  readonly maxSeriesPerUnit: number;
  /** Rows kept in all: above it the longest series are cut to half their bound, the oldest first, and counted. */
  readonly maxSamples: number;
}

export const DEFAULT_RECENT_SAMPLES_POLICY: RecentSamplesPolicy = {
  ringMs: 10 * MINUTE_MS,
  // 33 samples a second over the whole ring; 320 kB a series.
  maxSamplesPerSeries: 20_000,
  maxSeriesPerUnit: 2_000,
  // 128 MB: a thousand units with ten series a second each.
  maxSamples: 8_000_000,
};

/** Below so many rows a series is not cut for the sake of the others, however many there are. */
const LEAST_SAMPLES_PER_SERIES = 16;

/** One work unit's part of one table over a stretch of plant time, half-open. */
export interface ReadWindow {
  readonly workUnitId: string;
  readonly table: SeriesTable;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A unit's series as far as they are known. */
export interface UnitInHand {
  readonly workUnitId: string;
  /** newestMs: time of the newest sample; -Infinity where none is left. */
  readonly series: readonly { readonly table: SeriesTable; readonly name: string; readonly newestMs: number }[];
}

/** What a read changed in one series. */
export interface SeriesChange {
  readonly table: SeriesTable;
  readonly name: string;
  readonly added: SampleColumns;
  readonly removed: SampleColumns;
  /** Time of the newest sample known before; -Infinity where there was none. */
  readonly newestBeforeMs: number;
  /** Half-open, ms; given where whoever knows other samples of this stretch is to drop them. */
  readonly replaced?: TimeRange;
}

interface KnownSeries {
  readonly table: SeriesTable;
  readonly name: string;
  readonly recent: RecentSeries;
}

/**
 * The last ten minutes of every followed series and its latest value, equal to what the plant's tables held when
 * they were last read. The feed writes it (a read replaces the range that it covers), the hub answers from it.
 */
export class RecentSamples {
  readonly #units = new Map<string, Map<string, KnownSeries>>();
  readonly #policy: RecentSamplesPolicy;
  #samples = 0;
  #droppedSamples = 0;
  #ignoredSeries = 0;
  /** At most the policy's; less while there are too many rows in all. */
  #maxSamplesPerSeries: number;

  constructor(policy: RecentSamplesPolicy = DEFAULT_RECENT_SAMPLES_POLICY) {
    this.#policy = policy;
    this.#maxSamplesPerSeries = policy.maxSamplesPerSeries;
  }

  get ringMs(): number {
    return this.#policy.ringMs;
  }

  /** For diagnostics: what is held, and what the bounds have cost so far. */
  get counters(): { readonly samples: number; readonly droppedSamples: number; readonly ignoredSeries: number } {
    return { samples: this.#samples, droppedSamples: this.#droppedSamples, ignoredSeries: this.#ignoredSeries };
  }

  /**
   * Makes the window hold exactly what was read.
   * @param read all rows of the window; rows outside it are left aside
   * @param ringStartMs older rows are dropped, but for each series' latest value
   */
  replaceWindow(window: ReadWindow, read: readonly SeriesSamples[], ringStartMs: number): readonly SeriesChange[] {
    const truth = new Map(
      read
        .filter((series) => series.table === window.table)
        .map((series) => [series.name, canonicalSamples(series, window.fromMs, window.toMs)]),
    );
    const names = new Set([...truth.keys(), ...this.#namesOf(window.workUnitId, window.table)]);
    const changes: SeriesChange[] = [];
    for (const name of names) {
      const samples = truth.get(name) ?? NO_SAMPLES;
      const change = this.#replaceSeries(window, name, samples, ringStartMs);
      if (change !== undefined) changes.push(change);
    }
    return changes;
  }

  /**
   * Takes over the latest sample of each series where the ring holds none: a silent series shows its last value.
   * @param latest the unit's newest row per series; a silent series that is not named has no rows left
   */
  takeLatest(latest: UnitSamples, ringStartMs: number): readonly SeriesChange[] {
    const changes: SeriesChange[] = [];
    const named = new Set<string>();
    for (const series of latest.series) {
      named.add(keyOf(series.table, series.name));
      const known = this.#seriesOf(latest.workUnitId, series.table, series.name);
      const all = canonicalSamples(series, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
      if (known !== undefined) changes.push(...this.#takeLatestOf(known, all, ringStartMs));
    }
    for (const [key, known] of this.#units.get(latest.workUnitId) ?? []) {
      if (!named.has(key)) changes.push(...this.#takeLatestOf(known, NO_SAMPLES, ringStartMs));
    }
    return changes;
  }

  /** Makes `[range.fromMs, range.toMs)` of one series hold exactly these samples. */
  replaceSeries(
    workUnitId: string,
    samples: SeriesSamples,
    { fromMs, toMs }: TimeRange,
    ringStartMs: number,
  ): SeriesChange | undefined {
    const window = { workUnitId, table: samples.table, fromMs, toMs };
    return this.#replaceSeries(window, samples.name, canonicalSamples(samples, fromMs, toMs), ringStartMs);
  }

  /** Adds samples to one series, beside what is known at their times: two equal samples are two. */
  addSamples(workUnitId: string, samples: SeriesSamples, ringStartMs: number): SeriesChange | undefined {
    const { table, name } = samples;
    const added = canonicalSamples(samples, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    const [fromMs, lastMs] = [added.timesMs[0], added.timesMs.at(-1)];
    if (fromMs === undefined || lastMs === undefined) return undefined;
    const toMs = nextAfter(lastMs);
    const known = this.range(workUnitId, table, name, fromMs, toMs);
    const truth = sortSamples({
      timesMs: [...known.timesMs, ...added.timesMs],
      values: [...known.values, ...added.values],
    });
    return this.#replaceSeries({ workUnitId, table, fromMs, toMs }, name, truth, ringStartMs);
  }

  seriesOf(workUnitId: string): UnitInHand['series'] {
    const known = this.#units.get(workUnitId)?.values() ?? [];
    return [...known].map(({ table, name, recent }) => ({ table, name, newestMs: recent.newestMs }));
  }

  /** True where a series of this table has no sample in the ring, or no series is known. */
  hasSilentSeries(workUnitId: string, table: SeriesTable, ringStartMs: number): boolean {
    const known = [...(this.#units.get(workUnitId)?.values() ?? [])].filter((series) => series.table === table);
    return known.length === 0 || known.some((series) => series.recent.newestMs < ringStartMs);
  }

  workUnitIds(): readonly string[] {
    return [...this.#units.keys()];
  }

  /** All series of a unit with their samples since `fromMs`; at least the latest value of each. */
  unit(
    workUnitId: string,
    fromMs: number,
  ): readonly (SampleColumns & { table: SeriesTable; name: string; knownFromMs: number })[] {
    return [...(this.#units.get(workUnitId)?.values() ?? [])]
      .filter(({ recent }) => recent.sampleCount > 0)
      .map(({ table, name, recent }) => {
        const { knownFromMs, newestMs } = recent;
        return { table, name, knownFromMs, ...recent.slice(Math.min(fromMs, newestMs)) };
      });
  }

  /** Drops the samples of a unit's table from `fromMs` on: the clock says now that they are not due. */
  dropFrom(workUnitId: string, table: SeriesTable, fromMs: number): readonly SeriesChange[] {
    const known = [...(this.#units.get(workUnitId)?.values() ?? [])].filter((series) => series.table === table);
    return known.flatMap((series) => {
      const newestBeforeMs = series.recent.newestMs;
      const difference = this.#replace(series.recent, fromMs, Number.POSITIVE_INFINITY, NO_SAMPLES);
      return changeOf(series, difference, newestBeforeMs) ?? [];
    });
  }

  /** Samples of one series within `[fromMs, toMs)`. */
  range(workUnitId: string, table: SeriesTable, name: string, fromMs: number, toMs: number): SampleColumns {
    return this.#units.get(workUnitId)?.get(keyOf(table, name))?.recent.slice(fromMs, toMs) ?? NO_SAMPLES;
  }

  /** Time of the latest sample of one series; undefined where none is known. */
  newestMs(workUnitId: string, table: SeriesTable, name: string): number | undefined {
    const recent = this.#units.get(workUnitId)?.get(keyOf(table, name))?.recent;
    return recent === undefined || recent.sampleCount === 0 ? undefined : recent.newestMs;
  }

  forget(workUnitId: string): void {
    for (const { recent } of this.#units.get(workUnitId)?.values() ?? []) this.#samples -= recent.sampleCount;
    this.#units.delete(workUnitId);
  }

  #replaceSeries(window: ReadWindow, name: string, truth: SampleColumns, ringStartMs: number) {
    const series = this.#seriesOf(window.workUnitId, window.table, name);
    if (series === undefined) return undefined;
    const newestBeforeMs = series.recent.newestMs;
    const difference = this.#replace(series.recent, window.fromMs, window.toMs, truth);
    this.#evict(series.recent, ringStartMs);
    this.#keepWithinBound(ringStartMs);
    return changeOf(series, difference, newestBeforeMs);
  }

  #takeLatestOf({ table, name, recent }: KnownSeries, latest: SampleColumns, ringStartMs: number): SeriesChange[] {
    // What has left the ring must not look deleted because this read does not name it.
    this.#evict(recent, ringStartMs);
    const newestBeforeMs = recent.newestMs;
    const givenMs = latest.timesMs.at(-1) ?? Number.NEGATIVE_INFINITY;
    if (givenMs === newestBeforeMs && recent.holds(givenMs, latest.values.at(-1) ?? Number.NaN)) return [];
    // A series with rows in the ring is known better by its own reads than by this one.
    if (newestBeforeMs >= ringStartMs && givenMs <= newestBeforeMs) return [];
    const fromMs = newestBeforeMs >= ringStartMs ? givenMs : Number.NEGATIVE_INFINITY;
    const difference = this.#replace(recent, fromMs, Number.POSITIVE_INFINITY, latest);
    // A newer row does not mean that the one known before is gone from the table: it has only left the ring.
    const { added, removed } = difference;
    const told = givenMs > newestBeforeMs ? { added, removed: NO_SAMPLES } : { added, removed };
    return [changeOf({ table, name }, told, newestBeforeMs)].filter((change) => change !== undefined);
  }

  #replace(recent: RecentSeries, fromMs: number, toMs: number, truth: SampleColumns) {
    const before = recent.sampleCount;
    const difference = recent.replace(fromMs, toMs, truth);
    this.#samples += recent.sampleCount - before;
    return difference;
  }

  #evict(recent: RecentSeries, ringStartMs: number): void {
    const before = recent.sampleCount;
    this.#droppedSamples += recent.evict(ringStartMs, this.#maxSamplesPerSeries);
    this.#samples += recent.sampleCount - before;
  }

  /** Halves the bound of each series while there are too many rows in all; it widens again when there is room. */
  #keepWithinBound(ringStartMs: number): void {
    const { maxSamples, maxSamplesPerSeries } = this.#policy;
    while (this.#samples > maxSamples && this.#maxSamplesPerSeries > LEAST_SAMPLES_PER_SERIES) {
      this.#maxSamplesPerSeries = Math.floor(this.#maxSamplesPerSeries / 2);
      for (const unit of this.#units.values()) for (const { recent } of unit.values()) this.#evict(recent, ringStartMs);
    }
    if (this.#samples < maxSamples / 4)
      this.#maxSamplesPerSeries = Math.min(this.#maxSamplesPerSeries * 2, maxSamplesPerSeries);
  }

  #namesOf(workUnitId: string, table: SeriesTable): string[] {
    const known = this.#units.get(workUnitId)?.values() ?? [];
    return [...known].filter((series) => series.table === table).map((series) => series.name);
  }

  #seriesOf(workUnitId: string, table: SeriesTable, name: string): KnownSeries | undefined {
    let unit = this.#units.get(workUnitId);
    if (unit === undefined) {
      unit = new Map();
      this.#units.set(workUnitId, unit);
    }
    const known = unit.get(keyOf(table, name));
    if (known !== undefined) return known;
    if (unit.size >= this.#policy.maxSeriesPerUnit) {
      this.#ignoredSeries += 1;
      return undefined;
    }
    const series = { table, name, recent: new RecentSeries() };
    unit.set(keyOf(table, name), series);
    return series;
  }
}

function keyOf(table: SeriesTable, name: string): string {
  return `${table}:${name}`;
}

function changeOf(
  series: { readonly table: SeriesTable; readonly name: string },
  difference: { readonly added: SampleColumns; readonly removed: SampleColumns },
  newestBeforeMs: number,
): SeriesChange | undefined {
  const { added, removed } = difference;
  if (added.timesMs.length + removed.timesMs.length === 0) return undefined;
  return { table: series.table, name: series.name, added, removed, newestBeforeMs };
}
