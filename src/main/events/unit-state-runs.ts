import type { ToldState, UnitStates } from '../../shared/events';
import type { StateRules } from '../../shared/protocol';
import type { OeeScore, SeriesTable } from '../../shared/series';
import { overlaid, type Run, runsOf } from '../../shared/states/runs';
import { silenceRules } from '../../shared/states/silence';
import { marksOfCodes, marksOfScores } from '../../shared/states/state-marks';
import type { TimeRange } from '../../shared/time';
import { readBeside, type SeriesReader, type SeriesReading, type SeriesWish } from './series-reader';

/** A unit, as far as states and events go by it. */
export interface EventUnit {
  readonly workUnitId: string;
  readonly series: readonly EventSeries[];
}

export interface EventSeries {
  readonly table: SeriesTable;
  readonly name: string;
  readonly lowLimit: number | null;
  readonly highLimit: number | null;
  readonly cadenceMs: number | null;
  /** Plant time of its first sample. */
  readonly firstMs: number;
}

export interface UnitStateRuns {
  readonly source: UnitStates['source'];
  readonly reading: SeriesReading;
  /** From where the reading begins to the range's end, or as far as it is known. */
  readonly runs: readonly Run<ToldState>[];
}

/** How many series {@link readStates} reads of a unit. */
export function stateSeriesCount(unit: EventUnit, rules: StateRules): number {
  if (stateSeries(unit, rules) !== undefined) return 1;
  return ['availability', 'performance'].filter((name) => scoreSeries(unit, name as OeeScore) !== undefined).length;
}

/**
 * What a unit did over a range: by its state metric where it has one, else by availability and performance, as the wall judges
 * the present. Silence is "no data"; what cannot be read is "unknown".
 * @param nowMs plant time
 * @returns undefined where the unit tells neither, or nothing of it can be read
 */
export async function readStates(
  reader: SeriesReader,
  unit: EventUnit,
  { rules, range, nowMs }: { readonly rules: StateRules; readonly range: TimeRange; readonly nowMs: number },
): Promise<UnitStateRuns | undefined> {
  const told = stateSeries(unit, rules);
  const leading = told ?? scoreSeries(unit, 'availability');
  if (leading === undefined) return undefined;
  const reading = await reader.read(wishOf(unit, leading));
  if (reading === undefined) return undefined;
  const beside = told === undefined ? scoreSeries(unit, 'performance') : undefined;
  const speeds = beside === undefined ? [] : await readBeside(reader, wishOf(unit, beside), reading);
  const marks = told === undefined ? marksOfScores(reading.tiles, speeds, rules) : marksOfCodes(reading.tiles, rules);
  const runs = runsOf<ToldState>(marks, {
    ...silenceRules(reading.resolution, reading.cadenceMs),
    range: { fromMs: reading.readFromMs, toMs: range.toMs },
    knownToMs: Math.min(nowMs, reading.asOfMs),
    silent: 'no-data',
  });
  return {
    source: told === undefined ? 'scores' : 'mapped',
    reading,
    runs: overlaid(runs, reading.unknown, 'unknown'),
  };
}

export function wishOf({ workUnitId }: EventUnit, { table, name, cadenceMs }: EventSeries): SeriesWish {
  return { series: { table, workUnitId, name }, cadenceMs };
}

/** The metric that tells the state; undefined where the unit has none. */
export function stateSeries({ series }: EventUnit, { stateMetric }: StateRules): EventSeries | undefined {
  return series.find(({ table, name }) => table === 'metric' && name === stateMetric);
}

function scoreSeries({ series }: EventUnit, score: OeeScore): EventSeries | undefined {
  return series.find(({ table, name }) => table === 'oee' && name === score);
}
