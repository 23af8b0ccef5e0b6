import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { networkInterfaces } from 'node:os';
import { checkServerIdentity, connect as connectTls, type PeerCertificate } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { LanCertificateError, type LanIdentity } from '../../../../src/main/gateway/tls/lan-identity';
import { OwnAuthority } from '../../../../src/main/gateway/tls/own-authority';
import { calls, pushes } from '../../../../src/shared/ipc';
import { CLOSE_CODES, PROTOCOL_VERSION } from '../../../../src/shared/protocol';
import { SecretFilesTwin } from '../../../support/secret-files';
import { Client, type Rig, startRig } from './gateway-rig';

/** An address of this machine that is not loopback: connections to it come from it. */
const ADDRESS = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;
if (ADDRESS === undefined) console.log('left out: this machine has no address on a network');

let names: { hosts: string[]; addresses: string[] };
let identity: LanIdentity;
let rig: Rig;
let nowMs: number;

beforeEach(async () => {
  names = { hosts: ['press-pc'], addresses: [ADDRESS ?? '192.0.2.1'] };
  nowMs = Date.now();
  identity = new OwnAuthority({ files: new SecretFilesTwin(), randomBytes });
  rig = await startLan();
});

afterEach(async () => {
  await rig.stop();
  expect(rig.sources.listenerCount).toBe(0);
});

const startLan = (limits = {}) =>
  startRig(limits, undefined, {
    identity: { certificateFor: (asked, now) => identity.certificateFor(asked, now) },
    names: () => names,
    nowMs: () => nowMs,
  });

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

