import { z } from 'zod';
import { PlantCalendar } from './calendar/calendar-rules';
import { DiagnosticsReport } from './diagnostics';
import { EventsAnswer, EventsQuestion, StatesAnswer, StatesQuestion } from './events';
import { PieceRules } from './piece-rules';
import { BUCKET_RESOLUTIONS, RESOLUTIONS } from './series';
import { ShiftFigures } from './shift-figures';

/**
 * The data plane's contract: every message of the WebSocket between gateway and viewer, declared once.
 * Text frames are JSON of {@link ClientMessage} and {@link ServerMessage}; binary frames carry history
 * (see `history-frame.ts`). Times are the plant's, in ms since the epoch. docs/protocol.md tells it in words.
 */
export const PROTOCOL_VERSION = 1;
/** The gateway sends a heartbeat this often; a viewer that hears nothing for two of them and a half calls the link broken. */
export const HEARTBEAT_INTERVAL_MS = 1_000;
/** Most points that a client which names no budget of its own gets per series. */
export const DEFAULT_POINT_BUDGET = 1_000;
/** Most points that a client may ask for per series in one request. */
export const MAX_POINT_BUDGET = 20_000;
export const MAX_SERIES_PER_REQUEST = 256;
/** Longest recent past that a snapshot can carry: what the appliance keeps at hand of each series. */
export const MAX_TAIL_MS = 600_000;
/** A viewer acknowledges what it has taken in at least this long after its last acknowledgement, and at most this late. */
export const ACK_INTERVAL_MS = 500;

const timeMs = z.number().finite();
const name = z.string().max(1_000);
const sequence = z.number().int().nonnegative();
const requestId = z.number().int().nonnegative();

export const SeriesKeySchema = z.object({ table: z.enum(['metric', 'oee']), workUnitId: name, name });
export const TimeRangeSchema = z.object({ fromMs: timeMs, toMs: timeMs });

export const ClientMessage = z.discriminatedUnion('type', [
  /** First frame of a connection, before anything else; exactly one of token and code. */
  z.object({
    type: z.literal('hello'),
    version: z.number().int(),
    token: z.string().max(256).optional(),
    code: z.string().max(256).optional(),
  }),
  /**
   * Replaces what this viewer follows; answered with a snapshot, then updates. `tailMs`: how much of the recent
   * past the snapshot carries beside the latest values; 0 (latest values alone) where it is not given. `resume`, of a
   * viewer that knew these units exactly as of that sequence: answered with `resumed` and what it has missed where the
   * appliance remembers all of it, else with a snapshot.
   */
  z.object({
    type: z.literal('subscribe'),
    workUnitIds: z.union([z.literal('all'), z.array(name).max(1_000)]),
    tailMs: z.number().min(0).max(MAX_TAIL_MS).optional(),
    resume: z.object({ epoch: z.string().max(256), sequence }).optional(),
  }),
  /** Everything up to this sequence has been taken in: what the lag of a viewer is measured by. Not answered. */
  z.object({ type: z.literal('ack'), sequence }),
  /** Answered with one binary frame per series, in any order, each naming `requestId`; or one error naming it. */
  z.object({
    type: z.literal('history'),
    requestId: z.number().int().nonnegative(),
    series: z.array(SeriesKeySchema).min(1).max(MAX_SERIES_PER_REQUEST),
    range: TimeRangeSchema,
    pointBudget: z.number().int().min(1).max(MAX_POINT_BUDGET).optional(),
    /** For who keeps tiles: those of this level over the range, whatever the budget; without the samples beside it. */
    resolution: z.enum(RESOLUTIONS).optional(),
  }),
  /** The answer to this request is of no use any more. */
  z.object({ type: z.literal('cancel'), requestId: z.number().int().nonnegative() }),
  /** Answered with average and latest of the last minutes of every unit. */
  z.object({ type: z.literal('averages') }),
  /** Answered with the figures of the shifts of every unit, and from then on with those that change. */
  z.object({ type: z.literal('figures') }),
  /** Answered with what the units did over a range, or one error. */
  StatesQuestion.extend({ type: z.literal('states'), requestId }),
  /** Answered with stops, limit violations and losses of data within a range, or one error. */
  EventsQuestion.extend({ type: z.literal('events'), requestId }),
  /** Answered with how the appliance is doing. */
  z.object({ type: z.literal('diagnostics') }),
  /** Keeps the past of a unit on board of the appliance, for when the plant is away; or lets it go. Answered by `pins`, or an error. */
  z.object({ type: z.literal('pin'), workUnitId: name, pinned: z.boolean() }),
]);
export type ClientMessage = z.infer<typeof ClientMessage>;

export const CatalogueSeries = z.object({
  table: z.enum(['metric', 'oee']),
  name: z.string(),
  displayName: z.string().nullable(),
  unit: z.string().nullable(),
  lowLimit: z.number().nullable(),
  highLimit: z.number().nullable(),
  target: z.number().nullable(),
  /** Median of the last 20 intervals, or declared; null where too few samples are known. */
  cadenceMs: z.number().nullable(),
  firstMs: timeMs,
  lastMs: timeMs,
});
export type CatalogueSeries = z.infer<typeof CatalogueSeries>;

