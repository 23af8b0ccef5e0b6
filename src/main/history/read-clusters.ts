import type { TimeRange } from '../../shared/time';

/** Something to be read over a stretch of time. */
export interface Stretch<Owner> {
  readonly owner: Owner;
  readonly range: TimeRange;
}

/** Stretches that are read together: every owner over the whole range. */
export interface ReadCluster<Owner> {
  readonly range: TimeRange;
  readonly owners: readonly Owner[];
}

/** No series is read over more than this many times what was asked of it. */
const MOST_EXCESS = 2;

/**
 * Groups stretches into as few reads as make sense: stretches that overlap are read as one range, unless somebody's
 * short stretch would be read far beyond what was asked (one chart of an hour beside one of ten years).
 */
export function readClusters<Owner>(stretches: readonly Stretch<Owner>[]): readonly ReadCluster<Owner>[] {
  const clusters: { range: TimeRange; shortestMs: number; owners: Set<Owner> }[] = [];
  for (const { owner, range } of stretches.toSorted(
    (a, b) => a.range.fromMs - b.range.fromMs || b.range.toMs - a.range.toMs,
  )) {
    const lengthMs = range.toMs - range.fromMs;
    const fitting = clusters.find((cluster) => {
      if (range.fromMs >= cluster.range.toMs) return false;
      const unionMs = Math.max(range.toMs, cluster.range.toMs) - cluster.range.fromMs;
      return unionMs <= MOST_EXCESS * Math.min(lengthMs, cluster.shortestMs);
    });
    if (fitting === undefined) {
      clusters.push({ range, shortestMs: lengthMs, owners: new Set([owner]) });
      continue;
    }
    fitting.range = { fromMs: fitting.range.fromMs, toMs: Math.max(range.toMs, fitting.range.toMs) };
    fitting.shortestMs = Math.min(fitting.shortestMs, lengthMs);
    fitting.owners.add(owner);
  }
  return clusters.map(({ range, owners }) => ({ range, owners: [...owners] }));
}
