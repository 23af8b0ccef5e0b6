import { plannedStops, SHIFT_MS, type Stretch, shiftStartMs } from './calendar';
import { type Course, drawCourse } from './course';
import { hashText, uniformStream } from './noise';
import type { UnitState, WorkUnitModel } from './work-units';

/** A stretch in one state. Bounds lie on whole seconds, so that a change of state has a sample of its own. */
export interface Segment extends Stretch {
  readonly state: UnitState;
  /** Mean speed as a share of the ideal one, 0 where nothing is produced; up to 1.05. */
  readonly pace: number;
  /** Mean share of the pieces of this stretch that is scrap. */
  readonly scrapShare: number;
  /** How pace and scrap wander through the shift; the same for all its segments. */
  readonly course: Course;
  /** Totals of the shift when this segment begins. */
  readonly before: Totals;
}

/** Totals since the shift's begin. Pieces are not yet whole: a machine is between two of them most of the time. */
export interface Totals {
  /** Time in which production was planned, ms. */
  readonly busyMs: number;
  /** Time in which it ran, slow or not, ms. */
  readonly runMs: number;
  readonly goodPieces: number;
  readonly scrapPieces: number;
}

const ZERO: Totals = { busyMs: 0, runMs: 0, goodPieces: 0, scrapPieces: 0 };
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** Draws one shift of a work unit. Pure: the same seed, unit and shift give the same segments, covering the shift. */
export function drawShift(seed: number, unit: WorkUnitModel, shiftIndex: number): readonly Segment[] {
  const random = uniformStream(seed, hashText(unit.id), shiftIndex);
  const course = drawCourse(seed, unit, shiftIndex);
  const segments: Segment[] = [];
  let changeOverAtMs = shiftStartMs(shiftIndex) + (60 + random() * 300) * MINUTE_MS;
  for (const stretch of productionAndStops(unit, shiftIndex)) {
    let cursorMs = stretch.fromMs;
    while (cursorMs < stretch.toMs) {
      const draw = stretch.isPlannedStop
        ? { state: 'plannedStop' as const, lengthMs: stretch.toMs - cursorMs, pace: 0 }
        : drawStretch(unit, random, segments.at(-1)?.state, cursorMs >= changeOverAtMs);
      if (draw.state === 'changeOver') changeOverAtMs = Number.POSITIVE_INFINITY;
      const toMs = Math.min(stretch.toMs, cursorMs + Math.max(SECOND_MS, wholeSeconds(draw.lengthMs)));
      const scrapShare = unit.scrapShare * (0.3 + random() * 1.6);
      segments.push({
        ...draw,
        course,
        fromMs: cursorMs,
        toMs,
        scrapShare,
        before: totalsAfter(unit, segments.at(-1)),
      });
      cursorMs = toMs;
    }
  }
  return segments;
}

interface DrawnStretch {
  readonly state: UnitState;
  readonly lengthMs: number;
  readonly pace: number;
}

/** What comes next while production is planned: a run after every disturbance, then a disturbance of some kind. */
function drawStretch(
  unit: WorkUnitModel,
  random: () => number,
  previous: UnitState | undefined,
  changeOverIsDue: boolean,
): DrawnStretch {
  if (previous !== 'running') {
    // Exponential lengths, as breakdowns come, but never so short that the unit only flickers.
    const lengthMs = (3 - unit.meanRunMin * Math.log(1 - random() * 0.98)) * MINUTE_MS;
    return { state: 'running', lengthMs, pace: 0.91 + random() * 0.13 };
  }
  const kind = random();
  if (changeOverIsDue) return { state: 'changeOver', lengthMs: (12 + random() * 18) * MINUTE_MS, pace: 0 };
  if (kind < 0.4) return { state: 'slow', lengthMs: (4 + random() * 14) * MINUTE_MS, pace: 0.45 + random() * 0.3 };
  if (kind < 0.65) return { state: 'stopped', lengthMs: (20 + random() * 70) * SECOND_MS, pace: 0 };
  return { state: 'stopped', lengthMs: (2 + random() * random() * 22) * MINUTE_MS, pace: 0 };
}

function* productionAndStops(unit: WorkUnitModel, shiftIndex: number): Generator<Stretch & { isPlannedStop: boolean }> {
  let cursorMs = shiftStartMs(shiftIndex);
  const endMs = cursorMs + SHIFT_MS;
  for (const stop of plannedStops(unit.line, shiftIndex)) {
    if (stop.fromMs > cursorMs) yield { fromMs: cursorMs, toMs: stop.fromMs, isPlannedStop: false };
    yield { ...stop, isPlannedStop: true };
    cursorMs = stop.toMs;
  }
  if (cursorMs < endMs) yield { fromMs: cursorMs, toMs: endMs, isPlannedStop: false };
}

/** The last segment that begins at or before a time inside the shift. */
export function segmentAt(segments: readonly Segment[], timeMs: number): Segment {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((segments[middle]?.fromMs ?? Number.POSITIVE_INFINITY) <= timeMs) low = middle;
    else high = middle - 1;
  }
  const found = segments[low];
  if (found === undefined) throw new RangeError('a shift has at least one segment');
  return found;
}

/** Totals of the shift at a time inside (or at the end of) a segment. */
export function totalsWithin(unit: WorkUnitModel, segment: Segment, timeMs: number): Totals {
  const { course, fromMs } = segment;
  const endMs = Math.min(timeMs, segment.toMs);
  const elapsedMs = endMs - fromMs;
  const perMs = (unit.idealPerMinute * segment.pace) / MINUTE_MS;
  const pieces = perMs === 0 ? 0 : perMs * (course.paceMs(endMs) - course.paceMs(fromMs));
  const scrap = perMs === 0 ? 0 : perMs * segment.scrapShare * (course.scrapMs(endMs) - course.scrapMs(fromMs));
  return {
    busyMs: segment.before.busyMs + (segment.state === 'plannedStop' ? 0 : elapsedMs),
    runMs: segment.before.runMs + (segment.pace > 0 ? elapsedMs : 0),
    goodPieces: segment.before.goodPieces + pieces - scrap,
    scrapPieces: segment.before.scrapPieces + scrap,
  };
}

function totalsAfter(unit: WorkUnitModel, segment: Segment | undefined): Totals {
  return segment === undefined ? ZERO : totalsWithin(unit, segment, segment.toMs);
}

function wholeSeconds(lengthMs: number): number {
  return Math.round(lengthMs / SECOND_MS) * SECOND_MS;
}
