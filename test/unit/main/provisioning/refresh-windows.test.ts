import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AggregateLevel } from '../../../../src/main/provisioning/levels';
import { nextWindowMs, type TimeSpan, WindowedRefresh } from '../../../../src/main/provisioning/refresh-windows';
import { clipSpans, joinSpans } from '../../../../src/main/provisioning/stored-spans';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

describe('the next window', () => {
  test('is whole buckets between the least and the most, and never grows after a slow one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 5_000 }), (minutes, tookMs) => {
        const windowMs = minutes * MINUTE_MS;
        const next = nextWindowMs({ windowMs, tookMs, bucketMs: MINUTE_MS, leastMs: 2 * MINUTE_MS, mostMs: HOUR_MS });
        expect(next % MINUTE_MS).toBe(0);
        expect(next).toBeGreaterThanOrEqual(Math.min(windowMs, 2 * MINUTE_MS));
        expect(next).toBeLessThanOrEqual(HOUR_MS);
        if (tookMs > 250) expect(next).toBeLessThanOrEqual(Math.max(2 * MINUTE_MS, windowMs / 2));
      }),
    );
  });
});

describe('windows', () => {
  test('cover the span in aligned buckets, ascending, without a hole or an overlap, whatever each takes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 500_000_000 }),
        fc.integer({ min: 1, max: 40 * HOUR_MS }),
        fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 8 }),
        async (fromMs, lengthMs, tookMs) => {
          const windows: TimeSpan[] = [];
          let nowMs = 0;
          const client = {
            query: async (_text: string, values: readonly unknown[] = []) => {
              nowMs += tookMs[windows.length % tookMs.length] ?? 0;
              windows.push({ fromMs: Date.parse(String(values[1])), toMs: Date.parse(String(values[2])) });
              return { rows: [] };
            },
          };
          const refresh = new WindowedRefresh(client, { clockMs: () => nowMs });
          await refresh.refresh('metric', '1min', { fromMs, toMs: fromMs + lengthMs });
          expect(windows[0]?.fromMs).toBe(Math.floor(fromMs / MINUTE_MS) * MINUTE_MS);
          expect(windows.at(-1)?.toMs).toBe(Math.ceil((fromMs + lengthMs) / MINUTE_MS) * MINUTE_MS);
          for (const [index, window] of windows.entries()) {
            expect(window.toMs - window.fromMs).toBeLessThanOrEqual(HOUR_MS);
            if (index > 0) expect(window.fromMs).toBe(windows[index - 1]?.toMs);
          }
          expect(refresh.longestMs).toBe(Math.max(...windows.map((_window, i) => tookMs[i % tookMs.length] ?? 0)));
        },
      ),
      { numRuns: 50 },
    );
  });

  test('where the rows are known to be few, every level begins with its longest window', async () => {
    const windows = async (level: AggregateLevel, maxWindowMs: number) => {
      const lengths: number[] = [];
      const client = {
        query: async (_text: string, values: readonly unknown[] = []) => {
          lengths.push((Date.parse(String(values[2])) - Date.parse(String(values[1]))) / HOUR_MS);
          return { rows: [] };
        },
      };
      const refresh = new WindowedRefresh(client, { clockMs: () => 0, maxWindowMs });
      await refresh.refresh('metric', level, { fromMs: 0, toMs: 28 * 24 * HOUR_MS });
      return lengths;
    };
    expect(await windows('1min', 14 * 24 * HOUR_MS)).toEqual([14 * 24, 14 * 24]);
    expect(await windows('5min', 14 * 24 * HOUR_MS)).toEqual([28 * 24]);
    expect(await windows('1hour', 4 * HOUR_MS)).toEqual(Array.from({ length: 10 }, (_, i) => (i < 9 ? 72 : 24)));
  });
});

describe('stored spans', () => {
  test('join where they touch, and clip to a range', () => {
    const joined = joinSpans([
      { fromMs: 0, toMs: 10 },
      { fromMs: 10, toMs: 20 },
      { fromMs: 30, toMs: 40 },
      { fromMs: 35, toMs: 38 },
    ]);
    expect(joined).toEqual([
      { fromMs: 0, toMs: 20 },
      { fromMs: 30, toMs: 40 },
    ]);
    expect(clipSpans(joined, { fromMs: 5, toMs: 30 })).toEqual([{ fromMs: 5, toMs: 20 }]);
  });
});
