import { intersect, type TimeRange } from '../time';

/** What a series says at one moment, in columns: times ascending, as many kinds. */
export interface Marks<Kind> {
  readonly timesMs: readonly number[];
  readonly kinds: readonly Kind[];
}

/** A stretch in which one thing was so. */
export interface Run<Kind> extends TimeRange {
  readonly kind: Kind;
}

export interface RunRules<Kind> {
  /** What is asked for; runs fill it without holes. */
  readonly range: TimeRange;
  /** Plant time up to which the marks are all there are; runs end there at the latest, and later marks are not looked at. */
  readonly knownToMs: number;
  /** Longest distance of two marks with nothing missing between them, as `longestStepMs` has it; ∞ where it is not known. */
  readonly stepMs: number;
  /** How long a mark speaks where the next one is further away than that; at most `stepMs`. */
  readonly holdMs: number;
  /** A mark as old as this, with none behind it, is the last one before a silence; at least `stepMs`: what is under way is not lost yet. */
  readonly trailingMs: number;
  /** What silence is called. */
  readonly silent: Kind;
}

/**
 * The changes of a series: every mark speaks until the next one; where that is too far away it speaks for a while, and then there is
 * silence until the next. Equal neighbours are one run, so there is one run a change. Marks from a step before the range on have to be
 * given: what was so when the range began was said before it. Depends on the marks alone, not on when or how often they came.
 * @returns in order of time, from the range's begin to its end or to `knownToMs`; none where that is before the range
 */
export function runsOf<Kind>({ timesMs, kinds }: Marks<Kind>, rules: RunRules<Kind>): readonly Run<Kind>[] {
  const { range, knownToMs, stepMs, holdMs, trailingMs, silent } = rules;
  const runs = new RunList<Kind>({ fromMs: range.fromMs, toMs: Math.min(range.toMs, knownToMs) });
  runs.add(Number.NEGATIVE_INFINITY, timesMs[0] ?? Number.POSITIVE_INFINITY, silent);
  const known = timesMs.findLastIndex((timeMs) => timeMs <= knownToMs) + 1;
  for (let at = 0; at < known; at++) {
    const fromMs = timesMs[at] as number;
    const isLast = at + 1 === known;
    const toMs = isLast ? Number.POSITIVE_INFINITY : (timesMs[at + 1] as number);
    const distanceMs = isLast ? knownToMs - fromMs : toMs - fromMs;
    const kind = kinds[at] as Kind;
    if (distanceMs <= (isLast ? trailingMs : stepMs)) runs.add(fromMs, toMs, kind);
    else {
      runs.add(fromMs, fromMs + holdMs, kind);
      runs.add(fromMs + holdMs, toMs, silent);
    }
  }
  return runs.list;
}

/** Runs with these stretches taken over by another kind: what is not known is neither one state nor another. */
export function overlaid<Kind>(
  runs: readonly Run<Kind>[],
  stretches: readonly TimeRange[],
  kind: Kind,
): readonly Run<Kind>[] {
  if (stretches.length === 0 || runs.length === 0) return runs;
  const whole = { fromMs: runs[0]?.fromMs ?? 0, toMs: runs.at(-1)?.toMs ?? 0 };
  const list = new RunList<Kind>(whole);
  const ordered = stretches.toSorted((a, b) => a.fromMs - b.fromMs);
  let next = 0;
  for (const run of runs) {
    let atMs = run.fromMs;
    while (atMs < run.toMs) {
      while ((ordered[next]?.toMs ?? Number.POSITIVE_INFINITY) <= atMs) next += 1;
      const part = ordered[next] && intersect(ordered[next] as TimeRange, { fromMs: atMs, toMs: run.toMs });
      list.add(atMs, part?.fromMs ?? run.toMs, run.kind);
      if (part !== undefined) list.add(part.fromMs, part.toMs, kind);
      atMs = part?.toMs ?? run.toMs;
    }
  }
  return list.list;
}

/** Runs within a range, equal neighbours joined. */
class RunList<Kind> {
  readonly list: Run<Kind>[] = [];
  readonly #range: TimeRange;

  constructor(range: TimeRange) {
    this.#range = range;
  }

  add(fromMs: number, toMs: number, kind: Kind): void {
    const part = intersect({ fromMs, toMs }, this.#range);
    if (part === undefined) return;
    const last = this.list.at(-1);
    if (last?.kind === kind && last.toMs === part.fromMs)
      this.list[this.list.length - 1] = { ...last, toMs: part.toMs };
    else this.list.push({ ...part, kind });
  }
}