export const CatalogueUnit = z.object({
  workUnitId: z.string(),
  displayName: z.string().nullable(),
  line: z.string().nullable(),
  /** An installer has taken it off the wall: retired, as a rule. Absent: it is on it. */
  hidden: z.boolean().optional(),
  series: z.array(CatalogueSeries),
});
export type CatalogueUnit = z.infer<typeof CatalogueUnit>;

/** Samples of one series in order of time; `null` is a bad sample. */
export const LiveSeries = z.object({
  table: z.enum(['metric', 'oee']),
  name: z.string(),
  timesMs: z.array(timeMs),
  values: z.array(z.number().nullable()),
  /** Rows of this stretch were changed or deleted: these samples are all that it holds now. Absent: samples are added. */
  replaces: TimeRangeSchema.optional(),
});
export type LiveSeries = z.infer<typeof LiveSeries>;

export const LiveUnit = z.object({
  workUnitId: z.string(),
  series: z.array(LiveSeries),
  /** Stretches of this unit's tables in which rows were written, changed or deleted: tiles over them are to be read again. */
  touched: z.array(z.object({ table: z.enum(['metric', 'oee']), fromMs: timeMs, toMs: timeMs })),
  /** The unit's source stamps rows this far ahead of the plant's clock (above 5 s): they are held until they are due. */
  sourceAheadMs: z.number().nonnegative().optional(),
});
export type LiveUnit = z.infer<typeof LiveUnit>;

/** Average and latest of a unit's series over a stretch; `average` is null without a good sample, `latest` where it is bad. */
export const UnitAverages = z.object({
  workUnitId: z.string(),
  series: z.array(
    z.object({
      table: z.enum(['metric', 'oee']),
      name: z.string(),
      count: z.number(),
      average: z.number().nullable(),
      latestMs: timeMs,
      latest: z.number().nullable(),
    }),
  ),
});
export type UnitAverages = z.infer<typeof UnitAverages>;

/** How the appliance is connected to the plant's database. */
export const PlantLink = z.object({
  state: z.enum(['connecting', 'online', 'late', 'offline']),
  /** Plant time of the last proof that the plant was reachable: "data as of". Null before the first. */
  asOfMs: timeMs.nullable(),
  /** One sentence for a person where it is not online. */
  reason: z.string().nullable(),
  /** How changes are noticed; null while not connected. */
  feed: z.enum(['listen', 'poll']).nullable(),
  /** Which link is broken where it is not online. Absent: the one to the plant's database. `appliance`: the one to the appliance that all comes from. */
  broken: z.enum(['plant', 'appliance']).optional(),
  /** For an installer: what the appliance's role may do beyond reading, and the remedy. Absent: it may only read. */
  surplusRights: z.string().optional(),
});
export type PlantLink = z.infer<typeof PlantLink>;

/** Aggregates (or the raw backfill) that are still being made: `[preparedToMs, targetToMs)` is "being prepared", not a gap. */
export const Preparing = z.object({
  table: z.enum(['metric', 'oee']),
  resolution: z.enum(RESOLUTIONS),
  preparedFromMs: timeMs.nullable(),
  preparedToMs: timeMs,
  targetToMs: timeMs,
});
export type Preparing = z.infer<typeof Preparing>;

export const RevisedStretch = z.object({
  table: z.enum(['metric', 'oee']),
  workUnitId: z.string(),
  fromMs: timeMs,
  toMs: timeMs,
});
export type RevisedStretch = z.infer<typeof RevisedStretch>;

/** A unit whose past is kept on board of the appliance, and how far it is. */
export const PinnedUnit = z.object({
  workUnitId: z.string(),
  /** waiting: something is missing and cannot be had just now. limited: what the disk budget allows is on board. */
  state: z.enum(['fetching', 'waiting', 'complete', 'limited']),
  tilesOnBoard: z.number().int().nonnegative(),
  tilesWanted: z.number().int().nonnegative(),
});
export type PinnedUnit = z.infer<typeof PinnedUnit>;

export const StateRules = z.object({
  /** Name of the metric that carries state codes, where the plant has one. */
  stateMetric: z.string(),
  /** Code as text → state. */
  codes: z.record(z.string(), z.enum(['running', 'slow', 'stopped', 'change-over', 'planned-stop'])),
  /** Without a state metric: availability below this is "stopped". */
  stoppedBelowAvailability: z.number(),
  /** Without a state metric: performance below this is "slow". */
  slowBelowPerformance: z.number(),
});
export type StateRules = z.infer<typeof StateRules>;

const byTable = <Value extends z.ZodType>(value: Value) => z.object({ metric: value, oee: value });

