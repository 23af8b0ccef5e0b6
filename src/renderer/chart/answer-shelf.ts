import type { HistoryAnswer } from '../../shared/history-frame';
import { seriesKeyText } from '../../shared/series';
import type { TimeRange } from '../../shared/time';
import { united, without } from './ranges';

/** Of each level of a series: the newest ones, and before them the one that reaches furthest. */
const MOST_OF_LEVEL = 3;

/** Answers that were shown before, so that what is moved or zoomed to has a coarser picture until its own answer comes. */
export class AnswerShelf {
  readonly #kept = new Map<string, readonly HistoryAnswer[]>();
  readonly #beneath = new Map<string, readonly HistoryAnswer[]>();
  readonly #all = new Map<string, readonly HistoryAnswer[]>();

  /** Takes in what is shown now; series that are not among it are let go of. @param answers by seriesKeyText */
  show(answers: ReadonlyMap<string, HistoryAnswer>): void {
    for (const map of [this.#kept, this.#beneath, this.#all])
      for (const key of map.keys()) if (!answers.has(key)) map.delete(key);
    for (const [key, answer] of answers) {
      const kept = this.#kept.get(key) ?? [];
      if (kept[0] === answer) continue;
      this.#kept.set(key, fewOfEach([answer, ...kept.filter((each) => !replaces(answer, each))]));
      this.#join(key);
    }
  }

  /** Lays a wide, coarse picture beneath those that were shown; of series that are shown alone. */
  lay(answers: readonly HistoryAnswer[]): void {
    for (const answer of answers) {
      const key = seriesKeyText(answer.series);
      if (!this.#kept.has(key)) continue;
      const others = (this.#beneath.get(key) ?? []).filter(({ resolution }) => resolution !== answer.resolution);
      this.#beneath.set(key, [...others, answer]);
      this.#join(key);
    }
  }

  /** All that is kept of a series, the newest first, beginning with what is shown; the same array until that changes. */
  of(key: string): readonly HistoryAnswer[] {
    return this.#all.get(key) ?? NONE;
  }

  #join(key: string): void {
    this.#all.set(key, [...(this.#kept.get(key) ?? []), ...(this.#beneath.get(key) ?? [])]);
  }
}

const NONE: readonly HistoryAnswer[] = [];

/** The newest of each level, and the widest of the others, in their order. */
function fewOfEach(answers: readonly HistoryAnswer[]): readonly HistoryAnswer[] {
  return answers.filter((answer) => {
    const ofLevel = answers.filter(({ resolution }) => resolution === answer.resolution);
    if (ofLevel.indexOf(answer) < MOST_OF_LEVEL - 1) return true;
    const rest = ofLevel.slice(MOST_OF_LEVEL - 1);
    return answer === rest.reduce((widest, each) => (reachMs(each) > reachMs(widest) ? each : widest));
  });
}

function reachMs({ tiles }: HistoryAnswer): number {
  return (tiles.at(-1)?.range.toMs ?? 0) - (tiles[0]?.range.fromMs ?? 0);
}

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
