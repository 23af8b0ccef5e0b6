import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshnessText, freshnessWord, isSameFreshness } from '../../../../src/renderer/ui/freshness-text';
import { freshnessOf } from '../../../../src/shared/freshness';

const nowMs = 1e12;
const verdict = fc
  .record({
    ageMs: fc.option(fc.integer({ min: -20_000, max: 20_000 })),
    cadenceMs: fc.constantFrom(100, 1_000, 60_000),
    link: fc.constantFrom('online' as const, 'late' as const, 'offline' as const),
  })
  .map(({ ageMs, cadenceMs, link }) =>
    freshnessOf({ nowMs, sampleMs: ageMs === null ? null : nowMs - ageMs, cadenceMs, link }),
  );

test('what is called the same reads the same', () => {
  fc.assert(
    fc.property(verdict, verdict, (one, other) => {
      if (isSameFreshness(one, other)) expect(freshnessText(one)).toBe(freshnessText(other));
    }),
    { numRuns: 2_000, seed: 26 },
  );
});

test('an age that stands still is the same, the next second is another', () => {
  const live = (ageMs: number) => ({ state: 'live', ageMs, reason: undefined }) as const;
  expect(isSameFreshness(live(-400), live(900))).toBe(true);
  expect(isSameFreshness(live(1_000), live(1_999))).toBe(true);
  expect(isSameFreshness(live(1_999), live(2_000))).toBe(false);
});

test('in short the word stands alone, but for a clock that is ahead', () => {
  const verdicts = [-12_000, 0, 4_000, 12_000].map((ageMs) =>
    freshnessOf({ nowMs, sampleMs: nowMs - ageMs, cadenceMs: 1_000, link: 'online' }),
  );
  expect(verdicts.map(freshnessWord)).toEqual(['CLOCK 12 s ahead', 'LIVE', 'LATE', 'STALE']);
});
