import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { PlantCertificate } from '../../../../../src/main/gateway/tls/plant-certificate';
import { writeCertificate } from '../../../../../src/main/gateway/tls/write-certificate';
import { DAY_MS } from '../../../../../src/shared/time';
import { temporaryFolder } from '../../../../support/temporary-folder';

const NOW_MS = Date.UTC(2026, 10, 25, 12);
const NAMES = { hosts: ['press-pc'], addresses: ['192.168.1.20'] };

let certificateFile: string;
let keyFile: string;
let identity: PlantCertificate;

beforeEach(() => {
  const folder = temporaryFolder();
  [certificateFile, keyFile] = [join(folder, 'line.pem'), join(folder, 'line.key')];
  identity = new PlantCertificate({ certificateFile, keyFile, readFile: (path) => readFile(path, 'utf8') });
});

function newKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
}

function give(options: {
  readonly hosts?: readonly string[];
  readonly addresses?: readonly string[];
  readonly fromMs?: number;
  readonly toMs?: number;
}): void {
  const { hosts = ['press-pc'], addresses = [], fromMs = NOW_MS - DAY_MS, toMs = NOW_MS + 90 * DAY_MS } = options;
  const key = newKey();
  const certificate = writeCertificate({
    ...{ subject: 'line', issuer: { name: 'plant authority', key: newKey() }, publicKey: createPublicKey(key) },
    ...{ serial: new Uint8Array(16).fill(7), fromMs, toMs },
    use: { kind: 'server', names: { hosts, addresses } },
  });
  writeFileSync(certificateFile, certificate);
  writeFileSync(keyFile, key.export({ type: 'pkcs8', format: 'pem' }));
}

const asked = () => identity.certificateFor(NAMES, NOW_MS);

test('a good pair is used as it stands; there is no root of ours to be trusted', async () => {
  give({ hosts: ['press-pc', 'line3.plant.example'] });
  expect(await asked()).toMatchObject({
    chainPem: readFileSync(certificateFile, 'utf8'),
    keyPem: readFileSync(keyFile, 'utf8'),
    hosts: ['press-pc', 'line3.plant.example'],
    validToMs: NOW_MS + 90 * DAY_MS - 1_000,
    problems: [],
  });
  expect((await asked()).root).toBeUndefined();
});

test('a pair that was put in place of the one before is read without a restart', async () => {
  give({});
  const { fingerprint } = await asked();
  give({});
  expect((await asked()).fingerprint).not.toBe(fingerprint);
});

test('a missing file, one without a certificate, one without a key: each is named', async () => {
  await expect(asked()).rejects.toThrow(/line\.pem cannot be read \(ENOENT\)/);
  give({});
  const certificate = readFileSync(certificateFile, 'utf8');
  writeFileSync(certificateFile, 'nonsense');
  await expect(asked()).rejects.toThrow(/line\.pem holds no certificate/);
  writeFileSync(certificateFile, certificate);
  writeFileSync(keyFile, certificate);
  await expect(asked()).rejects.toThrow(/line\.key holds no private key/);
});

test('a key of another certificate, and one under a passphrase, are refused', async () => {
  give({});
  const key = createPrivateKey(readFileSync(keyFile));
  writeFileSync(keyFile, newKey().export({ type: 'pkcs8', format: 'pem' }));
  await expect(asked()).rejects.toThrow(/does not belong to the certificate/);
  writeFileSync(keyFile, key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }));
  await expect(asked()).rejects.toThrow(/protected by a passphrase/);
});

test.each([
  [{ toMs: NOW_MS }, /ended on 2026-11-25/],
  [{ toMs: NOW_MS + 10 * DAY_MS }, /ends on 2026-12-05/],
  [{ fromMs: NOW_MS + DAY_MS }, /valid from 2026-11-26 on only/],
  [{ hosts: ['intranet.plant.example'] }, /DNS:intranet\.plant\.example.*gateway\.names/],
  [{ hosts: [], addresses: ['192.168.1.21'] }, /192\.168\.1\.21.*none of which is this appliance's/],
])('%j is said, and serves all the same', async (given, sentence) => {
  give(given);
  expect((await asked()).problems).toEqual([expect.stringMatching(sentence)]);
});

test('an address in it, or a wildcard over our name, is enough', async () => {
  give({ hosts: [], addresses: ['192.168.1.20'] });
  expect((await asked()).problems).toEqual([]);
  give({ hosts: ['*.plant.example'] });
  const named = await identity.certificateFor({ hosts: ['line3.plant.example'], addresses: [] }, NOW_MS);
  expect([named.problems, named.hosts]).toEqual([[], []]);
});
