import { SHIFT_MS, type Stretch, shiftStartMs } from './calendar';
import { hashText, uniformStream } from './noise';
import type { WorkUnitModel } from './work-units';

/** Missing stretches of one unit in one shift: nothing is recorded there, neither live nor in the backfill. */
export interface Outages {
  /** The whole unit is silent: its controller restarts, or the line's network stumbles. */
  readonly unit: readonly Stretch[];
  /** One sensor is gone, by metric name. */
  readonly byMetric: ReadonlyMap<string, Stretch>;
}

export const NO_OUTAGES: Outages = { unit: [], byMetric: new Map() };

const SECOND_MS = 1_000;
const UNIT_SALT = 11;
const LINE_SALT = 12;
/** In about one shift of three a unit is silent for some minutes. */
const UNIT_SILENCE_CHANCE = 0.35;
/** In every second shift a line's switch loses all its units for some seconds. */
const HICCUP_CHANCE = 0.5;
/** With 24 sensors and three shifts: about nine sensor outages a day in the shop. */
const SENSOR_OUTAGE_CHANCE = 0.12;

/** Draws the missing stretches; pure in (seed, unit, shift). The stumbling network hits all units of a line at once. */
export function drawOutages(seed: number, unit: WorkUnitModel, shiftIndex: number): Outages {
  const random = uniformStream(seed, hashText(unit.id), shiftIndex, UNIT_SALT);
  const lineRandom = uniformStream(seed, hashText(unit.line), shiftIndex, LINE_SALT);
  const silence = maybe(random, UNIT_SILENCE_CHANCE, shiftIndex, 90, 360);
  const hiccup = maybe(lineRandom, HICCUP_CHANCE, shiftIndex, 20, 50);
  const byMetric = new Map<string, Stretch>();
  for (const metric of unit.metrics) {
    const outage = maybe(random, SENSOR_OUTAGE_CHANCE, shiftIndex, 180, 1_500);
    if (outage !== undefined) byMetric.set(metric.name, outage);
  }
  return { unit: [silence, hiccup].filter((stretch) => stretch !== undefined), byMetric };
}

/** Always draws three numbers, so that one stretch's chance never moves another. */
function maybe(
  random: () => number,
  chance: number,
  shiftIndex: number,
  minS: number,
  maxS: number,
): Stretch | undefined {
  const happens = random() < chance;
  const place = random();
  const lengthMs = Math.round(minS + random() * (maxS - minS)) * SECOND_MS;
  if (!happens) return undefined;
  const fromMs = shiftStartMs(shiftIndex) + Math.round((place * (SHIFT_MS - lengthMs)) / SECOND_MS) * SECOND_MS;
  return { fromMs, toMs: fromMs + lengthMs };
}

/** True where a time lies in one of the stretches. */
export function isWithin(stretches: readonly Stretch[], timeMs: number): boolean {
  return stretches.some((stretch) => timeMs >= stretch.fromMs && timeMs < stretch.toMs);
}
