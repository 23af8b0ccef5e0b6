import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Marks, overlaid, type Run, runsOf } from '../../../../src/shared/states/runs';
import { durationsOf, fewerRuns } from '../../../../src/shared/states/state-durations';

type Kind = 'a' | 'b' | 'c' | 'silent';
const RANK: readonly Kind[] = ['silent', 'a', 'b', 'c'];
const rank = (kind: Kind) => RANK.indexOf(kind);
const RANGE = { fromMs: 100, toMs: 400 };
const RULES = { range: RANGE, knownToMs: 400, stepMs: 30, holdMs: 10, trailingMs: 30, silent: 'silent' as const };

interface Sample {
  readonly timeMs: number;
  readonly kind: Kind;
}
/** Samples as a tile holds them, whatever the order in which they came; of several at one moment the one that `rank` puts highest. */
function inOrder<Kind>({ timesMs, kinds }: Marks<Kind>, rank: (kind: Kind) => number): Marks<Kind> {
  const order = timesMs.map((_, at) => at);
  order.sort(
    (a, b) => (timesMs[a] as number) - (timesMs[b] as number) || rank(kinds[b] as Kind) - rank(kinds[a] as Kind),
  );
  const kept = order.filter((at, place) => place === 0 || timesMs[order[place - 1] as number] !== timesMs[at]);
  return { timesMs: kept.map((at) => timesMs[at] as number), kinds: kept.map((at) => kinds[at] as Kind) };
}

const samples = fc.array(
  fc.record({ timeMs: fc.integer({ min: 60, max: 420 }), kind: fc.constantFrom<Kind>('a', 'b', 'c') }),
  { maxLength: 40 },
);
const runs = (of: readonly Sample[], rules = RULES) =>
  runsOf(inOrder({ timesMs: of.map(({ timeMs }) => timeMs), kinds: of.map(({ kind }) => kind) }, rank), rules);
const text = (of: readonly Run<Kind>[]) => of.map(({ fromMs, toMs, kind }) => `${kind} ${fromMs}-${toMs}`);

