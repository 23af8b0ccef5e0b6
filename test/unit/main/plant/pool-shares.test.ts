import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LANES, type LaneName, mayTake, sharesOf } from '../../../../src/main/plant/pool-shares';

const asked = fc.array(fc.record({ lane: fc.constantFrom(...LANES), gives: fc.boolean() }), { maxLength: 200 });

test('however lanes take and give back, each leaves those above it their reserve, and none is shut out', () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 60 }), asked, (max, steps) => {
      const shares = sharesOf(max);
      const lent: Record<LaneName, number> = { live: 0, screen: 0, background: 0 };
      for (const { lane, gives } of steps) {
        if (gives && lent[lane] > 0) lent[lane] -= 1;
        else if (mayTake(lane, lent, shares)) lent[lane] += 1;
        expect(lent.live + lent.screen + lent.background).toBeLessThanOrEqual(max);
        expect(lent.screen + lent.background).toBeLessThanOrEqual(max - shares.reservedForLive);
        expect(lent.background).toBeLessThanOrEqual(max - shares.reservedForLive - shares.reservedForScreens);
      }
      const none = { live: 0, screen: 0, background: 0 };
      for (const lane of LANES) expect(mayTake(lane, none, shares)).toBe(true);
    }),
  );
});

test('charts that have taken all they may leave two for live values, background leaves a third to charts as well', () => {
  const shares = sharesOf(22);
  expect(mayTake('screen', { live: 0, screen: 19, background: 0 }, shares)).toBe(true);
  expect(mayTake('screen', { live: 0, screen: 20, background: 0 }, shares)).toBe(false);
  expect(mayTake('live', { live: 0, screen: 20, background: 0 }, shares)).toBe(true);
  expect(mayTake('background', { live: 0, screen: 0, background: 12 }, shares)).toBe(true);
  expect(mayTake('background', { live: 0, screen: 0, background: 13 }, shares)).toBe(false);
});
