import type { Freshness } from './freshness';
import type { StateRules } from './protocol';

export const WORK_UNIT_STATES = ['running', 'slow', 'stopped', 'change-over', 'planned-stop', 'no-data'] as const;
export type WorkUnitState = (typeof WORK_UNIT_STATES)[number];

export interface WorkUnitStateInput {
  readonly rules: StateRules;
  /** Newest sample of the state metric, null where it is bad; undefined where the unit has no such metric. */
  readonly stateSample?: number | null | undefined;
  /** Newest scores, fractions; null or undefined where there is none. */
  readonly availability?: number | null | undefined;
  readonly performance?: number | null | undefined;
  /** Of the samples that the state is derived from. */
  readonly freshness: Freshness;
}

/**
 * What a work unit is doing: from its state metric where it has one, else from availability and performance by the
 * thresholds of the settings. Never from stale data. A state code that the settings do not map, and a bad state sample,
 * are "no data": a guess from the scores would contradict the plant's own word.
 */
export function workUnitState(input: WorkUnitStateInput): WorkUnitState {
  const { rules, stateSample, availability, performance, freshness } = input;
  if (freshness === 'stale' || freshness === 'offline') return 'no-data';
  if (stateSample !== undefined) return stateOfCode(rules, stateSample);
  if (!isNumber(availability)) return 'no-data';
  if (availability < rules.stoppedBelowAvailability) return 'stopped';
  return isNumber(performance) && performance < rules.slowBelowPerformance ? 'slow' : 'running';
}

function stateOfCode(rules: StateRules, sample: number | null): WorkUnitState {
  // Object.hasOwn: a settings record must not answer for names that every object has.
  const code = String(sample);
  return Object.hasOwn(rules.codes, code) ? (rules.codes[code] ?? 'no-data') : 'no-data';
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && !Number.isNaN(value);
}
