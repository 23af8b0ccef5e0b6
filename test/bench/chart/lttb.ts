import { createLTTB } from 'downsample';
import { lttb } from '../../../src/shared/lttb';
import type { BenchContext, Figure } from '../figure';

const POINTS = 1_000_000;
const BUDGET = 1_000;
const WARM_UPS = 5;
const RUNS = 51;
const BENCH = 'chart';

/** 1,000,000 points to 1,000, against one plain pass over the same arrays; the result against the npm package `downsample`. */
export async function measureLttb({ say }: BenchContext): Promise<readonly Figure[]> {
  const { xs, ys } = recording();
  say(`checking ${POINTS} → ${BUDGET} points against the npm package downsample`);
  checkAgainstOracle(xs, ys, lttb(xs, ys, BUDGET));
  say(`timing ${RUNS} runs`);
  let used = 0;
  const value = medianMs(() => {
    used += lttb(xs, ys, BUDGET).length;
  });
  const floor = medianMs(() => {
    used += plainPass(xs, ys);
  });
  if (!Number.isFinite(used)) throw new Error('the plain pass met a value that is no number');
  return [{ bench: BENCH, figure: 'lttb_1m_to_1000_ms', value, unit: 'ms', floor, ratio: value / floor }];
}

/** A day and a half of a machine's temperature at 8 Hz: slow waves, noise and a few spikes; the same in each run. */
function recording(): { readonly xs: Float64Array; readonly ys: Float64Array } {
  const xs = new Float64Array(POINTS);
  const ys = new Float64Array(POINTS);
  let seed = 1;
  for (let i = 0; i < POINTS; i++) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const noise = seed / 2 ** 32;
    xs[i] = 1_700_000_000_000 + i * 125;
    ys[i] = 60 + 5 * Math.sin(i / 40_000) + noise + (noise > 0.999_99 ? 25 : 0);
  }
  return { xs, ys };
}

/** The least that reading both arrays once costs. */
function plainPass(xs: Float64Array, ys: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < xs.length; i++) sum += (xs[i] as number) + (ys[i] as number);
  return sum;
}

function medianMs(work: () => void): number {
  for (let i = 0; i < WARM_UPS; i++) work();
  const times = Array.from({ length: RUNS }, () => {
    const startMs = performance.now();
    work();
    return performance.now() - startMs;
  });
  return times.toSorted((a, b) => a - b)[RUNS >> 1] as number;
}

/**
 * The same points as the package keeps. It computes the end of its last run; where the product rounds to below n − 2 it
 * loses the last inner point and ends one point early. Only then its last run and last point are not compared.
 * @throws Error naming the first point that differs
 */
function checkAgainstOracle(xs: Float64Array, ys: Float64Array, ours: Uint32Array): void {
  const downsample = createLTTB<number>({ x: (i: number) => xs[i] as number, y: (i: number) => ys[i] as number });
  const theirs = Array.from(downsample([...xs.keys()], BUDGET));
  const endsEarly = theirs.at(-1) === POINTS - 2;
  const compared = endsEarly ? BUDGET - 3 : BUDGET;
  const differs = theirs.slice(0, compared).findIndex((index, at) => index !== ours[at]);
  if (differs >= 0 || theirs.length !== ours.length) {
    throw new Error(
      `LTTB keeps other points than the package downsample, first at ${differs}: ${ours[differs]}, not ${theirs[differs]}`,
    );
  }
}
