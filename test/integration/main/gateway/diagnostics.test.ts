import { afterEach, beforeEach, expect, test } from 'vitest';
import { NOW_MS, type Rig, startRig } from './gateway-rig';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

test('a viewer that has been let in is told how the appliance is doing, with the number of viewers', async () => {
  const [one] = [await rig.greeted(), await rig.greeted()];
  one.say({ type: 'diagnostics' });
  const { viewers } = (await one.next('diagnostics')).report;
  const slow = { conflated: 0, conflations: 0, closedLate: 0, closedFull: 0 };
  expect(viewers).toEqual({ count: 2, ...slow, resumed: 0, reloaded: 0 });
});

test('a stranger is told nothing', async () => {
  const stranger = rig.connect();
  await stranger.opened;
  stranger.say({ type: 'diagnostics' });
  expect(await stranger.closed).toBe(4401);
  expect(stranger.received).toEqual([]);
});

test('a report that cannot be made is logged, and the viewer stays', async () => {
  const viewer = await rig.greeted();
  rig.sources.diagnostics = async () => {
    throw new Error('the store does not answer');
  };
  viewer.say({ type: 'diagnostics' });
  viewer.say({ type: 'subscribe', workUnitIds: 'all' });
  await viewer.next('snapshot');
  expect(rig.logged.join()).toContain('no-diagnostics');
});

test('averages of the last minutes are told to whoever asks, a bad latest value as null', async () => {
  const viewer = await rig.greeted();
  viewer.say({ type: 'averages' });
  expect(await viewer.next('averages')).toEqual({
    type: 'averages',
    fromMs: NOW_MS - 300_000,
    toMs: NOW_MS,
    units: [
      {
        workUnitId: 'press-1',
        series: [{ table: 'metric', name: 'temperature', count: 3, average: 71.5, latestMs: NOW_MS, latest: null }],
      },
    ],
  });
});
