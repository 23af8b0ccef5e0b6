import { createServer, request as httpRequest } from 'node:http';
import { type AddressInfo, connect as connectTcp } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startGateway } from '../../../../src/main/gateway/gateway';
import { GatewayFailure } from '../../../../src/main/gateway/gateway-failure';
import { decodeHistoryFrame, type HistoryAnswer } from '../../../../src/shared/history-frame';
import { CLOSE_CODES, PROTOCOL_VERSION } from '../../../../src/shared/protocol';
import type { Tile } from '../../../../src/shared/tile';
import { type Client, liveUnit, NOW_MS, type Rig, startRig } from './gateway-rig';

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

interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Plain HTTP with the path and headers exactly as given: `fetch` would tidy both up. */
function http(path: string, { method = 'GET', host = `127.0.0.1:${rig.gateway.port}` } = {}): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: rig.gateway.port, path, method, headers: { host }, agent: false };
    const request = httpRequest(options, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    request.on('error', reject);
    request.end();
  });
}

describe('pages', () => {
  test('the renderer is served with a strict policy', async () => {
    const { status, headers, body } = await http('/');
    expect(status).toBe(200);
    expect(body).toContain('<title>Taktline</title>');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${rig.gateway.port};`);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'content-type': 'text/html; charset=utf-8',
    });
  });

  test('the policy names the name that the browser used', async () => {
    const answer = await http('/', { host: `localhost:${rig.gateway.port}` });
    expect(answer.headers['content-security-policy']).toContain(` ws://localhost:${rig.gateway.port};`);
  });

  test('HEAD has no body, other methods are refused', async () => {
    expect(await http('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])
      expect(await http('/', { method })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });

  test('other names than ours are refused: a rebound name reaches nothing', async () => {
    for (const host of ['evil.example', `evil.example:${rig.gateway.port}`, '127.0.0.1:1'])
      expect((await http('/', { host })).status).toBe(403);
  });

  test('no path leads out of the folder', async () => {
    for (const path of [
      '/../../etc/passwd',
      '/..%2f..%2f..%2fetc%2fpasswd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '//etc/passwd',
      '/etc/passwd',
    ])
      expect((await http(path)).status).toBe(404);
    expect((await http('/live')).status).toBe(426);
  });

  test('a request that is no HTTP harms nothing', async () => {
    const socket = connectTcp(rig.gateway.port, '127.0.0.1');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    socket.resume();
    socket.end('\x16\x03\x01 nonsense\r\n\r\n');
    await closed;
    expect((await http('/')).status).toBe(200);
  });
});

describe('being let in', () => {
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
});

describe('following live values', () => {
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
    expect(idle.types()).toEqual(['welcome', 'catalogue', 'link']);
  });

  test('link, catalogue, preparing and heartbeats reach every viewer', async () => {
    await rig.stop();
    rig = await startRig({ heartbeatMs: 20 });
    const client = await rig.greeted();
    rig.sources.sayCatalogue([]);
    rig.sources.sayPreparing([]);
    expect((await client.next('catalogue')).units).toEqual([]);
    expect((await client.next('preparing')).preparing).toEqual([]);
    expect((await client.next('heartbeat')).plantTimeMs).toBe(NOW_MS);
  });
});

describe('history', () => {
  const series = [{ table: 'metric', workUnitId: 'press-1', name: 'temperature' }] as const;
  const range = { fromMs: NOW_MS - 600_000, toMs: NOW_MS };
  const tile: Tile = {
    ...{ series: series[0], range, asOfMs: NOW_MS, sealed: false },
    columns: { kind: 'raw', timesMs: Float64Array.of(NOW_MS - 2, NOW_MS - 1), values: Float64Array.of(1, Number.NaN) },
  };
  const answer: Omit<HistoryAnswer, 'requestId'> = {
    ...{
      series: series[0],
      range,
      resolution: 'raw',
      cadenceMs: 1_000,
      completeToMs: NOW_MS,
      preparing: [],
      before: null,
      after: null,
    },
    tiles: [tile],
  };
  const ask = (client: Client, requestId: number) =>
    client.say({ type: 'history', requestId, series: [...series], range });

  test('the answer is one binary frame per series that names the request', async () => {
    rig.sources.answer = async () => [answer, answer];
    const client = await rig.greeted();
    ask(client, 42);
    for (let frame = 0; frame < 2; frame += 1) {
      const decoded = decodeHistoryFrame(await client.nextBinary());
      expect(decoded).toEqual({ ...answer, requestId: 42 });
    }
    expect(rig.sources.questions[0]).toEqual({ series, range, pointBudget: 1_000 });
  });

  test('a cancelled request is stopped at its source and never answered', async () => {
    const aborted = new Promise<void>((resolve) => {
      rig.sources.answer = (_question, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            resolve();
            reject(signal.reason);
          });
        });
    });
    const client = await rig.greeted();
    ask(client, 1);
    client.say({ type: 'cancel', requestId: 1 });
    await aborted;
    rig.sources.answer = async () => [answer];
    ask(client, 2);
    expect(decodeHistoryFrame(await client.nextBinary()).requestId).toBe(2);
    expect(client.types()).toEqual(['welcome', 'catalogue', 'binary']);
  });

  test('a viewer that leaves stops its requests', async () => {
    const client = await rig.greeted();
    const aborted = new Promise<void>((resolve) => {
      rig.sources.answer = (_question, signal) =>
        new Promise((_resolve, reject) => {
          client.socket.terminate();
          signal.addEventListener('abort', () => {
            resolve();
            reject(signal.reason);
          });
        });
    });
    ask(client, 1);
    await aborted;
  });

  test('a failure is told by its code; a fault of ours by no detail', async () => {
    const client = await rig.greeted();
    rig.sources.answer = () =>
      Promise.reject(Object.assign(new Error('The plant is away.'), { code: 'plant-unreachable', retryable: true }));
    ask(client, 1);
    expect(await client.next('error')).toEqual({
      ...{ type: 'error', code: 'plant-unreachable', message: 'The plant is away.', retryable: true, requestId: 1 },
    });
    rig.sources.answer = () => Promise.reject(new TypeError('SECRET detail'));
    ask(client, 2);
    const fault = await client.next('error');
    expect(fault).toMatchObject({ code: 'internal', requestId: 2 });
    expect(fault.message).not.toContain('SECRET');
  });

  test('one id twice and too many at once are refused by name', async () => {
    rig.sources.answer = () => new Promise(() => {});
    const client = await rig.greeted();
    ask(client, 0);
    ask(client, 0);
    expect(await client.next('error')).toMatchObject({ code: 'bad-message', requestId: 0 });
    for (let requestId = 1; requestId <= 16; requestId += 1) ask(client, requestId);
    expect(await client.next('error')).toMatchObject({ code: 'too-much', requestId: 16, retryable: true });
  });

  test('large answers to a viewer that reads do not make it look slow', async () => {
    const values = new Float64Array(20_000);
    const big = { ...answer, tiles: [{ ...tile, columns: { kind: 'raw', timesMs: values, values } as const }] };
    rig.sources.answer = async () => Array.from({ length: 24 }, () => big);
    const client = await rig.greeted();
    client.say({ type: 'subscribe', workUnitIds: 'all' });
    ask(client, 1);
    for (let frame = 0; frame < 24; frame += 1) {
      rig.sources.say([liveUnit('press-1', frame)]);
      expect((await client.nextBinary()).length).toBeGreaterThan(320_000);
    }
  });
});

