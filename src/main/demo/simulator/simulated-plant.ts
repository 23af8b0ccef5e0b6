import { SHIFT_MS, shiftIndexAt, shiftStartMs } from './calendar';
import { drawOutages, isWithin, NO_OUTAGES, type Outages } from './outages';
import { drawShift, type Segment, segmentAt, type Totals, totalsWithin } from './schedule';
import { approach, type Levels, levelsThrough, reading, seriesKey, targetOf } from './sensor';
import {
  GOOD_COUNT_METRIC,
  type MetricModel,
  STATE_CODES,
  STATE_METRIC,
  WORK_UNITS,
  type WorkUnitModel,
} from './work-units';

/** Rows for `metric`, as columns of equal length; times in ms since the epoch. NaN is a bad value, written as such. */
export interface MetricRows {
  readonly timesMs: number[];
  readonly workUnitIds: string[];
  readonly names: string[];
  readonly values: number[];
}

/** Rows for `performance_metric`, as columns of equal length; scores are fractions, performance may exceed 1. */
export interface OeeRows {
  readonly timesMs: number[];
  readonly workUnitIds: string[];
  readonly oeeScores: number[];
  readonly availabilities: number[];
  readonly performances: number[];
  readonly qualities: number[];
}

export interface SimulatedPlantOptions {
  readonly seed: number;
  /** Whether sensors and units fall silent now and then (default), as in a real shop. */
  readonly withOutages?: boolean;
  readonly units?: readonly WorkUnitModel[];
}

/** OEE samples and the state come every 10 s. */
export const OEE_STEP_MS = 10_000;
const OEE_WINDOW_MS = 600_000;
/** How far back performance and quality look for some minutes of running before they count as not available. */
const RATIO_WINDOWS_MS = [OEE_WINDOW_MS, 3_600_000, SHIFT_MS] as const;
const MIN_RUN_MS = 60_000;
/** Shifts kept worked out per unit: the live one and its neighbours. */
const SHIFTS_KEPT = 4;

interface Shift {
  readonly segments: readonly Segment[];
  readonly outages: Outages;
  readonly end: Totals;
  /** Levels by metric name, worked out when first asked for. */
  readonly levels: Map<string, Levels>;
}

/**
 * The simulated shop as a function of (seed, time): any sample can be computed alone, so a backfill in blocks and
 * the live values after it meet without a seam, whenever and however often the process was started. The only state
 * is a small cache of shifts.
 */
export class SimulatedPlant {
  readonly units: readonly WorkUnitModel[];
  readonly #seed: number;
  readonly #withOutages: boolean;
  readonly #shifts = new Map<string, Map<number, Shift>>();

  constructor(options: SimulatedPlantOptions) {
    this.#seed = options.seed;
    this.#withOutages = options.withOutages ?? true;
    this.units = options.units ?? WORK_UNITS;
  }

