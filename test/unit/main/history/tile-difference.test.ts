import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedRange } from '../../../../src/main/history/tile-difference';
import type { Tile } from '../../../../src/shared/tile';
import { MINUTE_MS } from '../../../../src/shared/time';
import { bucketsOf, rawOf, type Sample } from './memory-plant';

const range = { fromMs: 0, toMs: 480 * MINUTE_MS };
const samples = fc.array(
  fc.record({ timeMs: fc.integer({ min: 0, max: range.toMs - 1 }), value: fc.constantFrom(1, 2, Number.NaN) }),
  { maxLength: 12 },
);
const inOrder = (list: readonly Sample[]) => list.toSorted((a, b) => a.timeMs - b.timeMs);
const tileOf = (list: readonly Sample[], kind: 'raw' | '1min'): Tile => ({
  series: { table: 'metric', workUnitId: 'mill', name: 'm1' },
  range,
  asOfMs: 0,
  sealed: false,
  columns: kind === 'raw' ? rawOf(inOrder(list)) : bucketsOf(kind, range, list),
});

test('two readings of the same rows do not differ; the stretch of a difference holds every row that is only in one', () => {
  fc.assert(
    fc.property(samples, samples, fc.constantFrom('raw' as const, '1min' as const), (same, other, kind) => {
      expect(changedRange(tileOf(same, kind), tileOf(same, kind))).toBeUndefined();
      const added = other.filter(({ timeMs }) => !same.some((each) => each.timeMs === timeMs));
      const changed = changedRange(tileOf(same, kind), tileOf([...same, ...added], kind));
      expect(changedRange(tileOf([...same, ...added], kind), tileOf(same, kind))).toEqual(changed);
      expect(changed === undefined).toBe(added.length === 0);
      for (const { timeMs } of added) {
        expect(changed !== undefined && changed.fromMs <= timeMs && timeMs < changed.toMs).toBe(true);
      }
      // Nothing is called changed in which no row differs.
      const step = kind === 'raw' ? 1 : MINUTE_MS;
      if (changed !== undefined) {
        const times = added.map(({ timeMs }) => Math.floor(timeMs / step) * step);
        expect(changed).toEqual({ fromMs: Math.min(...times), toMs: Math.max(...times) + step });
      }
    }),
  );
});