describe('bounds', () => {
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
    rig = await startRig({ helloDeadlineMs: 50, pingMs: 100, maxConnections: 2 });
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

  test('hostile frames, before and after hello: no crash, and no answer before it', async () => {
    const real = ['hello', 'subscribe', 'history', 'cancel'].map((type) =>
      JSON.stringify({
        type,
        version: 1,
        token: 'x',
        workUnitIds: 'all',
        requestId: 1,
        series: [{ table: 'metric', workUnitId: 'u', name: 'n' }],
        range: { fromMs: 0, toMs: 1 },
      }),
    );
    const mutated = fc
      .tuple(fc.constantFrom(...real), fc.nat(200), fc.string({ maxLength: 4 }))
      .map(([text, at, noise]) => text.slice(0, at) + noise + text.slice(at + 1));
    const frame = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), mutated, fc.uint8Array({ maxLength: 200 }));
    const frames = fc.sample(frame, 3_000);
    let client = await rig.greeted();
    for (const [at, each] of frames.entries()) {
      if (client.socket.readyState !== client.socket.OPEN) client = await rig.greeted();
      client.socket.send(each);
      if (at % 50 === 0) rig.pass(1_000);
    }
    for (const each of frames.slice(0, 300)) {
      const stranger = rig.connect();
      await stranger.opened;
      stranger.socket.send(each);
      expect(await stranger.closed).toBe(CLOSE_CODES.unauthorised);
      for (const message of stranger.received) expect(message).toMatchObject({ type: 'error' });
    }
    client.socket.terminate();
    const after = await rig.greeted();
    after.say({ type: 'subscribe', workUnitIds: 'all' });
    await after.next('snapshot');
  });

  test('a hundred viewers each get every update, in order', async () => {
    const clients = await Promise.all(Array.from({ length: 100 }, () => rig.greeted()));
    for (const client of clients) client.say({ type: 'subscribe', workUnitIds: 'all' });
    await Promise.all(clients.map((client) => client.next('snapshot')));
    for (let value = 0; value < 10; value += 1) rig.sources.say([liveUnit('press-1', value)]);
    for (const client of clients) {
      for (let sequence = 1; sequence <= 10; sequence += 1)
        expect((await client.next('update')).sequence).toBe(sequence);
    }
  });
});

describe('starting and stopping', () => {
  test('a port in use fails with its number and a remedy', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { sources, keys } = rig;
    const log = { info: () => {}, warn: () => {} };
    const failure = await startGateway({ port, staticFolder: '.', sources, accessKeys: keys, log }).catch(
      (error: unknown) => error,
    );
    other.close();
    expect(failure).toBeInstanceOf(GatewayFailure);
    expect(failure).toMatchObject({
      code: 'port-in-use',
      message: expect.stringMatching(`Port ${port} .*choose another port`),
    });
  });

  test('an address that this machine does not have is named', async () => {
    const { sources, keys } = rig;
    const log = { info: () => {}, warn: () => {} };
    const starting = startGateway({ host: '192.0.2.1', staticFolder: '.', sources, accessKeys: keys, log });
    await expect(starting).rejects.toMatchObject({
      code: 'address-unknown',
      message: expect.stringContaining('192.0.2.1'),
    });
  });

  test('closing tells the viewers, does not wait for a frozen one for long, and frees the port', async () => {
    const [client, frozen] = [await rig.greeted(), await rig.greeted()];
    frozen.socket.pause();
    const { port } = rig.gateway;
    const startedMs = performance.now();
    await Promise.all([rig.gateway.close(), rig.gateway.close()]);
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    expect(await client.closed).toBe(CLOSE_CODES.shuttingDown);
    const again = createServer();
    await new Promise<void>((resolve) => again.listen(port, '127.0.0.1', resolve));
    again.close();
    frozen.socket.terminate();
  });
});