  /**
   * Samples of one unit's sensors and its piece counter in [fromMs, toMs), one each at every multiple of `stepMs`.
   * @param into columns to append to
   */
  sensorRows(unit: WorkUnitModel, fromMs: number, toMs: number, stepMs: number, into: MetricRows = emptyMetricRows()) {
    for (let timeMs = Math.ceil(fromMs / stepMs) * stepMs; timeMs < toMs; timeMs += stepMs) {
      const shift = this.#shiftAt(unit, timeMs);
      if (isWithin(shift.outages.unit, timeMs)) continue;
      for (const metric of unit.metrics) {
        const outage = shift.outages.byMetric.get(metric.name);
        if (outage !== undefined && isWithin([outage], timeMs)) continue;
        push(into, timeMs, unit.id, metric.name, this.#read(unit, metric, timeMs));
      }
      push(into, timeMs, unit.id, GOOD_COUNT_METRIC, this.goodCount(unit, timeMs));
    }
    return into;
  }

  /** Samples of the unit's state in [fromMs, toMs): every 10 s and at each change. */
  stateRows(unit: WorkUnitModel, fromMs: number, toMs: number, into: MetricRows = emptyMetricRows()): MetricRows {
    for (const timeMs of this.#stateTimes(unit, fromMs, toMs)) {
      const shift = this.#shiftAt(unit, timeMs);
      if (isWithin(shift.outages.unit, timeMs)) continue;
      push(into, timeMs, unit.id, STATE_METRIC, STATE_CODES[segmentAt(shift.segments, timeMs).state]);
    }
    return into;
  }

  /** The unit's state at the time itself, where {@link stateRows} has no row of it: what a machine tells on connecting. */
  stateOnConnect(unit: WorkUnitModel, timeMs: number, into: MetricRows): MetricRows {
    const { outages, segments } = this.#shiftAt(unit, timeMs);
    const { fromMs, state } = segmentAt(segments, timeMs);
    const hasRow = timeMs % OEE_STEP_MS === 0 || fromMs === timeMs;
    if (!hasRow && !isWithin(outages.unit, timeMs)) push(into, timeMs, unit.id, STATE_METRIC, STATE_CODES[state]);
    return into;
  }

  /**
   * OEE samples of the unit in [fromMs, toMs), every 10 s, over the last 10 minutes. While no production was planned
   * in them there is no sample: a zero denominator is not available, never 0 or 100 %.
   */
  oeeRows(unit: WorkUnitModel, fromMs: number, toMs: number, into: OeeRows = emptyOeeRows()): OeeRows {
    for (let timeMs = Math.ceil(fromMs / OEE_STEP_MS) * OEE_STEP_MS; timeMs < toMs; timeMs += OEE_STEP_MS) {
      if (isWithin(this.#shiftAt(unit, timeMs).outages.unit, timeMs)) continue;
      const oee = this.#oeeAt(unit, timeMs);
      if (oee === undefined) continue;
      into.timesMs.push(timeMs);
      into.workUnitIds.push(unit.id);
      into.oeeScores.push(oee.availability * oee.performance * oee.quality);
      into.availabilities.push(oee.availability);
      into.performances.push(oee.performance);
      into.qualities.push(oee.quality);
    }
    return into;
  }

  /** Good pieces since the shift began; starts again at 0 with each shift. */
  goodCount(unit: WorkUnitModel, timeMs: number): number {
    return Math.floor(this.#totalsAt(unit, timeMs).goodPieces);
  }

  /** The segment of the schedule that holds a time. */
  segment(unit: WorkUnitModel, timeMs: number): Segment {
    return segmentAt(this.#shiftAt(unit, timeMs).segments, timeMs);
  }

  #oeeAt(unit: WorkUnitModel, timeMs: number) {
    const window = this.#between(unit, timeMs - OEE_WINDOW_MS, timeMs);
    if (window.busyMs === 0) return undefined;
    const ratios = this.#performanceAndQuality(unit, timeMs);
    return ratios === undefined ? undefined : { availability: window.runMs / window.busyMs, ...ratios };
  }

  /** Over the last 10 minutes; a unit that hardly ran in them is judged by when it last did. */
  #performanceAndQuality(unit: WorkUnitModel, timeMs: number) {
    for (const windowMs of RATIO_WINDOWS_MS) {
      const { runMs, goodPieces, scrapPieces } = this.#between(unit, timeMs - windowMs, timeMs);
      const pieces = goodPieces + scrapPieces;
      if (runMs < MIN_RUN_MS || pieces === 0) continue;
      return { performance: pieces / ((runMs / 60_000) * unit.idealPerMinute), quality: goodPieces / pieces };
    }
    return undefined;
  }

  /**
   * What was added between two times, at most one shift apart. Pieces stay unrounded: counted whole, a machine of two
   * pieces a minute would jump to 150 % whenever a stop leaves little running time in the window.
   */
  #between(unit: WorkUnitModel, fromMs: number, toMs: number): Totals {
    const from = this.#totalsAt(unit, fromMs);
    const to = this.#totalsAt(unit, toMs);
    const sameShift = shiftIndexAt(fromMs) === shiftIndexAt(toMs);
    const carried = sameShift ? undefined : this.#shiftAt(unit, fromMs).end;
    return {
      busyMs: to.busyMs - from.busyMs + (carried?.busyMs ?? 0),
      runMs: to.runMs - from.runMs + (carried?.runMs ?? 0),
      goodPieces: to.goodPieces - from.goodPieces + (carried?.goodPieces ?? 0),
      scrapPieces: to.scrapPieces - from.scrapPieces + (carried?.scrapPieces ?? 0),
    };
  }

  #totalsAt(unit: WorkUnitModel, timeMs: number): Totals {
    return totalsWithin(unit, this.segment(unit, timeMs), timeMs);
  }

  #read(unit: WorkUnitModel, metric: MetricModel, timeMs: number): number {
    const shift = this.#shiftAt(unit, timeMs);
    const segment = segmentAt(shift.segments, timeMs);
    // A cycle time is that of the last finished cycle: at rest it stands where it was when the machine stopped.
    const isHeld = metric.isCycleTime === true && segment.pace === 0;
    const readMs = isHeld ? segment.fromMs : timeMs;
    const level = approach(metric, segment, this.#levelAtBegin(unit, metric, shift, segment, timeMs), readMs);
    const key = seriesKey(this.#seed, unit.id, metric.name);
    return reading(metric, key, readMs, { level, isRunning: segment.pace > 0 });
  }

  #levelAtBegin(unit: WorkUnitModel, metric: MetricModel, shift: Shift, segment: Segment, timeMs: number): number {
    let levels = shift.levels.get(metric.name);
    if (levels === undefined) {
      // One shift of run-up is plenty: the slowest sensor forgets in 40 minutes.
      const earlier = drawShift(this.#seed, unit, shiftIndexAt(timeMs) - 1);
      levels = levelsThrough(metric, shift.segments, this.#levelAfter(metric, earlier));
      shift.levels.set(metric.name, levels);
    }
    return levels[shift.segments.indexOf(segment)] ?? targetOf(metric, segment);
  }

  #levelAfter(metric: MetricModel, segments: readonly Segment[]): number {
    const first = segments[0];
    const last = segments.at(-1);
    if (first === undefined || last === undefined) return metric.idle;
    const begin = levelsThrough(metric, segments, targetOf(metric, first)).at(-1) ?? metric.idle;
    return approach(metric, last, begin, last.toMs);
  }

  *#stateTimes(unit: WorkUnitModel, fromMs: number, toMs: number): Generator<number> {
    let nextGridMs = Math.ceil(fromMs / OEE_STEP_MS) * OEE_STEP_MS;
    for (let timeMs = fromMs; timeMs < toMs; ) {
      const segment = this.segment(unit, timeMs);
      if (segment.fromMs >= fromMs && segment.fromMs < nextGridMs) yield segment.fromMs;
      for (; nextGridMs < Math.min(segment.toMs, toMs); nextGridMs += OEE_STEP_MS) yield nextGridMs;
      timeMs = segment.toMs;
    }
  }

  #shiftAt(unit: WorkUnitModel, timeMs: number): Shift {
    const index = shiftIndexAt(timeMs);
    let shifts = this.#shifts.get(unit.id);
    if (shifts === undefined) {
      shifts = new Map();
      this.#shifts.set(unit.id, shifts);
    }
    const known = shifts.get(index);
    if (known !== undefined) return known;
    const segments = drawShift(this.#seed, unit, index);
    const shift: Shift = {
      segments,
      outages: this.#withOutages ? drawOutages(this.#seed, unit, index) : NO_OUTAGES,
      end: totalsWithin(unit, segmentAt(segments, shiftStartMs(index + 1)), shiftStartMs(index + 1)),
      levels: new Map(),
    };
    shifts.set(index, shift);
    const oldest = shifts.keys().next();
    if (shifts.size > SHIFTS_KEPT && oldest.done !== true) shifts.delete(oldest.value);
    return shift;
  }
}

export function emptyMetricRows(): MetricRows {
  return { timesMs: [], workUnitIds: [], names: [], values: [] };
}

export function emptyOeeRows(): OeeRows {
  return { timesMs: [], workUnitIds: [], oeeScores: [], availabilities: [], performances: [], qualities: [] };
}

function push(rows: MetricRows, timeMs: number, workUnitId: string, name: string, value: number): void {
  rows.timesMs.push(timeMs);
  rows.workUnitIds.push(workUnitId);
  rows.names.push(name);
  rows.values.push(value);
}
