import {
  type EventsAnswer,
  type EventsQuestion,
  MAX_CHANGES,
  MAX_UNIT_CHANGES,
  type PlantEvent,
  type StatesAnswer,
  type StatesQuestion,
  type UnitStates,
} from '../../shared/events';
import type { StateRules } from '../../shared/protocol';
import type { LimitDelays } from '../../shared/states/limit-delays';
import { overlaid, type Run } from '../../shared/states/runs';
import { durationsOf, fewerRuns } from '../../shared/states/state-durations';
import { intersect, type TimeRange } from '../../shared/time';
import type { EventHistory } from './event-history';
import { coarsest } from './event-levels';
import { RecentAnswers } from './recent-answers';
import { SeriesReader } from './series-reader';
import { type EventFacts, eventSeriesCount, readEvents, type UnitEvents } from './unit-events';
import { type EventUnit, readStates, stateSeriesCount } from './unit-state-runs';

export interface EventBookOptions {
  readonly history: EventHistory;
  /** Those that a person looks after; who was taken off the wall is asked for by name alone. */
  readonly units: () => readonly (EventUnit & { readonly hidden?: boolean | undefined })[];
  readonly rules: () => StateRules;
  readonly limitDelays: LimitDelays;
  /** Plant time, ms. */
  readonly nowMs: () => number;
  /** Lets others have their turn on this thread. */
  readonly nextTurn: () => Promise<void>;
}

/** Most events of an answer where the question names no bound. */
const DEFAULT_LIMIT = 500;
/** Stretches told; more become one. */
const MAX_STRETCHES = 8;

/**
 * States over time and events of all units, derived from history's tiles when they are asked for. Nothing of it is kept: the tiles are, and
 * with them late, changed and deleted rows, what is on board and what is not; a list of changes beside them could only
 * contradict them. Equal questions of many screens within two seconds are answered once.
 */
export class EventBook {
  readonly #options: EventBookOptions;
  readonly #states: RecentAnswers<StatesAnswer>;
  readonly #events: RecentAnswers<EventsAnswer>;

  constructor(options: EventBookOptions) {
    this.#options = options;
    this.#states = new RecentAnswers(options.nowMs);
    this.#events = new RecentAnswers(options.nowMs);
  }

  /** @throws what history throws for another reason than a level that cannot be read; the signal's reason when aborted */
  states(question: StatesQuestion, signal: AbortSignal): Promise<StatesAnswer> {
    return this.#states.of(question, (own) => this.#makeStates(question, own), signal);
  }

  /** @throws as {@link states} */
  events(question: EventsQuestion, signal: AbortSignal): Promise<EventsAnswer> {
    return this.#events.of(question, (own) => this.#makeEvents(question, own), signal);
  }

