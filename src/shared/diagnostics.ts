import { z } from 'zod';
import { HistogramSnapshot } from './histogram';

/**
 * How an appliance is doing: what `/metrics` and the diagnostics view show. Counts are since its start. No unit's or
 * metric's name is in it, no value, and no secret: whoever may see a screen may see this.
 */

/** The tiers of cache that history reads from, nearest first. */
export const TIER_NAMES = ['memory', 'sqlite', 'redis'] as const;
/** Who asks the plant, most urgent first. */
export const LANE_NAMES = ['live', 'screen', 'background'] as const;

const count = z.number().nonnegative();
const byLane = z.object({ live: count, screen: count, background: count });

/** All statements of one name. */
export const StatementSnapshot = z.object({
  name: z.string(),
  ms: HistogramSnapshot,
  rows: count,
  failed: count,
  /** Never sent: no connection was free in time, or nobody wanted it any more. */
  unsent: count,
});
export type StatementSnapshot = z.infer<typeof StatementSnapshot>;

/** The last slow statement of a name. */
export const SlowStatement = z.object({
  name: z.string(),
  agoMs: z.number(),
  ms: z.number(),
  waitMs: z.number(),
  rows: count,
  /** Types and lengths of the parameters, such as `text[24], text`; never their values. */
  shape: z.string(),
});
export type SlowStatement = z.infer<typeof SlowStatement>;

/** How one tier does. Counts are tiles. */
export const TierSnapshot = z.object({
  name: z.enum(TIER_NAMES),
  hits: count,
  misses: count,
  /** Tiles that came but were no intact ones of the key asked for. */
  damaged: count,
  /** One entry a read, however many tiles it was for; null for memory, which takes no time. */
  readMs: HistogramSnapshot.nullable(),
});
export type TierSnapshot = z.infer<typeof TierSnapshot>;

export const PoolSnapshot = z.object({
  min: count,
  max: count,
  open: count,
  lent: byLane,
  waiting: byLane,
  connects: count,
  failedConnects: count,
  timeOuts: count,
});

/** A part of the appliance, such as a store beside the plant: in which state it is, and its own counters by name. */
export const StoreSnapshot = z.object({
  state: z.string(),
  /** One sentence where something is wrong. */
  reason: z.string().nullable(),
  counters: z.record(z.string().regex(/^[a-z][A-Za-z]*$/), z.number()),
});
export type StoreSnapshot = z.infer<typeof StoreSnapshot>;

/** How the screens are doing; all but `count` and `conflated` since the appliance's start. */
export const ViewersSnapshot = z.object({
  /** Screens that have been let in. */
  count,
  /** Those that get latest values alone just now, because they are behind. */
  conflated: count,
  /** Times that a screen fell behind. */
  conflations: count,
  /** Screens that were closed because they were more than 10 s behind, or had too much under way. */
  closedLate: count,
  closedFull: count,
  /** Screens that came back and got what they had missed; and those that had to reload. */
  resumed: count,
  reloaded: count,
});
export type ViewersSnapshot = z.infer<typeof ViewersSnapshot>;

/** Where the calendar of shifts stands that figures go by. */
export const CalendarSnapshot = z.object({
  /** The plant's own table, or the settings of the appliance that reads the plant; none: there are no shifts. */
  from: z.enum(['plant', 'settings', 'none']),
  /** Lines with rules of their own. */
  lines: count,
  /** Why what the plant's table says now is not in use; null while it is. */
  fault: z.string().nullable(),
});
export type CalendarSnapshot = z.infer<typeof CalendarSnapshot>;

export const DiagnosticsReport = z.object({
  uptimeMs: z.number(),
  viewers: ViewersSnapshot,
  /** From the writing of an update to its acknowledgement by a screen. */
  viewerLagMs: HistogramSnapshot,
  link: z.enum(['connecting', 'online', 'late', 'offline']),
  feed: z.enum(['listen', 'poll']).nullable(),
  /** The plant's clock minus this machine's; null before the first heartbeat. */
  clockOffsetMs: z.number().nullable(),
  /** Updates sent to the hub's listeners. */
  updates: count,
  statements: z.array(StatementSnapshot),
  slow: z.array(SlowStatement),
  /** How long statements waited for a connection. */
  waitMs: z.object({ live: HistogramSnapshot, screen: HistogramSnapshot, background: HistogramSnapshot }),
  /** Null while no plant is followed. */
  pool: PoolSnapshot.nullable(),
  tiers: z.array(TierSnapshot),
  /** Following the plant's changes: its state, why it polls where it does, what it holds and what its bounds have cost. */
  live: StoreSnapshot.nullable(),
  /** Null where it is not used. */
  sqlite: StoreSnapshot.nullable(),
  redis: StoreSnapshot.nullable(),
  /** How the following of the plant is shared with its other appliances; null where it is not. */
  fleet: StoreSnapshot.nullable(),
  /** Null before the source has told it. */
  calendar: CalendarSnapshot.nullable(),
  /** How late timers ran: how long the appliance's thread was held. */
  eventLoopMs: HistogramSnapshot,
  /** The longest of the last ten seconds. */
  eventLoopRecentMs: z.number(),
  heapBytes: count,
  residentBytes: count,
});
export type DiagnosticsReport = z.infer<typeof DiagnosticsReport>;
