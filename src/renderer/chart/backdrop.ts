import type { HistoryAnswer } from '../../shared/history-frame';
import { RESOLUTIONS } from '../../shared/series';
import type { TimeRange } from '../../shared/time';
import { preparedSeries } from './prepared-series';
import { common, united, without } from './ranges';
import type { Tail } from './samples';
import { segmentsWithin } from './series-picture';
import { type LineSource, type ThinnedLine, thinnedLine } from './thinned-line';

/** An older, as a rule coarser, picture of a stretch that the present answer does not hold. */
export interface Backdrop {
  readonly source: LineSource;
  readonly line: ThinnedLine;
}

export interface BackdropInput {
  /** What was shown before, the present answer first. */
  readonly kept: readonly HistoryAnswer[];
  readonly range: TimeRange;
  readonly nowMs: number;
  /** Width of the range in pixels of the device. */
  readonly pixelColumns: number;
}

const NO_TAIL: Tail = { timesMs: [], values: [] };

/** What fills the parts of the range that the present answer does not hold: older ones, the finest first, of a level the newest. */
export function backdrops({ kept, range, nowMs, pixelColumns }: BackdropInput): readonly Backdrop[] {
  const [present, ...older] = kept;
  if (present === undefined) return [];
  let open = without([{ fromMs: range.fromMs, toMs: Math.min(range.toMs, nowMs) }], heldBy(present));
  const found: Backdrop[] = [];
  const finestFirst = older.toSorted((a, b) => RESOLUTIONS.indexOf(a.resolution) - RESOLUTIONS.indexOf(b.resolution));
  for (const answer of finestFirst) {
    if (open.length === 0) break;
    const parts = common(open, heldBy(answer));
    for (const part of parts) found.push(backdrop(answer, part, { range, pixelColumns }));
    open = without(open, parts);
  }
  return found;
}

/**
 * The parts of the range of which nothing that is at hand tells anything yet: neither points, nor that there are none, nor why they
 * are not to be had. What is newer than the present answer is the live tail's.
 */
export function unread({ kept, range }: Pick<BackdropInput, 'kept' | 'range'>): readonly TimeRange[] {
  const toMs = Math.max(...kept.map(({ asOfMs }) => asOfMs));
  const [present, ...older] = kept;
  // Why something is missing is told of the present answer; where an older one has nothing there is nothing to be seen.
  const told = [
    ...(present === undefined ? [] : [present.range, ...present.tiles.map((tile) => tile.range)]),
    ...older.flatMap(shownBy),
  ];
  return without([{ fromMs: range.fromMs, toMs: Math.min(range.toMs, toMs) }], united(told)).filter(
    (part) => part.fromMs < part.toMs,
  );
}

const heldBy = ofAnswer(({ tiles }) =>
  united(tiles.map(({ range, asOfMs }) => ({ fromMs: range.fromMs, toMs: Math.min(range.toMs, asOfMs) }))),
);

const shownBy = ofAnswer(({ tiles, missing, preparing }) =>
  without(united(tiles.map((tile) => tile.range)), united([...missing, ...preparing])),
);

/** The same of each answer, which is asked for sixty times a second while a hand moves the chart. */
function ofAnswer(
  make: (answer: HistoryAnswer) => readonly TimeRange[],
): (answer: HistoryAnswer) => readonly TimeRange[] {
  const made = new WeakMap<HistoryAnswer, readonly TimeRange[]>();
  return (answer) => {
    const known = made.get(answer);
    if (known !== undefined) return known;
    const ranges = make(answer);
    made.set(answer, ranges);
    return ranges;
  };
}

function backdrop(
  answer: HistoryAnswer,
  part: TimeRange,
  input: Pick<BackdropInput, 'range' | 'pixelColumns'>,
): Backdrop {
  const { range, pixelColumns } = input;
  // As of when it was read, so that it is made ready once and not with each second that passes.
  const { timesMs, values, mins, maxs, segments } = preparedSeries({ answer, tail: NO_TAIL, nowMs: answer.asOfMs });
  const source = {
    ...{ timesMs, values, mins, maxs, resolution: answer.resolution },
    segments: segmentsWithin({ segments, timesMs }, part),
  };
  const share = (part.toMs - part.fromMs) / (range.toMs - range.fromMs);
  return { source, line: thinnedLine(source, part, Math.max(1, Math.round(share * pixelColumns))) };
}
