import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limitViolations } from '../../../../src/shared/states/limit-delays';
import type { LimitKind } from '../../../../src/shared/states/limit-marks';
import type { Run } from '../../../../src/shared/states/runs';

const MERGING = { onDelaySeconds: 0, offDelaySeconds: 60 };

/** Runs one after another, each so many seconds long. */
function course(...parts: readonly (readonly [LimitKind, number])[]): readonly Run<LimitKind>[] {
  let atMs = 0;
  return parts.map(([kind, seconds]) => {
    const fromMs = atMs;
    atMs += seconds * 1_000;
    return { kind, fromMs, toMs: atMs };
  });
}
const text = (of: ReturnType<typeof limitViolations>) =>
  of.map(({ kind, fromMs, toMs, times }) => `${kind} ${fromMs / 1_000}-${toMs / 1_000} ×${times}`);

describe('violations of limits', () => {
  test('a value that trembles at its limit is one violation, which says how often; a long return ends it', () => {
    const runs = course(['within', 100], ['high', 5], ['within', 10], ['high', 5], ['within', 59], ['high', 1]);
    expect(text(limitViolations([...runs, { kind: 'within', fromMs: 180_000, toMs: 400_000 }], MERGING))).toEqual([
      'high 100-180 ×3',
    ]);
    expect(text(limitViolations(course(['high', 5], ['within', 60], ['high', 5]), MERGING))).toEqual([
      'high 0-5 ×1',
      'high 65-70 ×1',
    ]);
  });

  test('silence ends it, and so does the other limit: what was so meanwhile is not made up', () => {
    expect(text(limitViolations(course(['high', 5], ['silent', 10], ['high', 5]), MERGING))).toHaveLength(2);
    expect(text(limitViolations(course(['high', 5], ['within', 10], ['low', 5], ['high', 5]), MERGING))).toEqual([
      'high 0-5 ×1',
      'low 15-20 ×1',
      'high 20-25 ×1',
    ]);
  });

  test('a return that the present cuts short has not ended it yet; one that a range of the past cuts short has', () => {
    const runs = course(['high', 5], ['within', 20]);
    expect(text(limitViolations(runs, { ...MERGING, presentMs: 25_000 }))).toEqual(['high 0-25 ×1']);
    expect(text(limitViolations(runs, MERGING))).toEqual(['high 0-5 ×1']);
  });

  test('what is shorter than the on-delay is none; the short returns within it count', () => {
    const delays = { onDelaySeconds: 15, offDelaySeconds: 60 };
    expect(text(limitViolations(course(['high', 14], ['within', 90], ['low', 15]), delays))).toEqual([
      'low 104-119 ×1',
    ]);
    expect(text(limitViolations(course(['high', 5], ['within', 5], ['high', 5], ['within', 90]), delays))).toEqual([
      'high 0-15 ×2',
    ]);
  });

  const courses = fc
    .array(fc.tuple(fc.constantFrom<LimitKind>('within', 'high', 'low', 'silent'), fc.integer({ min: 1, max: 120 })), {
      maxLength: 40,
    })
    .map((parts) => course(...parts.filter(([kind], at) => kind !== parts[at - 1]?.[0])));

  test('without delays each run outside is one, whatever the course', () => {
    fc.assert(
      fc.property(courses, (runs) => {
        const found = limitViolations(runs, { onDelaySeconds: 0, offDelaySeconds: 0 });
        expect(found).toEqual(
          runs.flatMap((run) => (run.kind === 'high' || run.kind === 'low' ? [{ ...run, times: 1 }] : [])),
        );
      }),
    );
  });

  test('each run outside lies in exactly one violation of its side, two of a side are apart by the off-delay or by something else', () => {
    fc.assert(
      fc.property(courses, fc.integer({ min: 0, max: 120 }), (runs, offDelaySeconds) => {
        const found = limitViolations(runs, { onDelaySeconds: 0, offDelaySeconds });
        const outside = runs.filter(({ kind }) => kind === 'high' || kind === 'low');
        expect(found.reduce((sum, { times }) => sum + times, 0)).toBe(outside.length);
        for (const run of outside)
          expect(
            found.filter(({ kind, fromMs, toMs }) => kind === run.kind && fromMs <= run.fromMs && toMs >= run.toMs),
          ).toHaveLength(1);
        found.slice(1).forEach((next, at) => {
          const before = found[at];
          if (before === undefined) return;
          expect(next.fromMs).toBeGreaterThanOrEqual(before.toMs);
          const between = runs.filter(({ fromMs, toMs }) => fromMs >= before.toMs && toMs <= next.fromMs);
          const isSilent = between.some(({ kind }) => kind === 'silent');
          const isLong = between.some(
            ({ kind, fromMs, toMs }) => kind === 'within' && toMs - fromMs >= offDelaySeconds * 1_000,
          );
          expect(next.kind !== before.kind || isSilent || isLong).toBe(true);
        });
      }),
    );
  });

  test('a longer on-delay takes away, and changes nothing of what stays', () => {
    fc.assert(
      fc.property(courses, fc.integer({ min: 0, max: 200 }), (runs, onDelaySeconds) => {
        const all = limitViolations(runs, MERGING);
        expect(limitViolations(runs, { ...MERGING, onDelaySeconds })).toEqual(
          all.filter(({ fromMs, toMs }) => toMs - fromMs >= onDelaySeconds * 1_000),
        );
      }),
    );
  });
});
