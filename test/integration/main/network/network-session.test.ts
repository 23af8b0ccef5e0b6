import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SecretFolder } from '../../../../src/main/config/secret-folder';
import { settingsIn } from '../../../../src/main/config/settings-file';
import { GatewaySlot } from '../../../../src/main/engine/gateway-slot';
import { AccessKeys } from '../../../../src/main/gateway/access-keys';
import { ViewerKeys } from '../../../../src/main/gateway/viewer-keys';
import { NetworkSession } from '../../../../src/main/network/network-session';
import { NetworkState } from '../../../../src/shared/network';
import { freePort } from '../../../support/free-port';
import { temporaryFolder } from '../../../support/temporary-folder';
import { SpokenSources } from '../gateway/gateway-rig';

const DEFAULTS = readFileSync('resources/default-settings.json', 'utf8');

let folder: string;
let slot: GatewaySlot;
let keys: ViewerKeys;
let session: NetworkSession;
let sources: SpokenSources;
let saved: string[];
let reloads: number;

beforeEach(async () => {
  folder = temporaryFolder();
  saved = [];
  reloads = 0;
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const secrets = new SecretFolder(join(folder, 'secrets'));
  keys = new ViewerKeys({ folder: secrets, randomBytes, nowMs: Date.now, log });
  await keys.start();
  const accessKeys = new AccessKeys({ monotonicMs: () => performance.now(), randomBytes, viewers: keys });
  sources = new SpokenSources();
  const { gateway } = await settingsIn(folder, DEFAULTS);
  slot = await GatewaySlot.open(
    { rendererFolder: folder, sources, accessKeys, viewerKeys: keys, secrets, log, onLag: () => {} },
    gateway,
  );
  session = new NetworkSession({
    ...{ dataFolder: folder, log, nowMs: Date.now, network: async () => slot },
    reloadPage: () => {
      reloads += 1;
    },
    saveText: async (name, text) => {
      saved.push(text);
      return `/somewhere/${name}`;
    },
    copyText: (text) => saved.push(text),
    choosePath: async () => '/chosen.pem',
  });
});

afterEach(async () => {
  await slot.close();
  await keys.close();
  expect(sources.listenerCount).toBe(0);
});

const state = async () => NetworkState.parse(await session.networkState());
const lan = async (port?: number) =>
  ({ listen: 'lan', port: port ?? (await freePort()), tls: { certificate: 'own' } }) as const;

test('opening the network serves it at once, keeps it in the settings beside what else is there, and can be taken back', async () => {
  writeFileSync(join(folder, 'settings.json'), '{"ofTomorrow":1,"gateway":{"names":["line3.plant.example"]}}');
  expect(await state()).toMatchObject({ wish: { listen: 'loopback' }, addresses: [], viewers: [] });
  const wish = await lan();
  expect(await session.networkServe(wish)).toMatchObject({ ok: true });
  const served = await state();
  expect(served).toMatchObject({ wish, port: wish.port, problems: [], certificate: { root: expect.anything() } });
  expect(served.addresses.every((address) => address.startsWith('https://'))).toBe(true);
  expect(reloads).toBe(1);
  expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toEqual({
    ofTomorrow: 1,
    gateway: { names: ['line3.plant.example'], ...wish },
  });
  expect(await session.networkServe({ ...wish, listen: 'loopback' })).toMatchObject({ ok: true });
  expect((await state()).certificate).toBeUndefined();
  expect(reloads).toBe(1);
});

test('what cannot be served is refused with its reason, and all stays as it was', async () => {
  const before = await state();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '::', resolve));
  const { port } = other.address() as { port: number };
  const files = { certificate: 'files', certificateFile: join(folder, 'none.pem'), keyFile: '/k' } as const;
  for (const [wish, message] of [
    [await lan(port), /Port \d+ .*in use/],
    [{ listen: 'lan', port: 0, tls: { certificate: 'own' } } as const, /port: .*fixed/],
    [{ ...(await lan()), tls: files }, /none\.pem cannot be read \(ENOENT\)/],
  ] as const)
    expect(await session.networkServe(wish)).toMatchObject({
      ok: false,
      failure: { code: 'refused', message: expect.stringMatching(message) },
    });
  other.close();
  expect({ ...(await state()), nowMs: 0 }).toEqual({ ...before, nowMs: 0 });
  expect((await fetch(`http://127.0.0.1:${before.port}/`)).status).toBe(404);
});

test('settings that cannot be written are said', async () => {
  mkdirSync(join(folder, 'settings.json.new'));
  expect(await session.networkServe(await lan())).toMatchObject({ ok: false });
});

test('one pairing code at a time is shown, until it is used or taken back', async () => {
  await session.networkPair('Line 3');
  const first = (await state()).pairing;
  expect(first).toMatchObject({ name: 'Line 3', code: expect.stringMatching(/^\d{8}$/) });
  await session.networkPair('Line 4');
  const second = (await state()).pairing;
  expect(keys.redeem(first?.code ?? '')).toBeUndefined();
  await keys.redeem(second?.code ?? '')?.();
  expect(await state()).toMatchObject({ viewers: [{ name: 'Line 4', isIn: false }] });
  expect((await state()).pairing).toBeUndefined();
  await session.networkPair('Line 5');
  await session.networkUnpair();
  expect((await state()).pairing).toBeUndefined();
});

test('a program’s key is told once and in no state; revoked it is gone', async () => {
  const { outcome, token } = await session.networkIssue('Laptop');
  expect([outcome.ok, keys.idOf(token ?? '') !== undefined]).toEqual([true, true]);
  const shown = await state();
  expect(JSON.stringify(shown)).not.toContain(token);
  expect(await session.networkRevoke(shown.viewers[0]?.id ?? '')).toEqual({ ok: true, said: 'Laptop is out.' });
  expect((await state()).viewers).toEqual([]);
});

test('the root is saved as a file, and made anew when a person says so; a loopback gateway has none', async () => {
  expect(await session.networkSaveRoot()).toMatchObject({ ok: false });
  await session.networkServe(await lan());
  expect(await session.networkSaveRoot()).toEqual({ ok: true, said: 'Saved as /somewhere/taktline-root.crt.' });
  expect(saved[0]).toContain('BEGIN CERTIFICATE');
  const before = (await state()).certificate?.root?.fingerprint;
  expect(await session.networkRenewRoot()).toMatchObject({ ok: true });
  const after = (await state()).certificate?.root?.fingerprint;
  expect([after === undefined, after === before]).toEqual([false, false]);
});
