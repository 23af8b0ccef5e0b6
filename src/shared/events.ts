import { z } from 'zod';
import { RESOLUTIONS } from './series';
import { LimitDelays } from './states/limit-delays';
import { WORK_UNIT_STATES } from './work-unit-state';

/**
 * States over time and events as the appliance tells them: both are derived from the samples that it has on board or reads from the
 * plant, whenever somebody asks.
 */
const timeMs = z.number().finite();
const name = z.string().max(1_000);
const Stretch = z.object({ fromMs: timeMs, toMs: timeMs });

export const EVENT_KINDS = ['stop', 'limit', 'loss'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];
/** Most events of one answer. */
export const MAX_EVENTS = 2_000;
/** Most units whose states are told at once. */
export const MAX_STATE_UNITS = 64;
/** Most changes of state that are told of one unit, and of all units of an answer; durations are of all changes. */
export const MAX_UNIT_CHANGES = 2_000;
export const MAX_CHANGES = 8_000;

/** unknown: the appliance has nothing of that stretch just now, which is not the same as a unit that told nothing. */
export const TOLD_STATES = [...WORK_UNIT_STATES, 'unknown'] as const;
export type ToldState = (typeof TOLD_STATES)[number];

export const StatesQuestion = z.object({
  workUnitIds: z.array(name).min(1).max(MAX_STATE_UNITS),
  range: Stretch,
});
export type StatesQuestion = z.infer<typeof StatesQuestion>;

export const UnitStates = z.object({
  workUnitId: z.string(),
  /** mapped: the state metric's codes. scores: derived from availability and performance. none: the unit tells neither. */
  source: z.enum(['mapped', 'scores', 'none']),
  /** Each change of state: since when which; the last lasts to `untilMs`. Empty where there is no source. */
  fromMs: z.array(timeMs),
  states: z.array(z.enum(TOLD_STATES)),
  /** How long each lasted in all, ms; states that did not occur are not there. */
  durationsMs: z.partialRecord(z.enum(TOLD_STATES), z.number().nonnegative()),
  /** Level of the samples; changes are as exact as it is. Null without a source. */
  resolution: z.enum(RESOLUTIONS).nullable(),
  /** There were more changes: the shortest states are left out of the list, not of the durations. */
  isThinned: z.boolean().optional(),
});
export type UnitStates = z.infer<typeof UnitStates>;

export const StatesAnswer = z.object({
  range: Stretch,
  /** Plant time up to which it is known: now, or the range's end. */
  untilMs: timeMs,
  units: z.array(UnitStates),
});
export type StatesAnswer = z.infer<typeof StatesAnswer>;

export const EventsQuestion = z.object({
  workUnitIds: z.union([z.literal('all'), z.array(name).min(1).max(1_000)]),
  kinds: z.array(z.enum(EVENT_KINDS)).min(1),
  range: Stretch,
  /** Default 500. */
  limit: z.number().int().min(1).max(MAX_EVENTS).optional(),
});
export type EventsQuestion = z.infer<typeof EventsQuestion>;

/** Something that was not as it should be, from when to when. */
export const PlantEvent = z.object({
  workUnitId: z.string(),
  kind: z.enum(EVENT_KINDS),
  fromMs: timeMs,
  /** Null: it goes on at the answer's `untilMs`. */
  toMs: timeMs.nullable(),
  /** It was so already where the reading began: it began before `fromMs`. */
  beganBefore: z.boolean().optional(),
  /** The metric that left its limits or went silent; absent where the whole unit is meant. */
  metric: z.string().optional(),
  limit: z
    .object({
      side: z.enum(['high', 'low']),
      value: z.number(),
      /** The value furthest out. */
      extreme: z.number(),
      /** How often it left the limit meanwhile, where that was more than once: the returns between were short. */
      times: z.number().int().min(2).optional(),
    })
    .optional(),
});
export type PlantEvent = z.infer<typeof PlantEvent>;

export const EventsAnswer = z.object({
  range: Stretch,
  untilMs: timeMs,
  /** Those that go on first, then the newest first. */
  events: z.array(PlantEvent),
  /** How many there are, told or not. */
  total: z.number().int().nonnegative(),
  /** The coarsest level that was read: begins and ends are as exact as it is. Null where nothing was. */
  resolution: z.enum(RESOLUTIONS).nullable(),
  /** Stretches of which something is not on board and cannot be had just now, or is still being made. */
  unknown: z.array(Stretch),
  /** Units of which nothing could be read. */
  unread: z.array(z.string()),
  /** How violations of limits are told; absent where none were asked for. */
  limitDelays: z.object(LimitDelays.shape).optional(),
});
export type EventsAnswer = z.infer<typeof EventsAnswer>;
