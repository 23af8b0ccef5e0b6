import { expect, test } from 'vitest';
import { ClockOffset } from '../../../../src/main/plant/clock-offset';
import { type LinkEvent, type LinkState, nextLinkState } from '../../../../src/main/plant/link-state';

test('the clock offset is the median of the last nine round trips: one slow answer moves nothing', () => {
  const clock = new ClockOffset();
  expect([clock.offsetMs, clock.sampleCount]).toEqual([0, 0]);
  for (let trip = 0; trip < 20; trip += 1) clock.add(trip * 1_000, trip * 1_000 + 5_010, trip * 1_000 + 20);
  expect(clock.offsetMs).toBe(5_000);
  clock.add(0, 5_000, 4_000);
  expect(clock.offsetMs).toBe(5_000);
  for (let trip = 0; trip < 5; trip += 1) clock.add(0, 100, 0);
  expect([clock.offsetMs, clock.sampleCount]).toEqual([100, 9]);
});

test('the link’s states follow the table', () => {
  const states: readonly LinkState[] = ['connecting', 'online', 'late', 'offline'];
  const after = (event: LinkEvent) => states.map((state) => nextLinkState(state, event));
  expect(after({ type: 'answered' })).toEqual(['online', 'online', 'online', 'online']);
  expect(after({ type: 'lost' })).toEqual(['offline', 'offline', 'offline', 'offline']);
  expect(after({ type: 'missed', missedCount: 1 })).toEqual(['connecting', 'late', 'late', 'offline']);
  expect(after({ type: 'missed', missedCount: 2 })).toEqual(['offline', 'offline', 'offline', 'offline']);
});