describe('runs', () => {
  test('a mark speaks until the next one; a far one leaves silence after a while; equal neighbours are one', () => {
    const told = runs([
      { timeMs: 90, kind: 'a' },
      { timeMs: 110, kind: 'b' },
      { timeMs: 130, kind: 'b' },
      { timeMs: 300, kind: 'c' },
      { timeMs: 330, kind: 'a' },
    ]);
    expect(text(told)).toEqual([
      'a 100-110',
      'b 110-140',
      'silent 140-300',
      'c 300-330',
      'a 330-340',
      'silent 340-400',
    ]);
  });

  test('what is under way is not lost yet: the last mark speaks on for as long as one may be awaited', () => {
    const last = [{ timeMs: 380, kind: 'a' as const }];
    expect(text(runs(last))).toEqual(['silent 100-380', 'a 380-400']);
    expect(text(runs(last, { ...RULES, knownToMs: 395 }))).toEqual(['silent 100-380', 'a 380-395']);
    expect(text(runs(last, { ...RULES, range: { fromMs: 100, toMs: 420 }, knownToMs: 420 }))).toEqual([
      'silent 100-380',
      'a 380-390',
      'silent 390-420',
    ]);
  });

  test('nothing before the range is known of, and nothing after what is known', () => {
    expect(runs([{ timeMs: 90, kind: 'a' }], { ...RULES, knownToMs: 100 })).toEqual([]);
  });

  test('they fill the range without holes, no two neighbours alike, whatever the samples', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 101, max: 450 }), (of, knownToMs) => {
        const told = runs(of, { ...RULES, knownToMs });
        expect(told[0]?.fromMs).toBe(100);
        expect(told.at(-1)?.toMs).toBe(Math.min(400, knownToMs));
        told.slice(1).forEach((run, at) => {
          expect(run.fromMs).toBe(told[at]?.toMs);
          expect(run.kind).not.toBe(told[at]?.kind);
        });
        const sum = Object.values(durationsOf(told)).reduce((total, each) => total + each, 0);
        expect(sum).toBe(Math.min(400, knownToMs) - 100);
      }),
    );
  });

  test('they do not depend on the order in which samples came, nor on one coming twice', () => {
    const shuffled = samples.chain((of) =>
      fc.tuple(
        fc.constant(of),
        fc.shuffledSubarray([...of, ...of.slice(0, 5)], { minLength: of.length + Math.min(5, of.length) }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([of, again]) => {
        expect(runs(again)).toEqual(runs(of));
      }),
    );
  });

  test('a late row changes what lies within a step of it, and nothing else', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 60, max: 420 }), (of, timeMs) => {
        const [before, after] = [runs(of), runs([...of, { timeMs, kind: 'c' }])];
        const far = (ms: number) => ms < timeMs - RULES.stepMs || ms >= timeMs + RULES.stepMs;
        const kindAt = (told: readonly Run<Kind>[], ms: number) =>
          told.find(({ fromMs, toMs }) => fromMs <= ms && ms < toMs)?.kind;
        for (let ms = 100; ms < 400; ms++) if (far(ms)) expect(kindAt(after, ms)).toBe(kindAt(before, ms));
        if (timeMs >= 100 && timeMs < 400) expect(kindAt(after, timeMs)).toBe('c');
      }),
    );
  });

  test('a moment within a step after a sample tells the newest one, any other is silent', () => {
    fc.assert(
      fc.property(samples, (of) => {
        const told = runs(of);
        const known = of.filter(({ timeMs }) => timeMs <= RULES.knownToMs);
        const ordered = inOrder({ timesMs: known.map((s) => s.timeMs), kinds: known.map((s) => s.kind) }, rank);
        for (const { fromMs, toMs, kind } of told) {
          for (let ms = fromMs; ms < toMs; ms++) {
            const at = ordered.timesMs.findLastIndex((timeMs) => timeMs <= ms);
            const [own, next] = [ordered.timesMs[at] ?? Number.NEGATIVE_INFINITY, ordered.timesMs[at + 1] ?? 400];
            const speaks = next - own <= 30 || ms < own + 10;
            expect(kind).toBe(speaks ? ordered.kinds[at] : 'silent');
          }
        }
      }),
    );
  });
});

test('what is not known takes the place of what was told, and of nothing else', () => {
  const stretch = fc
    .tuple(fc.integer({ min: 50, max: 450 }), fc.integer({ min: 1, max: 80 }))
    .map(([fromMs, lengthMs]) => ({ fromMs, toMs: fromMs + lengthMs }));
  fc.assert(
    fc.property(samples, fc.array(stretch, { maxLength: 5 }), (of, stretches) => {
      const told = runs(of);
      const kindAt = (list: readonly Run<Kind | 'unknown'>[], ms: number) =>
        list.find(({ fromMs, toMs }) => fromMs <= ms && ms < toMs)?.kind;
      const laid = overlaid<Kind | 'unknown'>(told, stretches, 'unknown');
      for (let ms = 100; ms < 400; ms++) {
        const isUnknown = stretches.some(({ fromMs, toMs }) => fromMs <= ms && ms < toMs);
        expect(kindAt(laid, ms)).toBe(isUnknown ? 'unknown' : kindAt(told, ms));
      }
    }),
  );
});

test('fewer runs are at most as many as wanted, fill the same stretch, and lose the shortest', () => {
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 12 }), (of, most) => {
      const all = runs(of);
      const few = fewerRuns(all, most);
      expect(few.length).toBeLessThanOrEqual(Math.max(most, 1));
      expect([few[0]?.fromMs, few.at(-1)?.toMs]).toEqual([all[0]?.fromMs, all.at(-1)?.toMs]);
      few.slice(1).forEach((run, at) => {
        expect(run.fromMs).toBe(few[at]?.toMs);
      });
      if (all.length <= most) expect(few).toEqual(all);
    }),
  );
});
