import type { UnitReading } from '../common/unit-reading';

/** Why a unit needs somebody, the most urgent first; `none`: it runs, or is not meant to. */
export const TROUBLES = ['stopped', 'limit', 'no-data', 'slow', 'change-over', 'none'] as const;
export type Trouble = (typeof TROUBLES)[number];

/** How urgent a trouble is: 0 is the worst. */
export function urgency(trouble: Trouble): number {
  return TROUBLES.indexOf(trouble);
}

/**
 * What is wrong with a unit as it is read now. A limit counts while the unit runs or stands alike, but a stop says more. One that tells no
 * state though its values are live is in no trouble.
 * @param isBeyondLimit whether a current value lies outside its limits
 */
export function troubleOf({ state, stateWord, freshness }: UnitReading, isBeyondLimit: boolean): Trouble {
  if (state === 'stopped') return 'stopped';
  if (isBeyondLimit) return 'limit';
  if (freshness.state === 'stale' || freshness.state === 'offline') return 'no-data';
  if (state === 'no-data') return stateWord === undefined ? 'no-data' : 'none';
  return state === 'slow' || state === 'change-over' ? state : 'none';
}
