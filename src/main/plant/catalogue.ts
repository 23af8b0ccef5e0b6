import type { PlantCalendar } from '../../shared/calendar/calendar-rules';
import type { CatalogueSeries, CatalogueUnit } from '../../shared/protocol';
import {
  BUCKET_RESOLUTIONS,
  type BucketResolution,
  type Resolution,
  type SeriesKey,
  type SeriesTable,
  seriesKeyText,
} from '../../shared/series';
import { MINUTE_MS, SECOND_MS, type TimeRange } from '../../shared/time';
import { CalendarReading } from './calendar-reading';
import { catalogueUnits, differsBeyondAge, type KnownSeries, knownKey, mergeSeen } from './catalogue-merge';
import { type CatalogueRecord, type KnownAbilities, knownAbilities } from './catalogue-record';
import type { Sweep, SweepRequest } from './catalogue-sweep';
import type { PlantTimers } from './clock';
import { expectedRows, MAX_EXPECTED_ROWS } from './computed-levels';
import { PeriodicTask } from './periodic-task';
import type { PlantAbilities } from './statements/abilities';
import { type KeptFor, NO_RETENTION, type Retention } from './statements/retention';

export interface CatalogueOptions {
  readonly sweep: (request: SweepRequest, signal: AbortSignal) => Promise<Sweep>;
  readonly timers: PlantTimers;
  readonly plantNowMs: () => number;
  /** Told of a sweep that failed; the catalogue stays as it was. */
  readonly onTrouble: (error: Error) => void;
  /** Told after each sweep of all that is known by then. */
  readonly onSwept?: (record: CatalogueRecord) => void;
  /** Whether somebody else sweeps just now and tells of what has changed: then we look seldom, for the ages. */
  readonly isTold?: () => boolean;
  readonly policy?: CataloguePolicy;
}

export interface CataloguePolicy {
  readonly everyMs: number;
  /** The same while somebody else tells of changes. */
  readonly toldEveryMs: number;
  /** From one sweep over the whole past to the next: what has been silent for hours changes rarely. */
  readonly wholeEveryMs: number;
  /** After a new series has been seen, every sweep is a whole one for so long. */
  readonly wholeAfterNewMs: number;
  readonly retryMs: number;
}

export const DEFAULT_CATALOGUE_POLICY: CataloguePolicy = {
  // A new unit is to be on screen within a minute, also where it comes just behind a sweep, and that and the next one are slow.
  everyMs: 30 * SECOND_MS,
  toldEveryMs: 5 * MINUTE_MS,
  wholeEveryMs: 15 * MINUTE_MS,
  wholeAfterNewMs: 10 * MINUTE_MS,
  retryMs: 5_000,
};

/** Every series of the plant, with first and last sample and cadence; swept at the start and every half minute. */
export class Catalogue {
  readonly #options: CatalogueOptions;
  readonly #policy: CataloguePolicy;
  readonly #task: PeriodicTask;
  readonly #listeners = new Set<(units: readonly CatalogueUnit[]) => void>();
  #known: ReadonlyMap<string, KnownSeries> = new Map();
  #units: readonly CatalogueUnit[] = [];
  #bySeries: ReadonlyMap<string, CatalogueSeries> = new Map();
  #abilities: PlantAbilities | undefined;
  /** What is known of them, from the plant or from an earlier run. */
  #standing: KnownAbilities | undefined;
  #retention: Retention = NO_RETENTION;
  readonly #calendar = new CalendarReading();
  #isSwept = false;
  readonly #whenSwept: Promise<void>;
  #tellSwept: () => void = () => {};
  #wholeSweptMs = Number.NEGATIVE_INFINITY;
  /** Until then every sweep is a whole one: a new series may be an import whose past is still being aggregated. */
  #wholeUntilMs = Number.NEGATIVE_INFINITY;

