import type { HistoryAnswer } from '../../shared/history-frame';
import type { TimeRange } from '../../shared/time';
import { united, without } from './ranges';

/** Of each series; an hour, a day and a month of it, there and back. */
const MOST_KEPT = 6;

/** Answers that were shown before, so that what is moved or zoomed to has a coarser picture until its own answer comes. */
export class AnswerShelf {
  readonly #kept = new Map<string, readonly HistoryAnswer[]>();

  /** Takes in what is shown now; series that are not among it are let go of. @param answers by seriesKeyText */
  show(answers: ReadonlyMap<string, HistoryAnswer>): void {
    for (const key of this.#kept.keys()) if (!answers.has(key)) this.#kept.delete(key);
    for (const [key, answer] of answers) {
      const kept = this.#kept.get(key) ?? [];
      if (kept[0] !== answer)
        this.#kept.set(key, [answer, ...kept.filter((each) => !replaces(answer, each))].slice(0, MOST_KEPT));
    }
  }

  /** All that is kept of a series, the newest first, beginning with what is shown; the same array until that changes. */
  of(key: string): readonly HistoryAnswer[] {
    return this.#kept.get(key) ?? NONE;
  }
}

const NONE: readonly HistoryAnswer[] = [];

/** Whether an answer makes an older one needless: it holds as much or more at the same level. */
function replaces(answer: HistoryAnswer, older: HistoryAnswer): boolean {
  if (answer === older) return true;
  const [first, last] = [answer.tiles[0]?.range.fromMs ?? 0, answer.tiles.at(-1)?.range.toMs ?? 0];
  const [olderFirst, olderLast] = [older.tiles[0]?.range.fromMs ?? 0, older.tiles.at(-1)?.range.toMs ?? 0];
  return answer.resolution === older.resolution && first <= olderFirst && last >= olderLast;
}

/** A hand that pans leaves the span as it is, but for a rounding. */
const SAME_SPAN_SHARE = 0.001;

/**
 * Whether an answer shows all of a range, so that another would show the same: of its span, hence at its level.
 * @param spanMs the range's that it was asked for
 */
export function holds(answer: HistoryAnswer | undefined, range: TimeRange, spanMs: number): boolean {
  if (answer === undefined || Math.abs(range.toMs - range.fromMs - spanMs) > SAME_SPAN_SHARE * spanMs) return false;
  return without([range], united(answer.tiles.map((tile) => tile.range))).length === 0;
}