/** What is known of the source as a whole: what an appliance needs that takes another one as its source. */
export const SourceFacts = z.object({
  /** What people call the source. */
  sourceName: z.string(),
  stateRules: StateRules,
  /** Tables that can be read. */
  tables: z.array(z.enum(['metric', 'oee'])),
  /** Aggregated levels that the plant keeps; the others are made from raw samples on reading, within bounds. */
  levels: byTable(z.array(z.enum(BUCKET_RESOLUTIONS))),
  /** Levels that are not kept for good: what is younger than `forMs` is there; `isSparing`: older stretches may be. */
  keptFor: byTable(
    z.array(z.object({ resolution: z.enum(RESOLUTIONS), forMs: z.number().positive(), isSparing: z.boolean() })),
  ),
  /** The time zone that local times are written in, where the plant writes those; null: it writes instants. */
  localTimes: byTable(z.string().nullable()),
  /** When which line produces. Absent: not told, or told in a way that is not understood here. */
  calendar: PlantCalendar.optional().catch(undefined),
  /** Where the calendar stands: in the plant's own table, or in the settings of the appliance that reads the plant. */
  calendarFrom: z.enum(['plant', 'settings']).optional().catch(undefined),
  /** Why what the plant's table says now is not in use, a sentence. Absent: it is, or there is none. */
  calendarFault: z.string().optional().catch(undefined),
  /** How good pieces are told, and how many there should be. Absent: as with the calendar. */
  pieces: PieceRules.optional().catch(undefined),
});
export type SourceFacts = z.infer<typeof SourceFacts>;

export const ErrorCode = z.enum([
  'unauthorised',
  'code-expired',
  'needs-tls',
  'version-mismatch',
  'bad-message',
  'unknown-series',
  'plant-unreachable',
  'too-much',
  'not-kept',
  'internal',
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

export const ServerMessage = z.discriminatedUnion('type', [
  /** Answer to hello. `token` replaces a used code: the viewer reconnects with it. */
  z.object({
    type: z.literal('welcome'),
    version: z.number().int(),
    epoch: z.string(),
    token: z.string(),
    /** It holds until it is revoked, over restarts of the appliance too; else it ends with this run. */
    lastingToken: z.boolean().optional(),
    plantTimeMs: timeMs,
    /** What people call the source: "demo plant", or host and database. */
    sourceName: z.string(),
    stateRules: StateRules,
    link: PlantLink,
    preparing: z.array(Preparing),
  }),
  z.object({ type: z.literal('catalogue'), units: z.array(CatalogueUnit) }),
  /** After welcome as soon as the plant is known, and when something of it changes. */
  z.object({ type: z.literal('source'), facts: SourceFacts }),
  /** Latest values of the subscribed units; updates with a higher `sequence` of this epoch follow. */
  z.object({ type: z.literal('snapshot'), epoch: z.string(), sequence, units: z.array(LiveUnit) }),
  z.object({ type: z.literal('update'), sequence, units: z.array(LiveUnit) }),
  /** Answer to a subscription that resumes: the missed updates up to `sequence` follow, then those to come. */
  z.object({ type: z.literal('resumed'), epoch: z.string(), sequence }),
  /**
   * To a viewer that has fallen behind, in place of updates: the newest sample of each series of units that changed,
   * none between; to be acknowledged at once. A snapshot follows when it has caught up.
   */
  z.object({ type: z.literal('latest'), sequence, units: z.array(LiveUnit) }),
  z.object({ type: z.literal('link'), link: PlantLink }),
  z.object({ type: z.literal('preparing'), preparing: z.array(Preparing) }),
  /** History of these stretches that was answered before is not true any more: it is to be asked for again. */
  z.object({ type: z.literal('revision'), stretches: z.array(RevisedStretch) }),
  /** All pinned units; after welcome, and whenever one is pinned, let go, or has got further. */
  z.object({ type: z.literal('pins'), pins: z.array(PinnedUnit) }),
  z.object({ type: z.literal('heartbeat'), plantTimeMs: timeMs }),
  z.object({ type: z.literal('averages'), fromMs: timeMs, toMs: timeMs, units: z.array(UnitAverages) }),
  /** To who has asked for them; replaces those told of the same (`of`) before. */
  ShiftFigures.extend({ type: z.literal('figures') }),
  StatesAnswer.extend({ type: z.literal('states'), requestId }),
  EventsAnswer.extend({ type: z.literal('events'), requestId }),
  z.object({ type: z.literal('diagnostics'), report: DiagnosticsReport }),
  z.object({
    type: z.literal('error'),
    code: ErrorCode,
    message: z.string(),
    retryable: z.boolean(),
    requestId: z.number().int().optional(),
  }),
]);
export type ServerMessage = z.infer<typeof ServerMessage>;

/** Why the gateway closes a socket, as WebSocket close codes. */
export const CLOSE_CODES = {
  unauthorised: 4401,
  badMessage: 4400,
  versionMismatch: 4426,
  shuttingDown: 4503,
  tooSlow: 4408,
  tooMuch: 4429,
} as const;
