import type { CatalogueUnit } from '../../shared/protocol';
import type { SeriesTable } from '../../shared/series';
import { DAY_MS } from '../../shared/time';
import type { Question } from './statement-lane';
import { AHEAD_LIMIT_MS } from './statements/catalogue-names';
import {
  type LatestQuestion,
  latestRows,
  type SampleWindow,
  type WindowSamples,
  windowRows,
} from './statements/live-rows';
import { wakeUpChannels } from './statements/wake-up-channels';
import type { TableLookup } from './table-lookup';

/** Samples of one work unit, a series each. */
export interface UnitSamples {
  readonly workUnitId: string;
  readonly series: readonly WindowSamples[];
}

/** A work unit with the series that the caller knows of; newestMs: time of its newest sample, -Infinity: none. */
export interface UnitInHand {
  readonly workUnitId: string;
  readonly series: readonly { readonly table: SeriesTable; readonly name: string; readonly newestMs: number }[];
}

const TABLES = ['metric', 'oee'] as const satisfies readonly SeriesTable[];
/** A series that is dated wrongly (rows deleted since) is looked for this much farther back. */
const LATEST_SLACK_MS = DAY_MS;

/** Reads for following the changes, on connections of their own: one statement a table, whatever the number of units. */
export class LiveReader {
  readonly #tables: TableLookup;
  readonly #units: () => readonly CatalogueUnit[];
  readonly #plantNowMs: () => number;

  /**
   * @param units the catalogue's units now
   * @param plantNowMs the plant's time now, ms
   */
  constructor(tables: TableLookup, units: () => readonly CatalogueUnit[], plantNowMs: () => number) {
    this.#tables = tables;
    this.#units = units;
    this.#plantNowMs = plantNowMs;
  }

  /** All rows of the windows, one entry a unit at most; rows beside the windows may be among them. Complete, or it rejects. */
  async readSince(windows: readonly SampleWindow[], signal: AbortSignal): Promise<readonly UnitSamples[]> {
    const read = async (table: SeriesTable) => {
      const own = oneWindowPerUnit(windows.filter((window) => window.table === table));
      const mapped = await this.#tables.table(table, signal);
      return own.length === 0 || mapped === undefined ? [] : this.#ask(windowRows(mapped, own), signal);
    };
    return byUnit((await Promise.all(TABLES.map(read))).flat());
  }

  /** All samples of these units in both tables within `[fromMs, toMs)`. */
  readSamples(
    workUnitIds: readonly string[],
    fromMs: number,
    toMs: number,
    signal: AbortSignal,
  ): Promise<readonly UnitSamples[]> {
    const windows = workUnitIds.flatMap((workUnitId) => TABLES.map((table) => ({ workUnitId, table, fromMs, toMs })));
    return this.readSince(windows, signal);
  }

  /**
   * The newest row of each series of these units that is not stamped more than 5 s ahead of the plant's clock. How far
   * back it may lie is known from the catalogue, so that a silent series costs no scan, and from the caller: a series
   * that is younger than the last look at the catalogue is asked for all the same. A series without rows is left out.
   */
  async readLatest(units: readonly UnitInHand[], signal: AbortSignal): Promise<readonly UnitSamples[]> {
    const listed = new Map(this.#units().map((unit) => [unit.workUnitId, unit.series]));
    const read = async (table: SeriesTable) => {
      const questions = units.flatMap((unit) => latestQuestions(unit, listed.get(unit.workUnitId) ?? [], table));
      const mapped = await this.#tables.table(table, signal);
      if (questions.length === 0 || mapped === undefined) return [];
      return this.#ask(latestRows(mapped, questions, this.#plantNowMs() + AHEAD_LIMIT_MS), signal);
    };
    return byUnit((await Promise.all(TABLES.map(read))).flat());
  }

  /** The wake-up channel of each unit. @throws where the plant has no `taktline.wake_up_channel`: polling serves there */
  readWakeUpChannels(workUnitIds: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    return this.#ask(wakeUpChannels(workUnitIds), signal);
  }

  #ask<Answer>(question: Question<Answer>, signal: AbortSignal): Promise<Answer> {
    return this.#tables.database.ask('live', question, signal);
  }
}

/** The four scores of a unit are one row: one question. */
function latestQuestions(
  { workUnitId, series }: UnitInHand,
  listed: CatalogueUnit['series'],
  table: SeriesTable,
): readonly LatestQuestion[] {
  const own = listed.filter((entry) => entry.table === table);
  const names = new Set(own.map(({ name }) => name));
  const unlisted = series.filter(
    (entry) => entry.table === table && entry.newestMs > Number.NEGATIVE_INFINITY && !names.has(entry.name),
  );
  const questions = [
    ...own.map(({ name, lastMs }) => ({ workUnitId, name, sinceMs: lastMs - LATEST_SLACK_MS })),
    ...unlisted.map(({ name, newestMs }) => ({ workUnitId, name, sinceMs: newestMs - LATEST_SLACK_MS })),
  ];
  return table === 'oee' ? questions.slice(0, 1) : questions;
}

/** Overlapping windows would give a row twice: each unit's are joined to one. */
function oneWindowPerUnit(windows: readonly SampleWindow[]): readonly SampleWindow[] {
  const joined = new Map<string, SampleWindow>();
  for (const window of windows) {
    const known = joined.get(window.workUnitId);
    const fromMs = Math.min(window.fromMs, known?.fromMs ?? window.fromMs);
    const toMs = Math.max(window.toMs, known?.toMs ?? window.toMs);
    joined.set(window.workUnitId, { ...window, fromMs, toMs });
  }
  return [...joined.values()];
}

function byUnit(samples: readonly WindowSamples[]): readonly UnitSamples[] {
  const units = new Map<string, WindowSamples[]>();
  for (const series of samples) {
    const known = units.get(series.workUnitId);
    if (known === undefined) units.set(series.workUnitId, [series]);
    else known.push(series);
  }
  return [...units].map(([workUnitId, series]) => ({ workUnitId, series }));
}
