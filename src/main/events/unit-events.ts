import type { EventKind, PlantEvent } from '../../shared/events';
import type { StateRules } from '../../shared/protocol';
import type { Resolution } from '../../shared/series';
import { type LimitDelays, limitViolations } from '../../shared/states/limit-delays';
import { type LimitKind, type LimitMarks, limitMarks } from '../../shared/states/limit-marks';
import { overlaid, type Run, runsOf } from '../../shared/states/runs';
import { silenceRules } from '../../shared/states/silence';
import { intersect, SECOND_MS, type TimeRange } from '../../shared/time';
import type { SeriesReader, SeriesReading } from './series-reader';
import { type EventSeries, type EventUnit, readStates, stateSeries, stateSeriesCount, wishOf } from './unit-state-runs';

export interface EventFacts {
  readonly rules: StateRules;
  readonly limitDelays: LimitDelays;
  readonly range: TimeRange;
  readonly kinds: readonly EventKind[];
  /** Plant time. */
  readonly nowMs: number;
}

export interface UnitEvents {
  readonly events: readonly PlantEvent[];
  readonly levels: readonly Resolution[];
  readonly unknown: readonly TimeRange[];
  /** Up to when all of it is known, plant time. */
  readonly untilMs: number;
}

/** Metrics that are gone through: those with limits for violations, all for losses. */
function metricsOf(unit: EventUnit, { kinds, rules }: EventFacts): readonly EventSeries[] {
  const state = stateSeries(unit, rules);
  return unit.series.filter(({ table, name, lowLimit, highLimit }) => {
    if (table !== 'metric' || name === state?.name) return false;
    const hasLimit = lowLimit !== null || highLimit !== null;
    return kinds.includes('loss') || (kinds.includes('limit') && hasLimit);
  });
}

/** How many series {@link readEvents} reads of a unit. */
export function eventSeriesCount(unit: EventUnit, facts: EventFacts): number {
  return metricsOf(unit, facts).length + (needsStates(facts) ? stateSeriesCount(unit, facts.rules) : 0);
}

function needsStates({ kinds }: EventFacts): boolean {
  return kinds.includes('stop') || kinds.includes('loss');
}

/**
 * What went wrong with a unit within a range: its stops, metrics out of their limits, and silence of the whole unit or, where that
 * went on talking, of single metrics.
 * @returns undefined where nothing of it could be read
 */
export async function readEvents(
  reader: SeriesReader,
  unit: EventUnit,
  facts: EventFacts,
): Promise<UnitEvents | undefined> {
  const [states, metrics] = await Promise.all([
    needsStates(facts) ? readStates(reader, unit, facts) : undefined,
    Promise.all(
      metricsOf(unit, facts).map(async (series) => {
        const beforeMs = facts.limitDelays.offDelaySeconds * SECOND_MS;
        return { series, reading: await reader.read({ ...wishOf(unit, series), beforeMs }) };
      }),
    ),
  ]);
  const read = metrics.flatMap(({ series, reading }) => (reading === undefined ? [] : [{ series, reading }]));
  const readings = [...(states === undefined ? [] : [states.reading]), ...read.map(({ reading }) => reading)];
  if (readings.length === 0) return undefined;
  const untilMs = Math.min(facts.range.toMs, facts.nowMs, ...readings.map(({ asOfMs }) => asOfMs));
  const sought: Sought = { unit, facts, untilMs };
  const lost = states === undefined ? [] : states.runs.filter(({ kind }) => kind === 'no-data');
  const events = [
    ...(states === undefined ? [] : stateEvents(sought, states.runs, states.reading)),
    ...read.flatMap(({ series, reading }) => metricEvents(sought, series, reading, lost)),
  ];
  return {
    ...{ events, untilMs },
    levels: readings.map(({ resolution }) => resolution),
    unknown: readings.flatMap(({ unknown }) => unknown.flatMap((part) => intersect(part, facts.range) ?? [])),
  };
}

interface Sought {
  readonly unit: EventUnit;
  readonly facts: EventFacts;
  readonly untilMs: number;
}

