import type { LiveSeries, LiveUnit } from '../../shared/protocol';
import type { SeriesTable } from '../../shared/series';
import { MINUTE_MS, SECOND_MS } from '../../shared/time';
import { BatchBuilder, type ChangeBatch, touchedBy } from './change-batch';
import type { LiveClock } from './live-clock';
import { AVERAGE_SPAN_MS } from './recent-averages';
import type { RecentSamples } from './recent-samples';
import type { SeriesSamples } from './samples';

export interface LiveMirrorOptions {
  /** Written by this mirror alone. */
  readonly recent: RecentSamples;
  /** With the plant's time as the appliance tells it. */
  readonly clock: LiveClock;
  readonly onBatch: (batch: ChangeBatch) => void;
}

/** A snapshot begins as long before its making as was asked for; it may have been on its way for so long. */
const TAIL_SLACK_MS = 5 * SECOND_MS;
/** Rows may be committed this much later than newer ones, see the feed's overlap; a minute covers lagging units as well. */
const SEEN_OVERLAP_MS = MINUTE_MS;
const TABLES = ['metric', 'oee'] as const satisfies readonly SeriesTable[];

/**
 * The live values of another appliance, in our own ring: a snapshot replaces the stretch that it covers, updates come on
 * top, and what differs from what was known is passed on. So whatever was missed while it was away is passed on once.
 */
export class LiveMirror {
  readonly #options: LiveMirrorOptions;
  /** Since this plant time the ring holds everything; undefined before the first snapshot. */
  #wholeSinceMs: number | undefined;
  /** Plant time of the last word while all was followed. */
  #seenMs: number | undefined;
  #ringStartMs = Number.NEGATIVE_INFINITY;
  #sequence = 0;
  #isFollowing = false;

  constructor(options: LiveMirrorOptions) {
    this.#options = options;
  }

  /** Whether every change is being told of just now. */
  get isFollowing(): boolean {
    return this.#isFollowing;
  }

  /** Whether the ring reaches back as far as averages need. */
  get isFilled(): boolean {
    const sinceMs = this.#wholeSinceMs;
    return sinceMs !== undefined && sinceMs <= this.#options.clock.plantNowMs() - AVERAGE_SPAN_MS;
  }

