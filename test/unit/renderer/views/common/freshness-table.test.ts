import { describe, expect, test } from 'vitest';
import { FIRST_STATUS, type ScreenStatus, wholeLink } from '../../../../../src/renderer/data/screen-status';
import { UnitLive } from '../../../../../src/renderer/data/unit-live';
import { readSeries } from '../../../../../src/renderer/views/common/unit-reading';
import type { PlantLink } from '../../../../../src/shared/protocol';
import { MINUTE_MS, SECOND_MS } from '../../../../../src/shared/time';
import { series } from '../catalogue-unit';

const START_MS = 1_700_000_000_000;
const HEARTBEAT_MS = 60_000;

/** What a screen says of a series after samples at some times, each in an update of its own, so long after the last of them. */
function toldAfter(cadenceMs: number | null, timesMs: readonly number[], ageMs: number, link: ScreenStatus = ONLINE) {
  const live = new UnitLive();
  for (const [at, timeMs] of timesMs.entries()) {
    const told = { table: 'metric' as const, name: 'speed', timesMs: [timeMs], values: [at] };
    live.merge({ workUnitId: 'press', series: [told], touched: [] }, timeMs);
  }
  const nowMs = (timesMs.at(-1) ?? START_MS) + ageMs;
  const speed = series('metric', 'speed', { cadenceMs, lastMs: START_MS });
  const { freshness, sample, current } = readSeries(speed, live.present, { nowMs, link: wholeLink(link).state });
  return { state: freshness.state, reason: freshness.reason, value: sample?.value, current };
}

const PLANT: PlantLink = { state: 'online', asOfMs: START_MS, reason: null, feed: 'listen' };
const ONLINE: ScreenStatus = { ...FIRST_STATUS, appliance: 'online', plant: PLANT };

describe.each([
  ['1 s', SECOND_MS, 3 * SECOND_MS, 10 * SECOND_MS],
  ['10 s', 10 * SECOND_MS, 21 * SECOND_MS, 50 * SECOND_MS],
  ['5 min', 5 * MINUTE_MS, 601 * SECOND_MS, 25 * MINUTE_MS],
  // It reports on change alone: its heartbeat, or the cadence that its definition declares, is what it is judged by.
  ['on change, with a heartbeat of a minute', HEARTBEAT_MS, 121 * SECOND_MS, 5 * HEARTBEAT_MS],
  // Never declared and never measured: the strictest.
  ['unknown', null, 3 * SECOND_MS, 10 * SECOND_MS],
] as const)('a series of cadence %s', (_, cadenceMs, lateAboveMs, staleAboveMs) => {
  test('is live up to twice its cadence and a second, late up to five times it, then stale', () => {
    const one = [START_MS];
    expect(toldAfter(cadenceMs, one, lateAboveMs)).toEqual({
      state: 'live',
      reason: undefined,
      value: 0,
      current: true,
    });
    expect(toldAfter(cadenceMs, one, lateAboveMs + 1)).toEqual({
      state: 'late',
      reason: 'age',
      value: 0,
      current: true,
    });
    expect(toldAfter(cadenceMs, one, staleAboveMs).state).toBe('late');
    expect(toldAfter(cadenceMs, one, staleAboveMs + 1)).toMatchObject({
      state: 'stale',
      reason: 'age',
      current: false,
    });
  });

  test('ages by its newest time, whether that came twice or before an older one', () => {
    const twice = [START_MS, START_MS, START_MS];
    expect(toldAfter(cadenceMs, twice, lateAboveMs)).toMatchObject({ state: 'live', value: 2 });
    expect(toldAfter(cadenceMs, twice, lateAboveMs + 1)).toMatchObject({ state: 'late', value: 2 });
    expect(toldAfter(cadenceMs, twice, staleAboveMs + 1)).toMatchObject({ state: 'stale', current: false });
    // The last one told is older by a second: the first stays the newest, and the age is its own.
    const late = toldAfter(cadenceMs, [START_MS, START_MS - SECOND_MS], lateAboveMs + SECOND_MS);
    expect(late).toMatchObject({ state: 'live', value: 0 });
  });

  test('without a sample it is stale, whatever the time', () => {
    for (const ageMs of [0, lateAboveMs + 1, staleAboveMs + 1])
      expect(toldAfter(cadenceMs, [], ageMs)).toEqual({
        state: 'stale',
        reason: 'missing',
        value: undefined,
        current: false,
      });
  });

  test('a broken link makes it offline and says which: a fresh value is not current then', () => {
    const broken = [
      [{ ...ONLINE, plant: { ...PLANT, state: 'offline' } }, 'plant'],
      [{ ...ONLINE, plant: { ...PLANT, state: 'offline', broken: 'appliance' } }, 'source'],
      [{ ...ONLINE, appliance: 'offline' }, 'appliance'],
    ] satisfies [ScreenStatus, string][];
    for (const [status, link] of broken) {
      expect(wholeLink(status).broken).toBe(link);
      expect(toldAfter(cadenceMs, [START_MS], 0, status)).toMatchObject({
        state: 'offline',
        reason: 'link',
        current: false,
      });
    }
    // All links hold: what is old is so at its source.
    expect(wholeLink(ONLINE).broken).toBeUndefined();
  });
});