  constructor(options: CatalogueOptions) {
    this.#options = options;
    this.#policy = options.policy ?? DEFAULT_CATALOGUE_POLICY;
    this.#whenSwept = new Promise((resolve) => {
      this.#tellSwept = resolve;
    });
    this.#task = new PeriodicTask({
      run: (signal) => this.#sweepOnce(signal),
      timers: options.timers,
      retryMs: this.#policy.retryMs,
      onFailure: options.onTrouble,
    });
  }

  /** The first sweep, and one every half minute from then on; resolves when the first has ended, well or not. */
  start(): Promise<void> {
    return this.#task.trigger();
  }

  /** Sweeps now: after a reconnect, or when rows of an unknown unit came. Never fails; trouble is reported. */
  refresh(): Promise<void> {
    return this.#task.trigger();
  }

  /**
   * Stands in for the plant until the first sweep: what was known when the appliance last ran. After a sweep it changes
   * nothing.
   */
  restore({ known, units, metrics, abilities, retention, calendar }: CatalogueRecord): void {
    if (this.#isSwept) return;
    this.#calendar.restore(calendar);
    this.#standing = abilities;
    this.#retention = retention;
    this.#known = new Map(known.map((series) => [knownKey(series), series]));
    this.#publish(catalogueUnits(known, units, metrics, abilities.scores));
  }

  /** Resolves once the plant itself has been asked; before it everything is from an earlier run, or not known. */
  whenSwept(): Promise<void> {
    return this.#whenSwept;
  }

  /** Sweeps no more. */
  close(): void {
    this.#task.close();
    this.#listeners.clear();
  }

  /** All units, in order of line and name; empty before the first sweep. */
  units(): readonly CatalogueUnit[] {
    return this.#units;
  }

  /** One series, or undefined where it was never seen. */
  series(key: SeriesKey): CatalogueSeries | undefined {
    return this.#bySeries.get(seriesKeyText(key));
  }

  /** What of the schema is there; undefined before the first sweep. */
  abilities(): PlantAbilities | undefined {
    return this.#abilities;
  }

  /** Aggregated levels that can be read: kept by the plant, or made from its raw rows on reading. */
  levels(table: SeriesTable): readonly BucketResolution[] {
    return this.#standing?.tables.includes(table) === true ? BUCKET_RESOLUTIONS : [];
  }

  /** Whether the plant keeps a level. */
  isKept(table: SeriesTable, resolution: BucketResolution): boolean {
    return this.#standing?.levels[table].includes(resolution) === true;
  }

  /** Whether a level can be read over a range: always where the plant keeps it, else while it takes few enough raw rows. */
  canRead(key: SeriesKey, resolution: BucketResolution, range: TimeRange): boolean {
    return this.isKept(key.table, resolution) || expectedRows(range, this.series(key)) <= MAX_EXPECTED_ROWS;
  }

  /** How long a level is kept; undefined: for good, or it is not known. One that is made on reading is there as long as its raw rows. */
  keptFor(table: SeriesTable, resolution: Resolution): KeptFor | undefined {
    const isMade = resolution !== 'raw' && !this.isKept(table, resolution);
    return this.#retention[table][isMade ? 'raw' : resolution];
  }

  /** When which line produces, by the plant's own table; undefined where it says nothing. The same object while it says the same. */
  calendar(): PlantCalendar | undefined {
    return this.#calendar.calendar;
  }

  /** Why what the plant's table says now is not in use, a sentence; undefined while it is. */
  calendarFault(): string | undefined {
    return this.#calendar.fault;
  }

  /** Calls back when units, series, descriptions or cadences have changed; not for a later last sample alone. Returns the way out. */
  onChange(listener: (units: readonly CatalogueUnit[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #sweepOnce(signal: AbortSignal): Promise<number> {
    const nowMs = this.#options.plantNowMs();
    const sinceWholeMs = nowMs - this.#wholeSweptMs;
    const whole = nowMs < this.#wholeUntilMs || sinceWholeMs >= this.#policy.wholeEveryMs || sinceWholeMs < 0;
    const sweep = await this.#options.sweep({ whole, nowMs, known: this.#known }, signal);
    signal.throwIfAborted();
    if (sweep.isWhole) this.#wholeSweptMs = nowMs;
    this.#tellProblems(sweep.abilities.problems);
    this.#isSwept = true;
    this.#abilities = sweep.abilities;
    const standing = knownAbilities(sweep.abilities);
    this.#standing = standing;
    this.#retention = sweep.retention;
    this.#takeCalendar(sweep.calendar);
    if (this.#known.size > 0 && sweep.seen.some((series) => !this.#known.has(knownKey(series)))) {
      this.#wholeUntilMs = nowMs + this.#policy.wholeAfterNewMs;
    }
    this.#known = mergeSeen(this.#known, sweep.seen);
    this.#publish(catalogueUnits(this.#known.values(), sweep.units, sweep.metrics, standing.scores));
    const { units, metrics, retention } = sweep;
    const known = [...this.#known.values()];
    this.#tellSwept();
    const calendar = this.calendar();
    this.#options.onSwept?.({ known, units, metrics, abilities: standing, retention, calendar, asOfMs: nowMs });
    return this.#options.isTold?.() === true ? this.#policy.toldEveryMs : this.#policy.everyMs;
  }

  #takeCalendar(rows: Sweep['calendar']): void {
    const fault = this.#calendar.take(rows);
    if (fault !== undefined) this.#options.onTrouble(new Error(fault));
  }

  /** Each problem once, as long as it lasts. */
  #tellProblems(problems: readonly string[]): void {
    const known = this.#abilities?.problems ?? [];
    for (const problem of problems) if (!known.includes(problem)) this.#options.onTrouble(new Error(problem));
  }

  #publish(units: readonly CatalogueUnit[]): void {
    const isChanged = differsBeyondAge(this.#units, units);
    this.#units = units;
    this.#bySeries = new Map(
      units.flatMap(({ workUnitId, series }) =>
        series.map((entry) => [seriesKeyText({ table: entry.table, workUnitId, name: entry.name }), entry] as const),
      ),
    );
    if (!isChanged) return;
    for (const listener of [...this.#listeners]) listener(units);
  }
}
