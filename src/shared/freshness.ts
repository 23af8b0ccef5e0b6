import { SECOND_MS } from './time';

/** How far a value may be believed to be current. */
export type Freshness = 'live' | 'late' | 'stale' | 'offline';

/** Why a value is not live. `ahead`: the source's clock runs ahead of the plant's, so its age says nothing. */
export type FreshnessReason = 'age' | 'missing' | 'ahead' | 'link';

export interface FreshnessInput {
  /** The plant's time now, never this machine's. */
  readonly nowMs: number;
  /** Time of the newest sample; null where there is none. */
  readonly sampleMs: number | null;
  /** Usual distance of two samples; null where unknown, which is judged as one second, the strictest. */
  readonly cadenceMs: number | null;
  /** The weakest link between the plant and the screen. */
  readonly link: 'connecting' | 'online' | 'late' | 'offline';
}

export interface FreshnessVerdict {
  readonly state: Freshness;
  /** Age of the sample in ms; negative where it is stamped in the future; undefined without a sample. */
  readonly ageMs: number | undefined;
  /** Undefined where it is live. */
  readonly reason: FreshnessReason | undefined;
}

/** A sample stamped further in the future than this comes from a clock that is wrong. */
export const MAX_AHEAD_MS = 5 * SECOND_MS;
/** One missed sample and the way from the plant are no news. */
const LATE_CADENCES = 2;
const LATE_GRACE_MS = SECOND_MS;
const STALE_CADENCES = 5;
/** Below this nobody acts on the difference. */
const STALE_AT_LEAST_MS = 10 * SECOND_MS;
const UNKNOWN_CADENCE_MS = SECOND_MS;

/**
 * Whether a value may be shown as current. From clocks and the link alone, never from what a chart shows.
 * Late above 2 × cadence + 1 s, stale above max(5 × cadence, 10 s), both exclusive; a missing sample, and one more than
 * 5 s ahead of the plant, are stale; a link that is down makes everything offline; one that is late or still connecting
 * leaves nothing better than late.
 */
export function freshnessOf(input: FreshnessInput): FreshnessVerdict {
  const { nowMs, sampleMs, link } = input;
  const ageMs = sampleMs === null || Number.isNaN(sampleMs) ? undefined : nowMs - sampleMs;
  if (link === 'offline') return { state: 'offline', ageMs, reason: 'link' };
  if (ageMs === undefined) return { state: 'stale', ageMs, reason: 'missing' };
  if (ageMs < -MAX_AHEAD_MS) return { state: 'stale', ageMs, reason: 'ahead' };
  const byAge = freshnessByAge(ageMs, input.cadenceMs ?? UNKNOWN_CADENCE_MS);
  if (byAge !== 'live') return { state: byAge, ageMs, reason: 'age' };
  if (link !== 'online') return { state: 'late', ageMs, reason: 'link' };
  return { state: 'live', ageMs, reason: undefined };
}

/** Above this age a value is stale, in ms: max(5 × cadence, 10 s). */
export function staleAfterMs(cadenceMs: number): number {
  return Math.max(STALE_CADENCES * cadenceMs, STALE_AT_LEAST_MS);
}

function freshnessByAge(ageMs: number, cadenceMs: number): 'live' | 'late' | 'stale' {
  if (ageMs > staleAfterMs(cadenceMs)) return 'stale';
  return ageMs > LATE_CADENCES * cadenceMs + LATE_GRACE_MS ? 'late' : 'live';
}