  /**
   * Everything as of a sequence number.
   * @param units all units that the appliance has
   * @param tailMs how far back the samples reach
   */
  takeSnapshot(sequence: number, units: readonly LiveUnit[], tailMs: number): void {
    const ringStartMs = this.#ringStart();
    const fromMs = Math.max(ringStartMs, this.#options.clock.plantNowMs() - tailMs + TAIL_SLACK_MS);
    const batch = new BatchBuilder();
    const isFirst = this.#wholeSinceMs === undefined;
    const byUnit = new Map(units.map((unit) => [unit.workUnitId, unit]));
    const known = this.#options.recent.workUnitIds();
    for (const workUnitId of new Set([...byUnit.keys(), ...known])) {
      this.#replaceUnit(batch, byUnit.get(workUnitId) ?? { workUnitId, series: [], touched: [] }, { fromMs, isFirst });
    }
    this.#noteHole(batch, [...byUnit.keys()], fromMs);
    this.#sequence = sequence;
    this.#isFollowing = true;
    this.#emit(batch);
  }

  takeUpdate(sequence: number, units: readonly LiveUnit[]): void {
    // What the snapshot held already may still be under way from before it.
    if (!this.#isFollowing || sequence <= this.#sequence) return;
    this.#sequence = sequence;
    const ringStartMs = this.#ringStart();
    const batch = new BatchBuilder();
    for (const unit of units) {
      for (const series of unit.series) {
        const change = this.#change(unit.workUnitId, series, ringStartMs);
        if (change !== undefined) batch.series(unit.workUnitId, [change]);
      }
      for (const range of unit.touched) batch.touched(unit.workUnitId, range);
      this.#noteAhead(batch, unit);
    }
    this.heard();
    this.#emit(batch);
  }

  /** What was missed follows as updates: they come on top of what is known. */
  takeResumed(): void {
    if (this.#wholeSinceMs !== undefined) this.#isFollowing = true;
  }

  /** A sign of life while following: nothing was missed up to now. */
  heard(): void {
    if (this.#isFollowing) this.#seenMs = this.#options.clock.plantNowMs();
  }

  /** The appliance is away, or says that it has left something out: the next snapshot tells what was missed. */
  lost(): void {
    this.#isFollowing = false;
  }

  forget(workUnitId: string): void {
    this.#options.recent.forget(workUnitId);
  }

  #replaceUnit(
    batch: BatchBuilder,
    unit: LiveUnit,
    { fromMs, isFirst }: { readonly fromMs: number; readonly isFirst: boolean },
  ): void {
    const { recent } = this.#options;
    const { workUnitId } = unit;
    const given = new Map(unit.series.map((series) => [`${series.table} ${series.name}`, samplesOf(series)]));
    const all = new Map(recent.seriesOf(workUnitId).map(({ table, name }) => [`${table} ${name}`, none(table, name)]));
    for (const [key, samples] of given) all.set(key, samples);
    for (const samples of all.values()) {
      // Of a silent series the latest sample is given, however old, and nothing is newer; of one without samples nothing is left.
      const firstMs = samples.timesMs[0] ?? Number.NEGATIVE_INFINITY;
      const range = { fromMs: Math.min(fromMs, firstMs), toMs: Number.POSITIVE_INFINITY };
      const change = recent.replaceSeries(workUnitId, samples, range, this.#ringStart());
      if (change === undefined) continue;
      batch.series(workUnitId, [change]);
      const touched = isFirst ? undefined : touchedBy(change);
      if (touched !== undefined) batch.touched(workUnitId, touched);
    }
    this.#noteAhead(batch, unit);
  }

  /** What lies between the last word and the beginning of the snapshot is in neither: history is to be asked for it again. */
  #noteHole(batch: BatchBuilder, workUnitIds: readonly string[], fromMs: number): void {
    const seenMs = this.#seenMs === undefined ? undefined : this.#seenMs - SEEN_OVERLAP_MS;
    const hasHole = seenMs !== undefined && seenMs < fromMs;
    if (this.#wholeSinceMs === undefined || (hasHole && (this.#seenMs ?? 0) < fromMs)) this.#wholeSinceMs = fromMs;
    this.#seenMs = this.#options.clock.plantNowMs();
    if (!hasHole) return;
    for (const workUnitId of workUnitIds) {
      for (const table of TABLES) batch.touched(workUnitId, { table, fromMs: seenMs, toMs: fromMs });
    }
  }

  #change(workUnitId: string, series: LiveSeries, ringStartMs: number) {
    const { recent } = this.#options;
    const samples = samplesOf(series);
    return series.replaces === undefined
      ? recent.addSamples(workUnitId, samples, ringStartMs)
      : recent.replaceSeries(workUnitId, samples, series.replaces, ringStartMs);
  }

  #noteAhead(batch: BatchBuilder, { workUnitId, sourceAheadMs }: LiveUnit): void {
    if (sourceAheadMs !== undefined) batch.ahead(workUnitId, this.#options.clock.plantNowMs() + sourceAheadMs);
  }

  /** Never goes back: rows once dropped from the ring must not come as new when the plant's clock is set back. */
  #ringStart(): number {
    const { clock, recent } = this.#options;
    this.#ringStartMs = Math.max(this.#ringStartMs, Math.floor(clock.plantNowMs()) - recent.ringMs);
    return this.#ringStartMs;
  }

  #emit(batch: BatchBuilder): void {
    const built = batch.build();
    if (built !== undefined) this.#options.onBatch(built);
  }
}

function samplesOf({ table, name, timesMs, values }: LiveSeries): SeriesSamples {
  return { table, name, timesMs, values: values.map((value) => value ?? Number.NaN) };
}

function none(table: SeriesTable, name: string): SeriesSamples {
  return { table, name, timesMs: [], values: [] };
}
