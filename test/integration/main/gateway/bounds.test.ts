import { afterEach, beforeEach, expect, test } from 'vitest';
import { CLOSE_CODES } from '../../../../src/shared/protocol';
import { liveUnit, type Rig, startRig } from './gateway-rig';

let rig: Rig;

beforeEach(async () => {
  rig = await startRig();
});

afterEach(async () => {
  await rig.stop();
  expect(rig.sources.listenerCount).toBe(0);
});

test('a bad message is answered by naming the field; after several the viewer is closed', async () => {
  const client = await rig.greeted();
  client.socket.send(JSON.stringify({ type: 'subscribe', workUnitIds: [7] }));
  expect(await client.next('error')).toMatchObject({
    code: 'bad-message',
    message: expect.stringContaining('workUnitIds'),
  });
  for (let time = 0; time < 5; time += 1) client.socket.send('nonsense');
  expect(await client.closed).toBe(CLOSE_CODES.badMessage);
});

test('a frame above 64 KiB ends the connection', async () => {
  const client = await rig.greeted();
  client.socket.send('x'.repeat(64 * 1024 + 1));
  expect(await client.closed).toBe(1009);
});

test('too many messages end the connection', async () => {
  const client = await rig.greeted();
  for (let time = 0; time < 200; time += 1) client.say({ type: 'cancel', requestId: time });
  expect(await client.closed).toBe(CLOSE_CODES.tooMuch);
});

test('who says nothing is closed; who answers no ping is ended; connections are counted', async () => {
  await rig.stop();
  // Much longer than this process may stand still on a busy machine: who does answer must not be taken for silent.
  rig = await startRig({ helloDeadlineMs: 600, pingMs: 600, maxConnections: 2 });
  const silent = rig.connect();
  expect(await silent.closed).toBe(CLOSE_CODES.unauthorised);
  const [first, second] = [await rig.greeted(), await rig.greeted()];
  expect(await rig.connect().closed).toBe(503);
  first.socket.pause();
  const ended = new Promise<void>((resolve) => {
    const look = setInterval(() => {
      if (rig.gateway.viewerCount() !== 1) return;
      clearInterval(look);
      resolve();
    }, 10);
  });
  await ended;
  expect(second.socket.readyState).toBe(second.socket.OPEN);
  first.socket.terminate();
});

test('a viewer that does not read is closed, and the others go on', async () => {
  const [slow, other] = [await rig.greeted(), await rig.greeted()];
  for (const client of [slow, other]) {
    client.say({ type: 'subscribe', workUnitIds: 'all' });
    await client.next('snapshot');
  }
  slow.socket.pause();
  const unit = liveUnit('press-1', 1, 10_000);
  let said = 0;
  while (rig.gateway.viewerCount() === 2 && !rig.logged.some((line) => line.startsWith('viewer-too-slow'))) {
    rig.sources.say([unit]);
    said += 1;
    expect((await other.next('update')).sequence).toBe(said);
    if (said > 500) throw new Error('never closed');
  }
  slow.socket.resume();
  expect(await slow.closed).toBe(CLOSE_CODES.tooSlow);
  rig.sources.say([liveUnit('press-1', 2)]);
  await other.next('update');
});

test('a hundred viewers each get every update, in order', async () => {
  const clients = await Promise.all(Array.from({ length: 100 }, () => rig.greeted()));
  for (const client of clients) client.say({ type: 'subscribe', workUnitIds: 'all' });
  await Promise.all(clients.map((client) => client.next('snapshot')));
  for (let value = 0; value < 10; value += 1) rig.sources.say([liveUnit('press-1', value)]);
  for (const client of clients) {
    for (let sequence = 1; sequence <= 10; sequence += 1) expect((await client.next('update')).sequence).toBe(sequence);
  }
});
