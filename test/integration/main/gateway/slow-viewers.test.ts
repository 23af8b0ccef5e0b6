import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CLOSE_CODES, type ServerMessage } from '../../../../src/shared/protocol';
import { type Client, liveUnit, type Rig, startRig } from './gateway-rig';

const QUICK = {
  conflateAboveMs: 1_000,
  closeAboveMs: 10_000,
  maxUnackedBytes: 1_000_000,
  latestDistanceMs: 250,
  quickAckMs: 1_000,
};
let rig: Rig;

beforeEach(async () => {
  rig = await startRig({ lagSweepMs: 5, lag: QUICK });
});

afterEach(async () => {
  await rig.stop();
  expect(rig.sources.listenerCount).toBe(0);
});

/** Follows everything and has acknowledged the first update. */
async function measured(): Promise<Client> {
  const client = await rig.greeted();
  client.say({ type: 'subscribe', workUnitIds: 'all', tailMs: 60_000 });
  await client.next('snapshot');
  say(1);
  await ack(client, 'update');
  return client;
}

function say(value: number, workUnitId = 'press-1'): void {
  const unit = liveUnit(workUnitId, value);
  rig.sources.units = [...rig.sources.units.filter((known) => known.workUnitId !== workUnitId), unit];
  rig.sources.say([unit]);
}

async function ack(client: Client, type: 'update' | 'latest'): Promise<ServerMessage> {
  const message = await client.next(type);
  client.say({ type: 'ack', sequence: message.sequence });
  return message;
}

/** What the sweep of lag leads to is no message to these viewers. */
const until = (holds: () => boolean) => vi.waitFor(() => expect(holds()).toBe(true), { timeout: 10_000, interval: 2 });

const conflated = () => rig.gateway.viewers().conflated;

test('a viewer that is behind gets latest values at its own pace, and everything again once it keeps up', async () => {
  const [slow, other] = [await measured(), await rig.greeted()];
  other.say({ type: 'subscribe', workUnitIds: 'all' });
  await other.next('snapshot');
  say(2);
  const missing = await slow.next('update');
  rig.pass(1_100);
  await until(() => conflated() === 1);
  for (let value = 3; value <= 9; value += 1) say(value);
  say(1, 'press-2');
  for (let sequence = 2; sequence <= 10; sequence += 1) expect((await other.next('update')).sequence).toBe(sequence);
  slow.say({ type: 'ack', sequence: missing.sequence });
  for (let round = 0; round < 4; round += 1) {
    const latest = await ack(slow, 'latest');
    const values = latest.type === 'latest' ? latest.units.map((unit) => unit.series[0]?.values) : [];
    expect(values).toEqual(round === 0 ? [[9], [1]] : [[10 + round]]);
    say(11 + round);
    rig.pass(250);
  }
  const snapshot = await slow.next('snapshot');
  expect(snapshot.sequence).toBe(14);
  say(20);
  expect((await slow.next('update')).sequence).toBe(15);
  expect(slow.types().filter((type) => type === 'update')).toHaveLength(3);
  expect(rig.gateway.viewers()).toMatchObject({ conflated: 0, conflations: 1, closedLate: 0 });
});

test('a viewer that is 10 s behind is closed with its own code, and others are not', async () => {
  const [slow, other] = [await measured(), await measured()];
  say(2);
  await ack(other, 'update');
  await until(() => rig.lagged.length === 3);
  rig.pass(10_001);
  expect(await slow.closed).toBe(CLOSE_CODES.tooSlow);
  await until(() => rig.gateway.viewerCount() === 1);
  expect(rig.gateway.viewers()).toMatchObject({ closedLate: 1, closedFull: 0 });
  say(3);
  expect((await other.next('update')).sequence).toBe(4);
});

test('a viewer with too much under way is closed before it is late', async () => {
  await rig.stop();
  rig = await startRig({ lagSweepMs: 5, lag: { ...QUICK, maxUnackedBytes: 1_000 } });
  const client = await measured();
  rig.sources.say([liveUnit('press-1', 2, 200)]);
  expect(await client.closed).toBe(CLOSE_CODES.tooSlow);
  expect(rig.gateway.viewers()).toMatchObject({ closedLate: 0, closedFull: 1 });
});

test('a viewer that never acknowledges is not measured', async () => {
  const client = await rig.greeted();
  client.say({ type: 'subscribe', workUnitIds: 'all' });
  await client.next('snapshot');
  const behind = await measured();
  await until(() => rig.lagged.length === 1);
  say(2);
  await behind.next('update');
  rig.pass(10_001);
  // The sweep that finds this one has looked at the other before: it came earlier.
  expect(await behind.closed).toBe(CLOSE_CODES.tooSlow);
  say(3);
  for (const sequence of [1, 2, 3]) expect((await client.next('update')).sequence).toBe(sequence);
});

test('acknowledging what was never sent changes nothing', async () => {
  const client = await measured();
  client.say({ type: 'ack', sequence: 99 });
  say(2);
  await client.next('update');
  rig.pass(1_100);
  await until(() => conflated() === 1);
});
