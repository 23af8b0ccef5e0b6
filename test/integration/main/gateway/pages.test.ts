import { request as httpRequest } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Rig, startRig } from './gateway-rig';

let rig: Rig;

beforeEach(async () => {
  rig = await startRig();
});

afterEach(async () => {
  await rig.stop();
  expect(rig.sources.listenerCount).toBe(0);
});

interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Plain HTTP with the path and headers exactly as given: `fetch` would tidy both up. */
function http(
  path: string,
  { method = 'GET', host = `127.0.0.1:${rig.gateway.port}`, language = '' } = {},
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port: rig.gateway.port,
      path,
      method,
      headers: { host, 'accept-language': language },
      agent: false,
    };
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

test('what a person reads in the place of a page comes in the language of the browser', async () => {
  const host = 'evil.example';
  expect((await http('/', { host })).body).toBe('This address is not one of this appliance.\n');
  expect(await http('/', { host, language: 'fr, de-AT;q=0.8, en;q=0.7' })).toMatchObject({
    headers: { vary: 'accept-language' },
    body: 'Diese Adresse ist keine dieses Geräts.\n',
  });
  expect((await http('/nothing', { language: 'es' })).body).toBe('Esa página no existe.\n');
  expect((await http('/nothing', { language: 'zh-Hans-CN' })).body).toBe('没有此页面。\n');
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

test('metrics are text for a collector on this machine, to our own names alone', async () => {
  const { status, headers, body } = await http('/metrics');
  expect([status, headers['content-type'], headers['cache-control']]).toEqual([
    200,
    'text/plain; version=0.0.4',
    'no-store',
  ]);
  expect(body).toBe('taktline_viewers 0\n');
  expect(await http('/metrics', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  expect((await http('/metrics', { host: 'evil.example' })).status).toBe(403);
  rig.sources.metrics = async () => {
    throw new Error('the store does not answer');
  };
  expect(await http('/metrics')).toMatchObject({ status: 500 });
});
