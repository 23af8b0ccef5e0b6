import type { Run } from './runs';

/** How long each kind lasted in all, in ms; kinds that did not occur are not there. Together they are as long as the runs. */
export function durationsOf<Kind extends string>(runs: readonly Run<Kind>[]): Partial<Record<Kind, number>> {
  const durations: Partial<Record<Kind, number>> = {};
  for (const { kind, fromMs, toMs } of runs) durations[kind] = (durations[kind] ?? 0) + toMs - fromMs;
  return durations;
}

/**
 * At most so many runs: the shortest are taken over by the one before them, until few enough are left. For drawing; durations are to
 * be taken before.
 */
export function fewerRuns<Kind>(runs: readonly Run<Kind>[], most: number): readonly Run<Kind>[] {
  const [first, ...others] = runs;
  if (first === undefined || runs.length <= most) return runs;
  const lengths = others.map(lengthMs).toSorted((a, b) => b - a);
  // The first is kept in any case: the range begins with it.
  const leastMs = lengths[most - 2] ?? Number.POSITIVE_INFINITY;
  let room = most - 1 - lengths.filter((each) => each > leastMs).length;
  const kept: Run<Kind>[] = [first];
  for (const run of others) {
    const isKept = lengthMs(run) > leastMs || (lengthMs(run) === leastMs && room-- > 0);
    const last = kept.at(-1) as Run<Kind>;
    if (isKept && last.kind !== run.kind) kept.push(run);
    else kept[kept.length - 1] = { ...last, toMs: run.toMs };
  }
  return kept;
}

function lengthMs({ fromMs, toMs }: Run<unknown>): number {
  return toMs - fromMs;
}
