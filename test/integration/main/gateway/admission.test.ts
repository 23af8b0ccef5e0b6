import { afterEach, beforeEach, expect, test } from 'vitest';
import { CLOSE_CODES, PROTOCOL_VERSION } from '../../../../src/shared/protocol';
import { NOW_MS, type Rig, startRig } from './gateway-rig';

let rig: Rig;

beforeEach(async () => {
  rig = await startRig();
});

afterEach(async () => {
  await rig.stop();
  expect(rig.sources.listenerCount).toBe(0);
});

const hello = (key: { token?: string; code?: string }, version: number = PROTOCOL_VERSION) =>
  ({ type: 'hello', version, ...key }) as const;

test('the session token is answered by welcome and catalogue', async () => {
  const client = rig.connect();
  await client.opened;
  client.say(hello({ token: rig.keys.sessionToken }));
  expect(await client.next('welcome')).toMatchObject({
    version: PROTOCOL_VERSION,
    epoch: 'epoch-1',
    token: rig.keys.sessionToken,
    plantTimeMs: NOW_MS,
    sourceName: 'test plant',
    link: { state: 'online' },
  });
  expect((await client.next('catalogue')).units).toHaveLength(1);
  expect(rig.gateway.viewerCount()).toBe(1);
});

test('a code is exchanged for a token once; the second use is refused with a sentence', async () => {
  const code = rig.keys.issueCode();
  const first = rig.connect();
  await first.opened;
  first.say(hello({ code }));
  const { token } = await first.next('welcome');
  const second = rig.connect();
  await second.opened;
  second.say(hello({ code }));
  expect(await second.next('error')).toMatchObject({
    code: 'code-expired',
    message: expect.stringContaining('60 s'),
  });
  expect(await second.closed).toBe(CLOSE_CODES.unauthorised);
  const third = rig.connect();
  await third.opened;
  third.say(hello({ token }));
  expect((await third.next('welcome')).token).toBe(token);
});

test('a code older than 60 s is refused', async () => {
  const code = rig.keys.issueCode();
  rig.pass(60_000);
  const client = rig.connect();
  await client.opened;
  client.say(hello({ code }));
  expect((await client.next('error')).code).toBe('code-expired');
  expect(await client.closed).toBe(CLOSE_CODES.unauthorised);
});

test('wrong keys are refused, then limited; keys never reach the log', async () => {
  const codes: string[] = [];
  for (let time = 0; time < 12; time += 1) {
    const client = rig.connect();
    await client.opened;
    client.say(hello({ token: 'SECRET-GUESS' }));
    codes.push((await client.next('error')).code);
    expect(await client.closed).toBe(CLOSE_CODES.unauthorised);
  }
  expect(codes.at(0)).toBe('unauthorised');
  expect(codes.at(-1)).toBe('too-much');
  expect(rig.logged.length).toBeGreaterThan(0);
  expect(rig.logged.join()).not.toContain('SECRET-GUESS');
  expect(rig.logged.join()).not.toContain(rig.keys.sessionToken);
});

test('another version of the protocol is told so', async () => {
  const client = rig.connect();
  await client.opened;
  client.say(hello({ token: rig.keys.sessionToken }, 2));
  expect((await client.next('error')).code).toBe('version-mismatch');
  expect(await client.closed).toBe(CLOSE_CODES.versionMismatch);
});

test.each(['http://evil.example', 'null', 'https://127.0.0.1'])('a page of %s gets no socket', async (origin) => {
  expect(await rig.connect({ origin }).closed).toBe(403);
});

test('our own pages do, under each of our names', async () => {
  for (const origin of [
    'app://taktline',
    `http://127.0.0.1:${rig.gateway.port}`,
    `http://localhost:${rig.gateway.port}`,
  ]) {
    const client = rig.connect({ origin });
    await client.opened;
    client.socket.close();
  }
});

test('a foreign host name and another path get no socket', async () => {
  expect(await rig.connect({ host: 'evil.example' }).closed).toBe(403);
  expect(await rig.connect({ path: '/other' }).closed).toBe(404);
});

test('before hello nothing is answered: whatever is sent ends the connection', async () => {
  const frames = [
    JSON.stringify({ type: 'subscribe', workUnitIds: 'all' }),
    'nonsense',
    '',
    JSON.stringify({ type: 'hello' }),
    Buffer.from([1, 2]),
  ];
  for (const frame of frames) {
    const client = rig.connect();
    await client.opened;
    client.socket.send(frame);
    expect(await client.closed).toBe(CLOSE_CODES.unauthorised);
    expect(client.received).toEqual([]);
  }
  expect(rig.sources.questions).toEqual([]);
});
