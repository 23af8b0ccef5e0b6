import type { FigurePeriod, FigureRevision, ScoreFigure } from '../../shared/shift-figures';
import { MINUTE_MS } from '../../shared/time';
import {
  agree,
  closedBuckets,
  closedToMs,
  isSameTotals,
  type LevelBuckets,
  newestFilledMs,
  overlaid,
  type ScoreTotals,
  totalsOfScore,
} from './closed-buckets';
import type { FigureUnit } from './figure-unit';
import { type LevelAnswers, stretchesOf } from './period-reads';

/** How long after its end a bucket counts as told: samples come some seconds late, and tiles are read again for a minute. */
const CLOSED_AFTER_MS = 2 * MINUTE_MS;

/** What is remembered of one figure: of each closed bucket two numbers a score, twice. */
interface Remembered {
  /** The closed buckets as each was told first. */
  readonly first: readonly LevelBuckets[];
  /** As they were told last. */
  readonly last: readonly LevelBuckets[];
  readonly closedMs: number;
  /** Plant time at which a closed bucket was last seen to have changed; undefined: none has. */
  readonly revisedMs: number | undefined;
  readonly told: FigureRevision | undefined;
}

/**
 * What figures were before late, changed or deleted rows revised the buckets that they stand on. A figure that moves because time goes
 * on is not revised: closed buckets alone are compared, as each was told first. One memory for each unit and period, so that a shift
 * that ends takes its own along; those of periods that are no longer told are dropped.
 */
export class FigureRevisions {
  readonly #remembered = new Map<string, Remembered>();
  readonly #used = new Set<string>();

  /** Figures that are remembered. */
  get size(): number {
    return this.#remembered.size;
  }

  /**
   * Takes in what a figure is made of now.
   * @param told an answer for each of the unit's scores, level by level
   * @returns what has been revised of it; undefined: nothing has
   */
  note(
    { workUnitId, scores }: FigureUnit,
    period: FigurePeriod,
    told: readonly LevelAnswers[],
    nowMs: number,
  ): FigureRevision | undefined {
    const key = JSON.stringify([workUnitId, period.kind === 'shift' ? period.fromMs : period.kind]);
    this.#used.add(key);
    const before = this.#remembered.get(key);
    // What is not there just now is no revision, and neither is its coming back.
    if (!isWhole(told)) return before?.told;
    const closedMs = Math.max(closedBy(period, told, nowMs), before?.closedMs ?? Number.NEGATIVE_INFINITY);
    const last = closedBuckets(told, scores.length, closedMs);
    const first = before === undefined ? last : overlaid(last, before.first);
    const revisedMs = before === undefined || agree(before.last, last) ? before?.revisedMs : nowMs;
    const revision = revisedMs === undefined ? undefined : revisionOf(scores, { first, last }, revisedMs);
    this.#remembered.set(key, { first, last, closedMs, revisedMs, told: revision });
    return revision;
  }

  /** Forgets the figures that were not noted since this was called last. */
  forgetOthers(): void {
    for (const key of this.#remembered.keys()) if (!this.#used.has(key)) this.#remembered.delete(key);
    this.#used.clear();
  }
}

function isWhole(told: readonly LevelAnswers[]): boolean {
  return stretchesOf(told, ({ missing, preparing }) => [...missing, ...preparing]).length === 0;
}

/**
 * Up to when buckets are taken for told. While a shift is on not beyond its unit's newest sample: where rows come in batches, the next
 * one goes on from the last, and revises nothing.
 */
function closedBy({ kind, toMs }: FigurePeriod, told: readonly LevelAnswers[], nowMs: number): number {
  const byMs = nowMs - CLOSED_AFTER_MS;
  return kind === 'shift' && toMs <= byMs ? byMs : Math.min(byMs, newestFilledMs(told) ?? Number.NEGATIVE_INFINITY);
}

function revisionOf(
  scores: FigureUnit['scores'],
  { first, last }: Pick<Remembered, 'first' | 'last'>,
  revisedMs: number,
): FigureRevision | undefined {
  const untilMs = closedToMs(last);
  const changed = scores.flatMap((name, at) => {
    const [before, now] = [totalsOfScore(first, at), totalsOfScore(last, at)];
    return isSameTotals(before, now) ? [] : [{ name, before: figureOf(before), now: figureOf(now) }];
  });
  return untilMs === undefined || changed.length === 0 ? undefined : { revisedMs, untilMs, scores: changed };
}

function figureOf({ sum, count }: ScoreTotals): Pick<ScoreFigure, 'average' | 'count'> {
  return { average: count === 0 ? null : sum / count, count };
}
