import { type LimitKind, limitKind } from '../../shared/states/limit-marks';
import { type Run, runsOf } from '../../shared/states/runs';
import type { TimeRange } from '../../shared/time';
import type { PreparedSeries } from './prepared-series';

export interface ChartLimits {
  readonly lowLimit?: number | undefined;
  readonly highLimit?: number | undefined;
}

/** Where a series stands outside its limits; nothing else is in it. */
export type Violation = Run<'high' | 'low'>;

interface Kept extends ChartLimits {
  readonly runs: readonly Violation[];
}

const newest = new WeakMap<PreparedSeries, Kept>();

/**
 * Where a series stood outside of its limits within a range: a bucket does where one of its samples did, so that none is lost
 * whatever the level.
 */
export function limitRuns(prepared: PreparedSeries, limits: ChartLimits, range: TimeRange): readonly Violation[] {
  const { lowLimit, highLimit } = limits;
  const known = newest.get(prepared);
  const isSame = known?.lowLimit === lowLimit && known?.highLimit === highLimit;
  const runs = known !== undefined && isSame ? known.runs : violations(prepared, limits);
  if (runs !== known?.runs) newest.set(prepared, { lowLimit, highLimit, runs });
  return runs.filter(({ fromMs, toMs }) => toMs > range.fromMs && fromMs < range.toMs);
}

function violations({ samples, stepMs }: PreparedSeries, limits: ChartLimits): readonly Violation[] {
  const { timesMs, mins, maxs, counts, widthMs } = samples;
  const asked = { lowLimit: limits.lowLimit ?? null, highLimit: limits.highLimit ?? null };
  const kinds: LimitKind[] = [];
  for (let i = 0; i < timesMs.length; i++) {
    // A bad sample is neither: what was so before it goes on.
    const isGood = (counts[i] as number) > 0;
    kinds.push(isGood ? limitKind(mins[i] as number, maxs[i] as number, asked) : (kinds[i - 1] ?? 'within'));
  }
  const fromMs = timesMs[0] ?? 0;
  const holdMs = widthMs === 0 ? Math.min(stepMs, LONE_SAMPLE_MS) : widthMs;
  const toMs = (timesMs.at(-1) ?? 0) + holdMs;
  const rules = { range: { fromMs, toMs }, knownToMs: toMs, stepMs, holdMs, trailingMs: Math.max(stepMs, holdMs) };
  const runs = runsOf<LimitKind>({ timesMs: [...timesMs], kinds }, { ...rules, silent: 'silent' });
  return runs.flatMap(({ kind, ...run }) => (kind === 'high' || kind === 'low' ? [{ ...run, kind }] : []));
}

/** What a sample that stands alone is drawn as, where the distance of two is not known. */
const LONE_SAMPLE_MS = 1_000;
