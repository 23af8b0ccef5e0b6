import { gaussian, hashText, uniform, wander } from './noise';
import type { Segment } from './schedule';
import type { MetricModel } from './work-units';

/**
 * One sensor's value at any moment: it follows the state's target with a lag (warm-up, cooling), wanders over hours,
 * and carries noise and rare spikes. The level at each segment's begin is worked out once per shift in closed form.
 */

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const NOISE_SALT = 21;
const SPIKE_SALT = 22;
const BAD_SALT = 23;
/** A machine at rest still moves its needle a little. */
const REST_ACTIVITY = 0.02;
/** One minute in 150 begins with a loose contact … */
const BAD_MINUTE_CHANCE = 1 / 150;
/** … that lasts so many seconds at most. */
const BAD_LENGTH_MAX_S = 12;

/** Levels at the begin of each segment of a shift, beside the segments. */
export type Levels = readonly number[];

/** What the value tends to during a segment. */
export function targetOf(metric: MetricModel, segment: Segment): number {
  if (metric.isCycleTime === true) return segment.pace > 0 ? metric.running / segment.pace : metric.running;
  const span = metric.running - metric.idle;
  if (segment.state === 'changeOver') return metric.idle + span * 0.1;
  return metric.idle + span * segment.pace;
}

/**
 * Levels at each segment's begin.
 * @param startLevel level at the first segment's begin
 */
export function levelsThrough(metric: MetricModel, segments: readonly Segment[], startLevel: number): Levels {
  const levels: number[] = [];
  let level = startLevel;
  for (const segment of segments) {
    levels.push(level);
    level = approach(metric, segment, level, segment.toMs);
  }
  return levels;
}

/** Level at a time inside (or at the end of) a segment that began at `level`. */
export function approach(metric: MetricModel, segment: Segment, level: number, timeMs: number): number {
  const target = targetOf(metric, segment);
  return target + (level - target) * Math.exp(-(timeMs - segment.fromMs) / (metric.lagS * 1_000));
}

/**
 * The sensor's reading, NaN during a loose contact.
 * @param key of the series, from `seriesKey`
 * @param level at this time, without drift and noise
 * @param isRunning spikes come only from a machine that moves
 */
export function reading(
  metric: MetricModel,
  key: number,
  timeMs: number,
  at: { readonly level: number; readonly isRunning: boolean },
): number {
  const minute = Math.floor(timeMs / MINUTE_MS);
  const second = (timeMs - minute * MINUTE_MS) / 1_000;
  if (metric.hasBadValues === true && isBad(key, minute, second)) return Number.NaN;
  const span = metric.running - metric.idle;
  const isCycleTime = metric.isCycleTime === true;
  const activity =
    isCycleTime || span === 0 ? 1 : Math.min(1, Math.max(REST_ACTIVITY, (at.level - metric.idle) / span));
  const offset = 0.6 * wander(key, timeMs, 5 * HOUR_MS) + 0.4 * wander(key + 1, timeMs, 35 * MINUTE_MS);
  const value =
    at.level +
    metric.drift * offset * activity +
    metric.noise * gaussian(key, timeMs, NOISE_SALT) * activity +
    (at.isRunning ? spikeAt(metric, key, minute, second) : 0);
  return round(Math.max(0, value), metric.noise);
}

/** Key of a series' randomness. */
export function seriesKey(seed: number, workUnitId: string, metricName: string): number {
  return hashText(`${seed}/${workUnitId}/${metricName}`);
}

function isBad(key: number, minute: number, second: number): boolean {
  if (uniform(key, minute, BAD_SALT) >= BAD_MINUTE_CHANCE) return false;
  return second <= uniform(key, minute, BAD_SALT, 1) * BAD_LENGTH_MAX_S;
}

/** A jump that fades within seconds, somewhere in the minute. */
function spikeAt(metric: MetricModel, key: number, minute: number, second: number): number {
  if (metric.spikeChance === 0 || uniform(key, minute, SPIKE_SALT) >= metric.spikeChance) return 0;
  const begin = Math.floor(uniform(key, minute, SPIKE_SALT, 1) * 45);
  if (second < begin) return 0;
  const height = metric.spike * (0.4 + 0.6 * uniform(key, minute, SPIKE_SALT, 2));
  return height * Math.exp(-(second - begin) / 4);
}

/** Sensors have a resolution: one digit finer than their noise. */
function round(value: number, noise: number): number {
  const digits = Math.max(0, 1 - Math.floor(Math.log10(noise)));
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