  async #makeStates({ workUnitIds, range }: StatesQuestion, signal: AbortSignal): Promise<StatesAnswer> {
    const { history, rules, nowMs } = this.#options;
    const facts = { rules: rules(), range, nowMs: nowMs() };
    const units = this.#unitsOf(workUnitIds);
    const count = units.reduce((sum, unit) => sum + stateSeriesCount(unit, facts.rules), 0);
    const reader = new SeriesReader(history, range, count, signal);
    const found = await Promise.all(units.map((unit) => readStates(reader, unit, facts)));
    const until = found.flatMap((each) => (each === undefined ? [] : [each.reading.asOfMs]));
    const untilMs = Math.max(range.fromMs, Math.min(range.toMs, facts.nowMs, ...until));
    const shown = { fromMs: range.fromMs, toMs: untilMs };
    const most = Math.min(MAX_UNIT_CHANGES, Math.floor(MAX_CHANGES / Math.max(1, units.length)));
    return {
      ...{ range, untilMs },
      units: units.map(({ workUnitId }, at): UnitStates => {
        const states = found[at];
        if (states === undefined)
          return { workUnitId, source: 'none', fromMs: [], states: [], durationsMs: {}, resolution: null };
        const { source, reading } = states;
        return { workUnitId, source, resolution: reading.resolution, ...told(within(states.runs, shown), most) };
      }),
    };
  }

  async #makeEvents(question: EventsQuestion, signal: AbortSignal): Promise<EventsAnswer> {
    const { history, rules, limitDelays, nowMs, nextTurn } = this.#options;
    const { range, kinds, workUnitIds, limit = DEFAULT_LIMIT } = question;
    const facts: EventFacts = { rules: rules(), limitDelays, range, kinds, nowMs: nowMs() };
    const units = this.#unitsOf(workUnitIds);
    const count = units.reduce((sum, unit) => sum + eventSeriesCount(unit, facts), 0);
    const reader = new SeriesReader(history, range, count, signal);
    const read = await Promise.all(
      units.map(async (unit) => {
        const found = await readEvents(reader, unit, facts);
        await nextTurn();
        return found;
      }),
    );
    const found = read.filter((each) => each !== undefined);
    const told = kinds.includes('limit') ? { limitDelays } : {};
    return { range, ...eventList(found, facts, limit), unread: unreadOf(units, read, facts), ...told };
  }

  #unitsOf(workUnitIds: readonly string[] | 'all'): readonly EventUnit[] {
    const units = this.#options.units();
    if (workUnitIds === 'all') return units.filter(({ hidden }) => hidden !== true);
    const wanted = new Set(workUnitIds);
    return units.filter(({ workUnitId }) => wanted.has(workUnitId));
  }
}

/** A unit without a series that could tell is no unit that could not be read. */
function unreadOf(units: readonly EventUnit[], read: readonly (UnitEvents | undefined)[], facts: EventFacts): string[] {
  return units
    .filter((unit, at) => read[at] === undefined && eventSeriesCount(unit, facts) > 0)
    .map(({ workUnitId }) => workUnitId);
}

function eventList(
  found: readonly UnitEvents[],
  { range, nowMs }: EventFacts,
  limit: number,
): Omit<EventsAnswer, 'range' | 'unread'> {
  const events = found.flatMap((each) => each.events).toSorted(openThenNewest);
  return {
    untilMs: Math.min(range.toMs, nowMs, ...found.map(({ untilMs }) => untilMs)),
    events: events.slice(0, limit),
    total: events.length,
    resolution: coarsest(found.flatMap(({ levels }) => levels)) ?? null,
    unknown: few(found.flatMap(({ unknown }) => unknown)),
  };
}

function openThenNewest(a: PlantEvent, b: PlantEvent): number {
  return Number(a.toMs !== null) - Number(b.toMs !== null) || b.fromMs - a.fromMs;
}

function within<Kind>(runs: readonly Run<Kind>[], range: TimeRange): readonly Run<Kind>[] {
  return runs.flatMap((run) => {
    const part = intersect(run, range);
    return part === undefined ? [] : [{ ...run, ...part }];
  });
}

function told(runs: readonly Run<UnitStates['states'][number]>[], most: number) {
  const listed = fewerRuns(runs, most);
  return {
    fromMs: listed.map(({ fromMs }) => fromMs),
    states: listed.map(({ kind }) => kind),
    durationsMs: durationsOf(runs),
    ...(listed.length < runs.length ? { isThinned: true } : {}),
  };
}

/** In order of time, joined where they touch; too many become one. */
function few(stretches: readonly TimeRange[]): { fromMs: number; toMs: number }[] {
  if (stretches.length === 0) return [];
  const fromMs = Math.min(...stretches.map((each) => each.fromMs));
  const toMs = Math.max(...stretches.map((each) => each.toMs));
  const joined = overlaid([{ fromMs, toMs, kind: false }], stretches, true).filter(({ kind }) => kind);
  if (joined.length > MAX_STRETCHES) return [{ fromMs, toMs }];
  return joined.map((each) => ({ fromMs: each.fromMs, toMs: each.toMs }));
}
