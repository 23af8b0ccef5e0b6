import { SHIFT_MS, shiftStartMs } from './calendar';
import { gaussian, hash32, hashText, uniform, wander } from './noise';
import type { WorkUnitModel } from './work-units';

/**
 * How a machine's speed and scrap wander while it runs: no two minutes are alike, and stops of some seconds (a jam, a
 * missing part) are too short for a state of their own, but cost pieces. Constant within a minute, so that totals over
 * any stretch are exact sums.
 */
export interface Course {
  /**
   * Sum of the pace's factor from the shift's begin, in ms of running as if undisturbed.
   * @param timeMs within the shift, ms since the epoch
   */
  paceMs(timeMs: number): number;
  /** The same, weighted with the factor of the scrap's share. */
  scrapMs(timeMs: number): number;
}

const SLOT_MS = 60_000;
const SLOTS = SHIFT_MS / SLOT_MS;
const SALT = 21;
const SPEED_WANDER_MS = 9 * SLOT_MS;
const SPEED_WANDER = 0.022;
const SPEED_NOISE = 0.008;
/** In one minute of so many of a machine that runs 45 minutes between disturbances; more often where it runs less. */
const MINOR_STOP_CHANCE = 0.08;
const USUAL_RUN_MIN = 45;
const SCRAP_WANDER_MS = 25 * SLOT_MS;
/** A bad reel, a worn tool: now and then a minute makes two or three times the usual scrap. */
const SCRAP_BURST_CHANCE = 0.04;

/** Draws a shift's course; pure in (seed, unit, shift). */
export function drawCourse(seed: number, unit: WorkUnitModel, shiftIndex: number): Course {
  const startMs = shiftStartMs(shiftIndex);
  const key = hash32(seed, hashText(unit.id), SALT);
  const factors = Array.from({ length: SLOTS }, (_, slot) => factorsAt(unit, key, startMs + slot * SLOT_MS));
  const pace = runningSum(factors.map((factor) => factor.pace));
  const scrap = runningSum(factors.map((factor) => factor.pace * factor.scrap));
  return {
    paceMs: (timeMs) => sumAt(pace, (timeMs - startMs) / SLOT_MS),
    scrapMs: (timeMs) => sumAt(scrap, (timeMs - startMs) / SLOT_MS),
  };
}

/** Factors of one minute, both about 1: pace from 0.5 to 1.05, scrap from 0.4 to 3.2. */
function factorsAt(unit: WorkUnitModel, key: number, slotMs: number) {
  const minute = slotMs / SLOT_MS;
  const chance = MINOR_STOP_CHANCE * Math.min(2, USUAL_RUN_MIN / unit.meanRunMin);
  const lost = uniform(key, minute, 1) < chance ? 0.08 + 0.32 * uniform(key, minute, 2) : 0;
  const speed = 1 + SPEED_WANDER * wander(key, slotMs, SPEED_WANDER_MS) + SPEED_NOISE * gaussian(key, minute, 3);
  const burst = uniform(key, minute, 4) < SCRAP_BURST_CHANCE ? 0.6 + 1.2 * uniform(key, minute, 5) : 0;
  return {
    pace: Math.min(1.05, speed) * (1 - lost),
    scrap: 0.9 + 0.5 * wander(key + 1, slotMs, SCRAP_WANDER_MS) + burst,
  };
}

/** Sums before each slot and after the last. */
function runningSum(values: readonly number[]): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, index) => {
    sums[index + 1] = (sums[index] ?? 0) + value;
  });
  return sums;
}

function sumAt(sums: Float64Array, slots: number): number {
  const index = Math.max(0, Math.min(SLOTS - 1, Math.floor(slots)));
  const [before, after] = [sums[index] ?? 0, sums[index + 1] ?? 0];
  return (before + (after - before) * (slots - index)) * SLOT_MS;
}