interface Ask {
  readonly secure?: boolean;
  readonly to?: string;
  readonly host?: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const rootPem = () => rig.gateway.lan()?.certificate?.root?.pem ?? '';

/** One request over a connection of its own, trusting the appliance's root and nothing else. */
function ask({ secure = true, to = ADDRESS ?? '', method = 'GET', path = '/', ...more }: Ask): Promise<Answer> {
  const { port } = rig.gateway;
  const headers = { host: more.host ?? `${to}:${port}`, ...more.headers };
  const options = { host: to, port, path, method, headers, agent: false } as const;
  return new Promise((resolve, reject) => {
    // The certificate is held against the address that was opened, whatever the request says of itself.
    const check = (_: string, certificate: PeerCertificate) => checkServerIdentity(to, certificate);
    const request = secure
      ? httpsRequest({ ...options, ca: rootPem(), checkServerIdentity: check })
      : httpRequest(options);
    request.on('response', (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    request.on('error', reject).end();
  });
}

const socket = (url: string, options = {}) => new Client(new WebSocket(url, { ca: rootPem(), ...options }));

test.runIf(ADDRESS)('the network is served by TLS, for who trusts the root, under names and addresses', async () => {
  const page = await ask({});
  expect(page.status).toBe(200);
  expect(page.body).toContain('<title>Taktline</title>');
  expect(page.headers['content-security-policy']).toContain(`wss://${ADDRESS}:${rig.gateway.port};`);
  expect((await ask({ host: `press-pc:${rig.gateway.port}` })).status).toBe(200);
  expect((await ask({ to: '127.0.0.1' })).status).toBe(200);
  expect((await ask({ host: `evil.example:${rig.gateway.port}` })).status).toBe(403);
  const stranger = connectTls({ host: ADDRESS, port: rig.gateway.port });
  await expect(new Promise((_, reject) => stranger.once('error', reject))).rejects.toThrow(/self.signed|issuer/);
});

test.runIf(ADDRESS)('a viewer gets in by wss, from our own page or from none', async () => {
  const { port } = rig.gateway;
  for (const options of [{}, { origin: `https://${ADDRESS}:${port}` }]) {
    const client = socket(`wss://${ADDRESS}:${port}/live`, options);
    await client.opened;
    client.say({ type: 'hello', version: PROTOCOL_VERSION, token: rig.keys.sessionToken });
    await client.next('welcome');
    client.say({ type: 'subscribe', workUnitIds: 'all' });
    await client.next('snapshot');
    client.socket.close();
  }
  for (const origin of ['https://evil.example', `http://${ADDRESS}:${port}`, 'app://taktline', 'null'])
    expect(await socket(`wss://${ADDRESS}:${port}/live`, { origin }).closed).toBe(403);
});

test.runIf(ADDRESS)(
  'plain HTTP from the network gets the root and its steps, the way to TLS, and nothing else',
  async () => {
    const { port } = rig.gateway;
    const page = await ask({ secure: false, headers: { 'user-agent': 'Mozilla/5.0 (Linux; Android 15) Chrome/140' } });
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.body).toContain(rig.gateway.lan()?.certificate?.root?.fingerprint);
    expect(page.body).toContain(`href="https://${ADDRESS}:${port}/"`);
    expect(page.body).toContain('<details open><summary>Android');
    expect(page.body).not.toContain('<script');
    const root = await ask({ secure: false, path: '/taktline-root.crt' });
    expect([root.headers['content-type'], root.body]).toEqual(['application/x-x509-ca-cert', rootPem()]);
    expect(await ask({ secure: false, path: '/index.html?a=b' })).toMatchObject({
      status: 307,
      headers: { location: `https://${ADDRESS}:${port}/index.html` },
      body: '',
    });
    expect((await ask({ secure: false, path: '/metrics' })).status).toBe(307);
    expect((await ask({ secure: false, method: 'POST' })).status).toBe(405);
    expect((await ask({ secure: false, host: 'evil.example' })).status).toBe(403);
    expect((await ask({ secure: false, path: '/..%2f..%2fetc%2fpasswd' })).body).toBe('');
    expect(await new Client(new WebSocket(`ws://${ADDRESS}:${port}/live`)).closed).toBe(403);
  },
);

test.runIf(ADDRESS)('by TLS the steps are found too, and metrics are still for this machine alone', async () => {
  expect((await ask({ path: '/trust' })).body).toContain('Trust this Taktline');
  expect((await ask({ path: '/taktline-root.crt' })).body).toBe(rootPem());
  expect((await ask({ path: '/metrics' })).status).toBe(403);
  expect((await ask({ path: '/metrics', to: '127.0.0.1', secure: false })).status).toBe(200);
});

test('on this machine plain text goes on as before', async () => {
  expect((await ask({ secure: false, to: '127.0.0.1' })).body).toContain('<title>Taktline</title>');
  await rig.greeted();
  await rig.greeted({ origin: 'app://taktline' });
});

test.runIf(ADDRESS)('the plant’s own certificate has no root of ours: plain HTTP leads to TLS alone', async () => {
  await rig.stop();
  const own = new OwnAuthority({ files: new SecretFilesTwin(), randomBytes });
  identity = {
    certificateFor: async (asked, now) => {
      const { root: _, ...made } = await own.certificateFor(asked, now);
      return { ...made, hosts: ['line3.plant.example'] };
    },
  };
  rig = await startLan();
  expect(await ask({ secure: false })).toMatchObject({
    status: 307,
    headers: { location: `https://${ADDRESS}:${rig.gateway.port}/` },
  });
  expect((await ask({ secure: false, path: '/taktline-root.crt' })).status).toBe(307);
  const { port } = rig.gateway;
  expect(await ask({ secure: false, host: `line3.plant.example:${port}` })).toMatchObject({ status: 307 });
});

test.runIf(ADDRESS)(
  'without a certificate the app goes on, the reason is told, and a mended one is taken up',
  async () => {
    await rig.stop();
    const own = identity;
    let isBroken = true;
    identity = {
      certificateFor: (asked, now) =>
        isBroken ? Promise.reject(new LanCertificateError('The key is gone.')) : own.certificateFor(asked, now),
    };
    rig = await startLan({ lanLookMs: 50 });
    expect(rig.gateway.lan()).toMatchObject({ certificate: undefined, problems: ['The key is gone.'] });
    expect(rig.logged.join()).toContain('The key is gone.');
    expect((await ask({ secure: false })).status).toBe(503);
    await rig.greeted();
    isBroken = false;
    await expect.poll(() => rig.gateway.lan()?.certificate).toBeDefined();
    expect((await ask({})).status).toBe(200);
    isBroken = true;
    await expect.poll(() => rig.gateway.lan()?.problems).toEqual(['The key is gone.']);
    expect((await ask({})).status).toBe(200);
  },
);

test.runIf(ADDRESS)('a new address is served, certificate and all, without a restart', async () => {
  await rig.stop();
  names.addresses = ['10.255.255.1'];
  rig = await startLan({ lanLookMs: 50 });
  const before = rig.gateway.lan()?.certificate;
  await expect(ask({})).rejects.toThrow(/does not match certificate/);
  names.addresses = [ADDRESS ?? ''];
  await expect.poll(() => rig.gateway.lan()?.certificate?.fingerprint).not.toBe(before?.fingerprint);
  expect((await ask({})).status).toBe(200);
  expect(rig.gateway.lan()?.certificate?.root).toEqual(before?.root);
});

test('who says nothing, stops in TLS’ greeting or speaks neither is ended, and closing waits for none', async () => {
  await rig.stop();
  // Long enough for the greeting of one who does say something, on a machine with other work too.
  rig = await startLan({ helloDeadlineMs: 1_000 });
  const begun = (bytes?: Buffer) => {
    const raw = connectTcp(rig.gateway.port, '127.0.0.1', () => bytes && raw.write(bytes));
    raw.on('error', () => {});
    raw.resume();
    return new Promise((resolve) => raw.once('close', resolve));
  };
  await Promise.all([
    begun(),
    begun(Buffer.from([0x16, 3, 1])),
    begun(Buffer.from('\x16\x03\x01\x00\x05nonsense')),
    begun(Buffer.from('nonsense\r\n\r\n')),
  ]);
  expect((await ask({ to: '127.0.0.1' })).status).toBe(200);
  await rig.stop();
  rig = await startLan();
  const silent = begun();
  await ask({ to: '127.0.0.1' });
  await rig.gateway.close();
  await silent;
});

test.runIf(ADDRESS)('one address of the network has so many connections; this machine is not counted', async () => {
  await rig.stop();
  rig = await startLan({ maxSocketsPerAddress: 3 });
  const { port } = rig.gateway;
  const held = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const client = socket(`wss://${ADDRESS}:${port}/live`);
      await client.opened;
      client.say({ type: 'hello', version: PROTOCOL_VERSION, token: rig.keys.sessionToken });
      await client.next('welcome');
      return client;
    }),
  );
  await expect(ask({})).rejects.toThrow();
  expect((await ask({ to: '127.0.0.1' })).status).toBe(200);
  held[0]?.socket.close();
  await held[0]?.closed;
  await expect
    .poll(() =>
      ask({}).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200);
});

