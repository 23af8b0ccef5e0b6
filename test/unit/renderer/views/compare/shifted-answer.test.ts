import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seriesPicture } from '../../../../../src/renderer/chart/series-picture';
import { shiftedAnswer } from '../../../../../src/renderer/views/compare/shifted-answer';
import { MINUTE_MS } from '../../../../../src/shared/time';
import { fakeHistory } from '../../../../support/fake-shop';

const NOW = Date.UTC(2026, 10, 25, 12, 30);
const NO_TAIL = { timesMs: [], values: [] };

test('a stretch laid over a later one draws the same picture, so much later', () => {
  const shifts = fc.integer({ min: 1, max: 20_000 }).map((minutes) => minutes * MINUTE_MS);
  fc.assert(
    fc.property(shifts, fc.constantFrom(20, 300, 3_000), (byMs, minutes) => {
      const range = { fromMs: NOW - (minutes + 60) * MINUTE_MS, toMs: NOW - 60 * MINUTE_MS };
      const series = { table: 'oee' as const, workUnitId: 'unit-2', name: 'oee_score' };
      const answer = fakeHistory({ requestId: 1, series, index: 1, range, pointBudget: 800, nowMs: NOW });
      const later = { fromMs: range.fromMs + byMs, toMs: range.toMs + byMs };
      const one = seriesPicture({ answer, tail: NO_TAIL, range, nowMs: NOW });
      const moved = shiftedAnswer(answer, byMs);
      const other = seriesPicture({ answer: moved, tail: NO_TAIL, range: later, nowMs: NOW + byMs });
      expect([...other.timesMs]).toEqual([...one.timesMs].map((timeMs) => timeMs + byMs));
      expect(other.values).toEqual(one.values);
      expect(other.segments).toEqual(one.segments);
      expect(other.gaps).toEqual(one.gaps.map(({ fromMs, toMs }) => ({ fromMs: fromMs + byMs, toMs: toMs + byMs })));
    }),
    { numRuns: 20 },
  );
});
