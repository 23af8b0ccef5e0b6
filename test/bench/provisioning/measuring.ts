import type { Figure } from '../figure';

/** A figure beside its floor. */
export function figureOf(figure: string, unit: string, value: number, floor: number): Figure {
  return { bench: 'provisioning', figure, value, unit, floor, ratio: value / floor };
}

export async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/** The median of several runs, after one that warms up; ms. */
export async function medianMs(runs: number, work: () => Promise<unknown>): Promise<number> {
  await work();
  const times: number[] = [];
  for (let index = 0; index < runs; index++) times.push(await timeMs(work));
  return times.toSorted((a, b) => a - b)[runs >> 1] ?? Number.NaN;
}
