import type { LiveSeries, LiveUnit } from '../../shared/protocol';
import { intersect, type TimeRange } from '../../shared/time';
import type { TouchedRange, UnitChange } from './change-batch';
import type { RecentSamples, SeriesChange } from './recent-samples';
import { type SampleColumns, sortSamples } from './samples';

/** More stretches than this per unit and table become the one that covers them all. */
const MAX_TOUCHED_RANGES = 32;

interface PendingSeries {
  readonly table: SeriesChange['table'];
  readonly name: string;
  readonly timesMs: number[];
  readonly values: number[];
  /** Set where rows were removed: the stretch whose present content is sent instead of the added rows. */
  replaces?: { fromMs: number; toMs: number };
}

/** What has changed in one unit since the last update: any number of changes become one. */
export class PendingUnit {
  readonly #workUnitId: string;
  readonly #series = new Map<string, PendingSeries>();
  #touched: TouchedRange[] = [];

  constructor(workUnitId: string) {
    this.#workUnitId = workUnitId;
  }

  add(change: UnitChange): void {
    for (const series of change.series) this.#addSeries(series);
    for (const range of change.touched) this.#touched = withRange(this.#touched, range);
  }

  /** The update of this unit; where rows were removed, with what `recent` holds now. */
  toLiveUnit(recent: RecentSamples, sourceAheadMs: number | undefined): LiveUnit {
    return {
      workUnitId: this.#workUnitId,
      series: [...this.#series.values()].map((series) => this.#toLiveSeries(series, recent)),
      touched: this.#touched.map((range) => ({ ...range })),
      ...(sourceAheadMs === undefined ? {} : { sourceAheadMs }),
    };
  }

  #addSeries({ table, name, added, removed, replaced }: SeriesChange): void {
    const key = `${table}:${name}`;
    let series = this.#series.get(key);
    if (series === undefined) {
      series = { table, name, timesMs: [], values: [] };
      this.#series.set(key, series);
    }
    for (const [row, timeMs] of added.timesMs.entries()) {
      series.timesMs.push(timeMs);
      series.values.push(added.values[row] ?? Number.NaN);
    }
    const firstMs = removed.timesMs[0];
    const lastMs = removed.timesMs.at(-1);
    if (firstMs !== undefined && lastMs !== undefined) replace(series, { fromMs: firstMs, toMs: lastMs + 1 });
    if (replaced !== undefined) replace(series, replaced);
  }

  #toLiveSeries(series: PendingSeries, recent: RecentSamples): LiveSeries {
    const { table, name, replaces } = series;
    if (replaces === undefined) return liveSeries(table, name, sortSamples(series));
    const [firstMs, endMs] = bounds(series);
    // Where the newest row itself is gone, the one that is the latest now goes along: a viewer may have dropped it as old.
    const newestMs = recent.newestMs(this.#workUnitId, table, name) ?? replaces.fromMs;
    const fromMs = Math.min(replaces.fromMs, firstMs, newestMs);
    const toMs = Math.max(replaces.toMs, endMs);
    const now = recent.range(this.#workUnitId, table, name, fromMs, toMs);
    return { ...liveSeries(table, name, now), replaces: { fromMs, toMs } };
  }
}

/** Widens what is sent anew by a stretch. */
function replace(series: PendingSeries, { fromMs, toMs }: TimeRange): void {
  const { replaces } = series;
  series.replaces = {
    fromMs: Math.min(replaces?.fromMs ?? fromMs, fromMs),
    toMs: Math.max(replaces?.toMs ?? toMs, toMs),
  };
}

/** One series as the wire has it: bad samples are null. */
export function liveSeries(table: SeriesChange['table'], name: string, samples: SampleColumns): LiveSeries {
  return {
    table,
    name,
    timesMs: [...samples.timesMs],
    values: samples.values.map((value) => (Number.isNaN(value) ? null : value)),
  };
}

/** Half-open; an empty stretch (Infinity to -Infinity) where nothing was added. */
function bounds({ timesMs }: PendingSeries): readonly [number, number] {
  const firstMs = timesMs.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const lastMs = timesMs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return [firstMs, lastMs + 1];
}

/** The ranges with one more; those that meet become one. */
function withRange(ranges: readonly TouchedRange[], range: TouchedRange): TouchedRange[] {
  const meeting = ranges.filter((known) => known.table === range.table && meets(known, range));
  const merged = [...meeting, range].reduce(hull);
  const others = ranges.filter((known) => !meeting.includes(known));
  const sameTable = others.filter((known) => known.table === range.table);
  if (sameTable.length < MAX_TOUCHED_RANGES) return [...others, merged];
  return [...others.filter((known) => known.table !== range.table), [...sameTable, merged].reduce(hull)];
}

function meets(a: TouchedRange, b: TouchedRange): boolean {
  return a.fromMs === b.toMs || b.fromMs === a.toMs || intersect(a, b) !== undefined;
}

function hull(a: TouchedRange, b: TouchedRange): TouchedRange {
  return { table: a.table, fromMs: Math.min(a.fromMs, b.fromMs), toMs: Math.max(a.toMs, b.toMs) };
}