test.runIf(ADDRESS)(
  'one address has so many connections without hello, whoever else waits; this machine is not counted',
  async () => {
    await rig.stop();
    rig = await startLan({ maxUngreetedPerAddress: 2 });
    const { port } = rig.gateway;
    const open = async () => {
      const client = socket(`wss://${ADDRESS}:${port}/live`);
      await client.opened;
      return client;
    };
    const greeted = await open();
    greeted.say({ type: 'hello', version: PROTOCOL_VERSION, token: rig.keys.sessionToken });
    await greeted.next('welcome');
    const [first, second] = [await open(), await open()];
    expect(await socket(`wss://${ADDRESS}:${port}/live`).closed).toBe(503);
    const here = rig.connect();
    await here.opened;
    first.say({ type: 'hello', version: PROTOCOL_VERSION, token: rig.keys.sessionToken });
    await first.next('welcome');
    const third = await open();
    expect(await socket(`wss://${ADDRESS}:${port}/live`).closed).toBe(503);
    second.socket.close();
    await second.closed;
    await expect
      .poll(() =>
        open().then(
          () => 'in',
          () => 'refused',
        ),
      )
      .toBe('in');
    third.socket.close();
  },
);

test.runIf(ADDRESS)('closing tells the viewers on the network as well', async () => {
  const client = socket(`wss://${ADDRESS}:${rig.gateway.port}/live`);
  await client.opened;
  client.say({ type: 'hello', version: PROTOCOL_VERSION, token: rig.keys.sessionToken });
  await client.next('welcome');
  await rig.gateway.close();
  expect(await client.closed).toBe(CLOSE_CODES.shuttingDown);
});

