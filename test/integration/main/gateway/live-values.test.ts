import { afterEach, beforeEach, expect, test } from 'vitest';
import { liveUnit, NOW_MS, type Rig, startRig } from './gateway-rig';

let rig: Rig;

beforeEach(async () => {
  rig = await startRig();
});

afterEach(async () => {
  await rig.stop();
  expect(rig.sources.listenerCount).toBe(0);
});

test('subscribe is answered by a snapshot, then come updates of these units alone', async () => {
  rig.sources.units = [liveUnit('press-1', 1), liveUnit('press-2', 2)];
  const client = await rig.greeted();
  client.say({ type: 'subscribe', workUnitIds: ['press-1'] });
  const snapshot = await client.next('snapshot');
  expect(snapshot).toMatchObject({ epoch: 'epoch-1', sequence: 0 });
  expect(snapshot.units.map(({ workUnitId }) => workUnitId)).toEqual(['press-1']);
  rig.sources.say([liveUnit('press-2', 3)]);
  rig.sources.say([liveUnit('press-2', 4), liveUnit('press-1', 5)]);
  const update = await client.next('update');
  expect(update.sequence).toBe(2);
  expect(update.units.map(({ workUnitId }) => workUnitId)).toEqual(['press-1']);
});

test('a new subscription replaces the old one; without one nothing live comes', async () => {
  const [idle, client] = [await rig.greeted(), await rig.greeted()];
  client.say({ type: 'subscribe', workUnitIds: 'all' });
  await client.next('snapshot');
  client.say({ type: 'subscribe', workUnitIds: [] });
  await client.next('snapshot');
  rig.sources.say([liveUnit('press-1', 1)]);
  rig.sources.sayLink({ state: 'offline', asOfMs: NOW_MS, reason: 'cut', feed: null });
  await Promise.all([client.next('link'), idle.next('link')]);
  expect(client.types()).not.toContain('update');
  expect(idle.types()).toEqual(['welcome', 'catalogue', 'pins', 'link']);
});

test('link, catalogue, preparing and heartbeats reach every viewer', async () => {
  await rig.stop();
  rig = await startRig({ heartbeatMs: 20 });
  const client = await rig.greeted();
  rig.sources.sayCatalogue([]);
  rig.sources.sayPreparing([]);
  expect((await client.next('preparing')).preparing).toEqual([]);
  // Last told though first said: a catalogue waits for everything else.
  expect((await client.next('catalogue')).units).toEqual([]);
  expect((await client.next('heartbeat')).plantTimeMs).toBe(NOW_MS);
});

test('a revision of history is told to every viewer, whatever it follows', async () => {
  const [idle, client] = [await rig.greeted(), await rig.greeted()];
  client.say({ type: 'subscribe', workUnitIds: ['press-1'] });
  await client.next('snapshot');
  const stretches = [{ table: 'oee' as const, workUnitId: 'press-2', fromMs: 1, toMs: 2 }];
  rig.sources.sayRevision(stretches);
  expect(await client.next('revision')).toMatchObject({ stretches });
  expect(await idle.next('revision')).toMatchObject({ stretches });
});