function stateEvents(sought: Sought, runs: readonly Run<string>[], reading: SeriesReading): readonly PlantEvent[] {
  const { unit, facts } = sought;
  const firstMs = unit.series.reduce((least, series) => Math.min(least, series.firstMs), Number.POSITIVE_INFINITY);
  return runs.flatMap((run) => {
    const kind = run.kind === 'stopped' ? 'stop' : run.kind === 'no-data' ? 'loss' : undefined;
    if (kind === undefined || !facts.kinds.includes(kind)) return [];
    const known = kind === 'loss' ? { ...run, fromMs: Math.max(run.fromMs, firstMs) } : run;
    return eventOf(sought, known, reading, { kind });
  });
}

function metricEvents(
  sought: Sought,
  series: EventSeries,
  reading: SeriesReading,
  lost: readonly TimeRange[],
): readonly PlantEvent[] {
  const { facts } = sought;
  const marks = limitMarks(reading.tiles, series);
  const rules = silenceRules(reading.resolution, reading.cadenceMs);
  const runs = runsOf<LimitKind>(marks, {
    ...rules,
    range: { fromMs: Math.max(reading.readFromMs, series.firstMs), toMs: facts.range.toMs },
    knownToMs: Math.min(facts.nowMs, reading.asOfMs),
    silent: 'silent',
  });
  // The rest of a stretch in which the unit was silent is no loss of its own.
  const losses = overlaid(overlaid(runs, reading.unknown, 'within'), lost, 'within').filter(
    (run) => run.kind === 'silent' && run.toMs - run.fromMs > rules.stepMs - rules.holdMs,
  );
  return [
    ...(facts.kinds.includes('loss')
      ? losses.flatMap((run) => eventOf(sought, run, reading, { kind: 'loss', metric: series.name }))
      : []),
    ...(facts.kinds.includes('limit') ? limitEvents(sought, { series, reading, marks, runs, lost }) : []),
  ];
}

interface LimitCourse {
  readonly series: EventSeries;
  readonly reading: SeriesReading;
  readonly marks: LimitMarks;
  readonly runs: readonly Run<LimitKind>[];
  readonly lost: readonly TimeRange[];
}

function limitEvents(sought: Sought, { series, reading, marks, runs, lost }: LimitCourse): readonly PlantEvent[] {
  const { limitDelays, range, nowMs } = sought.facts;
  const endMs = runs.at(-1)?.toMs;
  const known = overlaid(overlaid(runs, reading.unknown, 'silent'), lost, 'silent');
  const presentMs = range.toMs > Math.min(nowMs, reading.asOfMs) ? endMs : undefined;
  return limitViolations(known, { ...limitDelays, presentMs }).flatMap((run) => {
    const { kind: side, times } = run;
    const limit = { side, value: limitValue(series, side), extreme: extremeOf(marks, run, side) };
    const told = times > 1 ? { ...limit, times } : limit;
    return eventOf(sought, run, reading, { kind: 'limit', metric: series.name, limit: told });
  });
}

function limitValue({ lowLimit, highLimit }: EventSeries, side: 'high' | 'low'): number {
  return (side === 'high' ? highLimit : lowLimit) ?? Number.NaN;
}

function extremeOf({ timesMs, highs, lows }: LimitMarks, { fromMs, toMs }: TimeRange, side: 'high' | 'low'): number {
  let extreme = Number.NaN;
  for (let at = firstAtOrAfter(timesMs, fromMs); at < timesMs.length && (timesMs[at] as number) < toMs; at++) {
    const value = (side === 'high' ? highs : lows)[at] as number;
    if (Number.isNaN(extreme) || (side === 'high' ? value > extreme : value < extreme)) extreme = value;
  }
  return extreme;
}

function firstAtOrAfter(timesMs: readonly number[], timeMs: number): number {
  let [low, high] = [0, timesMs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timesMs[middle] as number) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function eventOf(
  { unit, facts, untilMs }: Sought,
  run: TimeRange,
  { readFromMs }: SeriesReading,
  what: Pick<PlantEvent, 'kind' | 'metric' | 'limit'>,
): readonly PlantEvent[] {
  if (intersect(run, facts.range) === undefined) return [];
  const beganBefore = run.fromMs <= readFromMs;
  return [
    {
      ...{ workUnitId: unit.workUnitId, ...what },
      fromMs: run.fromMs,
      toMs: run.toMs >= untilMs ? null : run.toMs,
      ...(beganBefore ? { beganBefore } : {}),
    },
  ];
}
