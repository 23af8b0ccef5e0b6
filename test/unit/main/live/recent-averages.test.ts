import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recentAverages } from '../../../../src/main/live/recent-averages';
import { RecentSamples } from '../../../../src/main/live/recent-samples';

const always = () => true;
const WHOLE = { fromMs: 0, toMs: 600_000 };
const samples = fc.array(
  fc.record({
    timeMs: fc.integer({ min: 0, max: 599_999 }),
    value: fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(Number.NaN)),
  }),
  { maxLength: 50 },
);

function recentOf(rows: readonly { timeMs: number; value: number }[]): RecentSamples {
  const recent = new RecentSamples();
  const sorted = rows.toSorted((a, b) => a.timeMs - b.timeMs);
  const series = {
    ...{ table: 'metric' as const, name: 'force' },
    timesMs: sorted.map(({ timeMs }) => timeMs),
    values: sorted.map(({ value }) => value),
  };
  recent.replaceWindow({ workUnitId: 'press', table: 'metric', ...WHOLE }, [series], 0);
  return recent;
}

test('average, count and latest are those of the samples in the span, bad ones left out, silent series too', () => {
  fc.assert(
    fc.property(samples, fc.integer({ min: 0, max: 300_000 }), (rows, fromMs) => {
      const toMs = fromMs + 300_000;
      const within = rows.filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs);
      const [unit] = recentAverages(recentOf(rows), { fromMs, toMs }, always);
      if (within.length === 0) {
        expect(unit).toBeUndefined();
        return;
      }
      const good = within.map(({ value }) => value).filter((value) => !Number.isNaN(value));
      const [series] = unit?.series ?? [];
      expect(series).toMatchObject({ count: good.length, latestMs: Math.max(...within.map(({ timeMs }) => timeMs)) });
      const sum = good.reduce((total, value) => total + value, 0);
      if (good.length === 0) expect(series?.average).toBeUndefined();
      else expect(series?.average).toBeCloseTo(sum / good.length, 4);
    }),
  );
});

test('the newest sample is the latest, also where it is bad', () => {
  const rows = [
    { timeMs: 400_000, value: 5 },
    { timeMs: 401_000, value: Number.NaN },
  ];
  expect(recentAverages(recentOf(rows), { fromMs: 300_000, toMs: 600_000 }, always)).toEqual([
    {
      workUnitId: 'press',
      series: [{ table: 'metric', name: 'force', count: 1, average: 5, latestMs: 401_000, latest: Number.NaN }],
    },
  ]);
});

test('what is not known as far back yet has no average: it would be one of another stretch', () => {
  const recent = recentOf([{ timeMs: 599_000, value: 5 }]);
  expect(recentAverages(recent, { fromMs: 300_000, toMs: 600_000 }, () => false)).toEqual([]);
});
