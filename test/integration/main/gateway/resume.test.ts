import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Client, liveUnit, type Rig, startRig } from './gateway-rig';

let rig: Rig;

beforeEach(async () => {
  rig = await startRig();
});

afterEach(async () => {
  await rig.stop();
  expect(rig.sources.listenerCount).toBe(0);
});

async function resumed(from: { epoch: string; sequence: number }, workUnitIds: string[] | 'all'): Promise<Client> {
  const client = await rig.greeted();
  client.say({ type: 'subscribe', workUnitIds, resume: from });
  return client;
}

test('a viewer that comes back gets every update of its units that it missed, in order, then those to come', async () => {
  for (let value = 1; value <= 6; value += 1)
    rig.sources.say([liveUnit(value % 2 === 0 ? 'press-2' : 'press-1', value)]);
  const client = await resumed({ epoch: 'epoch-1', sequence: 2 }, ['press-1']);
  expect(await client.next('resumed')).toEqual({ type: 'resumed', epoch: 'epoch-1', sequence: 6 });
  rig.sources.say([liveUnit('press-1', 7)]);
  for (const sequence of [3, 5, 7]) expect((await client.next('update')).sequence).toBe(sequence);
  expect(client.types()).not.toContain('snapshot');
  expect(rig.gateway.viewers()).toMatchObject({ resumed: 1, reloaded: 0 });
});

test('a viewer that has missed nothing is told so', async () => {
  rig.sources.say([liveUnit('press-1', 1)]);
  const client = await resumed({ epoch: 'epoch-1', sequence: 1 }, 'all');
  expect((await client.next('resumed')).sequence).toBe(1);
  rig.sources.say([liveUnit('press-1', 2)]);
  expect((await client.next('update')).sequence).toBe(2);
});

test('corrections that were missed come as they were told', async () => {
  const touched = [{ table: 'metric' as const, fromMs: 1, toMs: 2 }];
  const replaces = { fromMs: 1, toMs: 9 };
  const unit = liveUnit('press-1', 1);
  rig.sources.say([{ ...unit, touched, series: unit.series.map((series) => ({ ...series, replaces })) }]);
  const client = await resumed({ epoch: 'epoch-1', sequence: 0 }, 'all');
  expect((await client.next('update')).units[0]).toMatchObject({ touched, series: [{ replaces }] });
});

test.each([
  ['another run of the appliance', { epoch: 'epoch-0', sequence: 3 }],
  ['what is not remembered any more', { epoch: 'epoch-1', sequence: 1 }],
  ['a number that has not been reached', { epoch: 'epoch-1', sequence: 9 }],
])('a viewer of %s is told to reload', async (_, from) => {
  rig.sources.units = [liveUnit('press-1', 3)];
  for (let value = 1; value <= 3; value += 1) rig.sources.say([liveUnit('press-1', value)]);
  rig.sources.forgottenTo = 2;
  const client = await resumed(from, 'all');
  expect((await client.next('snapshot')).sequence).toBe(3);
  expect(client.types()).not.toContain('resumed');
  expect(rig.gateway.viewers()).toMatchObject({ resumed: 0, reloaded: 1 });
});

test('who has missed more than may be sent again is told to reload', async () => {
  await rig.stop();
  rig = await startRig({ maxResumeBytes: 10_000 });
  for (let value = 1; value <= 3; value += 1) rig.sources.say([liveUnit('press-1', value, 200)]);
  const little = await resumed({ epoch: 'epoch-1', sequence: 2 }, 'all');
  const much = await resumed({ epoch: 'epoch-1', sequence: 0 }, 'all');
  await Promise.all([little.next('resumed'), much.next('snapshot')]);
});
