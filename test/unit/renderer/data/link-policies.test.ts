import { describe, expect, test } from 'vitest';
import { FIRST_STATUS, type ScreenStatus, wholeLink } from '../../../../src/renderer/data/screen-status';
import { sleepProofClock } from '../../../../src/renderer/data/sleep-proof-clock';
import type { PlantLink } from '../../../../src/shared/protocol';
import { linkAfterSilence } from '../../../../src/shared/viewer/appliance-link';

test('silence is late above 2.5 s and offline above 3 s', () => {
  expect([0, 2_500, 2_501, 3_000, 3_001, 1e9].map(linkAfterSilence)).toEqual([
    'online',
    'online',
    'late',
    'late',
    'offline',
    'offline',
  ]);
});

test('a clock that slept has not stood still, and a clock that was set back has not moved', () => {
  let monotonic = 0;
  let wall = 1_000_000;
  const nowMs = sleepProofClock(
    () => monotonic,
    () => wall,
  );
  monotonic = 500;
  wall += 500;
  expect(nowMs()).toBe(500);
  wall += 3_600_000;
  expect(nowMs()).toBe(3_600_500);
  wall -= 7_200_000;
  monotonic = 600;
  expect(nowMs()).toBe(3_600_600);
});

describe('the whole link', () => {
  const online: PlantLink = { state: 'online', asOfMs: 900, reason: null, feed: 'listen' };
  const offline: PlantLink = { state: 'offline', asOfMs: 700, reason: 'connection refused', feed: null };
  const status = (change: Partial<ScreenStatus>) =>
    wholeLink({ ...FIRST_STATUS, appliance: 'online', plant: online, heardAtMs: 1_000, ...change });

  test.each([
    ['all is well', {}, { state: 'online', broken: undefined, sentence: '' }],
    ['the plant is gone', { plant: offline }, { state: 'offline', broken: 'plant', asOfMs: 700 }],
    ['the appliance is gone', { appliance: 'offline' }, { state: 'offline', broken: 'appliance', asOfMs: 1_000 }],
    [
      'both are gone: data are as old as the plant’s',
      { appliance: 'offline', plant: offline },
      { broken: 'appliance', asOfMs: 700 },
    ],
    ['late appliance, lost plant', { appliance: 'late', plant: offline }, { state: 'offline', broken: 'plant' }],
    ['late appliance', { appliance: 'late' }, { state: 'late', broken: 'appliance' }],
    ['late plant', { plant: { ...online, state: 'late' } }, { state: 'late', broken: 'plant' }],
    ['connecting plant', { plant: { ...online, state: 'connecting' } }, { state: 'connecting', broken: 'plant' }],
    ['no welcome yet', { appliance: 'connecting' }, { state: 'connecting', broken: 'appliance' }],
  ] satisfies [string, Partial<ScreenStatus>, object][])('%s', (_, change, expected) => {
    expect(status(change)).toMatchObject(expected);
  });

  test('the reason stands in one sentence with one full stop', () => {
    expect(status({ plant: offline }).sentence).toBe('Plant database: connection refused.');
    expect(status({ plant: { ...offline, reason: 'Gone. ' } }).sentence).toBe('Plant database: Gone.');
  });
});