/** Says hello over TLS on this machine and gives what came of it. */
async function hello(key: { token?: string; code?: string }) {
  const client = socket(`wss://127.0.0.1:${rig.gateway.port}/live`);
  await client.opened;
  client.say({ type: 'hello', version: PROTOCOL_VERSION, ...key });
  return client;
}

test('a screen is paired by eight digits over TLS, keeps its token, and is out the moment it is revoked', async () => {
  const { code } = await rig.viewers.offerPairing('Line 3');
  const plain = rig.connect();
  await plain.opened;
  plain.say({ type: 'hello', version: PROTOCOL_VERSION, code });
  expect(await plain.next('error')).toMatchObject({ code: 'needs-tls' });
  expect(await plain.closed).toBe(CLOSE_CODES.unauthorised);

  const { token, lastingToken } = await (await hello({ code })).next('welcome');
  expect(lastingToken).toBe(true);
  const second = await hello({ code });
  expect(await second.next('error')).toMatchObject({
    code: 'code-expired',
    message: expect.stringContaining('5 min'),
  });
  expect(await second.closed).toBe(CLOSE_CODES.unauthorised);

  const [viewer] = rig.viewers.list();
  expect(viewer).toMatchObject({ name: 'Line 3', lastUsedMs: expect.any(Number) });
  const screens = [await hello({ token }), await hello({ token })];
  for (const screen of screens) expect(await screen.next('welcome')).toMatchObject({ token, lastingToken: true });
  const own = await rig.greeted();
  expect([...rig.gateway.viewerIds()]).toEqual([viewer?.id]);
  const revoking = rig.viewers.revoke(viewer?.id ?? '');
  for (const screen of screens) {
    expect(await screen.next('error')).toMatchObject({
      code: 'unauthorised',
      message: expect.stringMatching(/revoked/),
    });
    expect(await screen.closed).toBe(CLOSE_CODES.unauthorised);
  }
  await revoking;
  expect((await (await hello({ token })).next('error')).code).toBe('unauthorised');
  expect(own.socket.readyState).toBe(own.socket.OPEN);
  expect(rig.logged.join()).not.toContain(code);
  expect(rig.logged.join()).not.toContain(token);
});

test('while its token is being made a screen must wait for its welcome', async () => {
  const { code } = await rig.viewers.offerPairing('Line 3');
  const never = new Promise<never>(() => {});
  rig.viewers.redeem = () => () => never;
  const client = await hello({ code });
  client.say({ type: 'subscribe', workUnitIds: 'all' });
  expect(await client.closed).toBe(CLOSE_CODES.unauthorised);
  expect(client.types()).toEqual([]);
});

test('nothing of the control plane can be reached: no call by its channel, its name, or as a path', async () => {
  const words = Object.entries(calls).flatMap(([name, { channel }]) => [name, channel]);
  const pushed = Object.values(pushes).map(({ channel }) => channel);
  for (const word of [...words, ...pushed]) {
    const client = await rig.greeted();
    const before = client.received.length;
    for (const message of [{ type: word }, { channel: word, args: [] }, { type: 'invoke', channel: word }])
      client.socket.send(JSON.stringify(message));
    for (let at = 0; at < 3; at += 1) expect(await client.next('error')).toMatchObject({ code: 'bad-message' });
    expect(client.received.slice(before).every((each) => !(each instanceof Uint8Array))).toBe(true);
    client.socket.terminate();
    for (const path of [`/${word}`, `/${word.replace(':', '/')}`, `/ipc/${word}`, `/api/${encodeURIComponent(word)}`]) {
      expect((await ask({ to: '127.0.0.1', path })).status).toBe(404);
      expect((await ask({ to: '127.0.0.1', path, method: 'POST' })).status).toBe(405);
    }
  }
});
