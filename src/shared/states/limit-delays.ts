import { z } from 'zod';
import type { LimitKind } from './limit-marks';
import type { Run } from './runs';

const seconds = z.number().min(0).max(3_600);

/** What ISA-18.2 calls on- and off-delay: a value that trembles at its limit is one violation, not a flood of them. */
export const LimitDelays = z.strictObject({
  /** A violation shorter than this, its short returns included, is none. */
  onDelaySeconds: seconds,
  /** A return between the limits that is shorter than this does not end a violation. */
  offDelaySeconds: seconds,
});
export type LimitDelays = z.infer<typeof LimitDelays>;

/** A violation, from the first time that the value left its limit to the last return. */
export interface LimitViolation extends Run<'high' | 'low'> {
  /** How often it left the limit in that time, 1 at least. */
  readonly times: number;
}

interface DelayRules extends LimitDelays {
  /**
   * The present, plant time: a return that it cuts short may not be one, and a violation that it cuts short may last. Undefined where the
   * runs end before it: what they say then is all there is.
   */
  readonly presentMs?: number | undefined;
}

/**
 * The violations among the runs of one metric. Silence ends one, for nobody knows what was so meanwhile; so does the limit at the
 * other side.
 * @param runs in order of time, without holes
 * @returns in order of time; one that goes on, be it in a return that is too short yet, ends where the runs do
 */
export function limitViolations(runs: readonly Run<LimitKind>[], rules: DelayRules): readonly LimitViolation[] {
  const [onMs, offMs] = [rules.onDelaySeconds * 1_000, rules.offDelaySeconds * 1_000];
  const found: LimitViolation[] = [];
  let open: LimitViolation | undefined;
  const close = () => {
    if (open !== undefined && open.toMs - open.fromMs >= onMs) found.push(open);
    open = undefined;
  };
  for (const { kind, fromMs, toMs } of runs) {
    if (kind === 'within') {
      const isCut = toMs === rules.presentMs;
      if (toMs - fromMs >= offMs) close();
      else if (isCut && open !== undefined) open = { ...open, toMs };
    } else if (kind === 'silent') close();
    else if (open?.kind === kind) open = { ...open, toMs, times: open.times + 1 };
    else {
      close();
      open = { kind, fromMs, toMs, times: 1 };
    }
  }
  close();
  return found;
}
