import type { CalendarRow } from '../../shared/calendar/calendar-rows';
import type { Preparing } from '../../shared/protocol';
import { DAY_MS, HOUR_MS } from '../../shared/time';
import { type KnownSeries, knownKey, type SeenSeries } from './catalogue-merge';
import type { PlantTable } from './mapping/plant-table';
import type { PlantDatabase } from './plant-database';
import type { LevelKeys, PlantAbilities } from './statements/abilities';
import { cadences, catalogueEdges } from './statements/catalogue-edges';
import { catalogueNames, type FoundSeries, rawSearchFromMs, type SearchPlan } from './statements/catalogue-names';
import { newestSeries } from './statements/catalogue-newest';
import {
  METRIC_DESCRIPTIONS,
  type MetricDescription,
  UNIT_DESCRIPTIONS,
  type UnitDescription,
} from './statements/descriptions';
import { PREPARATION } from './statements/preparation';
import { NO_RETENTION, type Retention, retention } from './statements/retention';
import { WORK_CALENDAR } from './statements/work-calendar';
import type { TableLookup } from './table-lookup';

/** What one sweep over the plant found. */
export interface Sweep {
  readonly abilities: PlantAbilities;
  readonly seen: readonly SeenSeries[];
  readonly units: readonly UnitDescription[];
  readonly metrics: readonly MetricDescription[];
  readonly retention: Retention;
  /** The plant's own calendar as it lies there; none where it has no table for it. */
  readonly calendar: readonly CalendarRow[];
  /** Whether the whole past was looked at; not so in a quick sweep, and while its aggregates are still being made. */
  readonly isWhole: boolean;
}

export interface SweepRequest {
  /** Look at the whole past, not at the last hours alone. */
  readonly whole: boolean;
  readonly nowMs: number;
  readonly known: ReadonlyMap<string, KnownSeries>;
}

/** How far before its last sample a series is looked at for its cadence; a slower one keeps what a whole sweep found. */
const CADENCE_REACH_MS = HOUR_MS;
/** In whole sweeps, for the series of which an hour told nothing. */
const SLOW_CADENCE_REACH_MS = 60 * DAY_MS;

/** Asks the plant what there is: a dozen statements or so, whatever the number of series. */
export async function sweepPlant(lookup: TableLookup, request: SweepRequest, signal: AbortSignal): Promise<Sweep> {
  const { database, settings } = lookup;
  const abilities = await lookup.look(signal);
  const preparing = abilities.preparation ? await database.ask('background', PREPARATION, signal) : [];
  const seen: SeenSeries[] = [];
  let isWhole = request.whole;
  for (const table of Object.values(abilities.tables).filter((each) => each !== undefined)) {
    if (table.access !== 'series') {
      seen.push(...(await sweepNewest(database, table, request, signal)));
      continue;
    }
    const plan = searchPlan(table, request, abilities, preparing);
    isWhole &&= plan.isWhole;
    seen.push(
      ...(await sweepTable(
        database,
        { table, levels: abilities.levelKeys[table.mapped.family] },
        plan,
        request,
        signal,
      )),
    );
  }
  return {
    abilities,
    seen,
    units: abilities.workUnit ? await database.ask('background', UNIT_DESCRIPTIONS, signal) : [],
    metrics: abilities.metricDefinition ? await database.ask('background', METRIC_DESCRIPTIONS, signal) : [],
    retention: abilities.jobs
      ? await database.ask('background', retention(settings, lookup.storedDays()), signal)
      : NO_RETENTION,
    calendar: abilities.workCalendar ? await database.ask('background', WORK_CALENDAR, signal) : [],
    isWhole,
  };
}

/** A level whose past is still being made would be computed while we read it, which costs seconds: it is left out. */
function searchPlan(
  { mapped: { family }, isPartitioned }: PlantTable,
  { whole, nowMs }: SweepRequest,
  abilities: PlantAbilities,
  preparing: readonly Preparing[],
): SearchPlan & { readonly isWhole: boolean } {
  const isMade = (resolution: '1hour' | '1day') =>
    !preparing.some((entry) => entry.table === family && entry.resolution === resolution);
  const [hasHours, hasDays] = [abilities.levels[family].includes('1hour'), abilities.levels[family].includes('1day')];
  const hours = whole && hasHours && isMade('1hour');
  const days = whole && hours && hasDays && isMade('1day');
  // In a table without parts a look without a bound in time costs no more than one with it.
  const mustScanRaw = (whole || !isPartitioned) && !(hasHours && hasDays);
  const rawFromMs = mustScanRaw ? undefined : rawSearchFromMs(nowMs);
  return { nowMs, hours: hours && !mustScanRaw, days: days && !mustScanRaw, rawFromMs, isWhole: days || mustScanRaw };
}

/** Where no index leads from series to series: one statement over the newest rows tells all. */
async function sweepNewest(
  database: PlantDatabase,
  table: PlantTable,
  { nowMs, whole }: SweepRequest,
  signal: AbortSignal,
): Promise<readonly SeenSeries[]> {
  const sinceMs = whole ? undefined : rawSearchFromMs(nowMs);
  const found = await database.ask('background', newestSeries(table, nowMs, sinceMs), signal);
  return found.map((series) => ({ table: table.mapped.family, ...series }));
}

async function sweepTable(
  database: PlantDatabase,
  { table: swept, levels }: { readonly table: PlantTable; readonly levels: LevelKeys },
  plan: SearchPlan,
  { nowMs, known, whole }: SweepRequest,
  signal: AbortSignal,
): Promise<readonly SeenSeries[]> {
  const { mapped } = swept;
  const table = mapped.family;
  const found = await database.ask('background', catalogueNames(swept, levels, plan), signal);
  if (found.length === 0) return [];
  const narrowed = found.map((series) => narrow(series, known.get(knownKey({ table, ...series }))));
  const edges = await database.ask('background', catalogueEdges(mapped, narrowed, nowMs), signal);
  const dated = found.map((series, at) => ({ ...series, lastMs: edges[at]?.lastMs ?? series.lastFromMs }));
  const measured = await database.ask('background', cadences(mapped, dated, CADENCE_REACH_MS), signal);
  const slow = whole ? dated.filter((_, at) => measured[at] === undefined) : [];
  const slowMeasured =
    slow.length === 0 ? [] : await database.ask('background', cadences(mapped, slow, SLOW_CADENCE_REACH_MS), signal);
  return dated.map((series, at) => ({
    table,
    workUnitId: series.workUnitId,
    name: series.name,
    firstMs: edges[at]?.firstMs ?? (known.has(knownKey({ table, ...series })) ? undefined : series.firstFromMs),
    lastMs: series.lastMs,
    cadenceMs: measured[at] ?? slowMeasured[slow.indexOf(series)],
  }));
}

/** The first sample of a series that is known needs no second look unless the search saw an older one. */
function narrow(found: FoundSeries, known: KnownSeries | undefined): FoundSeries {
  if (known === undefined || known.firstMs >= found.firstToMs) return found;
  const firstFromMs = Math.min(found.firstFromMs, known.firstMs);
  return { ...found, firstFromMs, firstToMs: Math.min(found.firstToMs, known.firstMs) };
}
