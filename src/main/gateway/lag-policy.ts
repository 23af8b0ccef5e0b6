/** When a viewer counts as slow; docs/protocol.md tells it to whoever writes a client. */
export interface LagLimits {
  /** Oldest update that is not acknowledged: above this the viewer gets latest values alone, ms. */
  readonly conflateAboveMs: number;
  /** Above this it is closed, ms. */
  readonly closeAboveMs: number;
  /** So much under way, and it is closed, bytes. */
  readonly maxUnackedBytes: number;
  /** Least distance of two frames of latest values, ms. */
  readonly latestDistanceMs: number;
  /** A frame of latest values that is acknowledged within this was taken quickly, ms. */
  readonly quickAckMs: number;
}

export const DEFAULT_LAG_LIMITS: LagLimits = {
  conflateAboveMs: 1_000,
  closeAboveMs: 10_000,
  maxUnackedBytes: 1024 * 1024,
  latestDistanceMs: 250,
  quickAckMs: 1_000,
};

/** Frames of latest values taken quickly in a row before a viewer gets everything again; doubled with each relapse. */
const FIRST_QUICK_FRAMES = 4;
const MOST_DOUBLINGS = 4;

/** How far a viewer is behind. */
export interface Lag {
  /** For how long the oldest update has not been acknowledged, ms. */
  readonly ms: number;
  /** What was written since the last acknowledged update. */
  readonly bytes: number;
}

/** What is to be done about a viewer that is so far behind. */
export function lagVerdict(lag: Lag, limits: LagLimits): 'on-time' | 'behind' | 'too-late' | 'too-much' {
  if (lag.ms > limits.closeAboveMs) return 'too-late';
  if (lag.bytes > limits.maxUnackedBytes) return 'too-much';
  return lag.ms > limits.conflateAboveMs ? 'behind' : 'on-time';
}

/** How many quick frames it takes until the viewer gets everything again. @param relapses times that it fell behind before */
export function quickFramesWanted(relapses: number): number {
  return FIRST_QUICK_FRAMES * 2 ** Math.min(relapses, MOST_DOUBLINGS);
}
