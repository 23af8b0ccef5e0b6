import { execFileSync } from 'node:child_process';
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { constraintsFor, splitByConstraints } from '../../../../../src/main/gateway/tls/constraints';
import { OwnAuthority } from '../../../../../src/main/gateway/tls/own-authority';
import { DAY_MS } from '../../../../../src/shared/time';
import { SecretFilesTwin } from '../../../../support/secret-files';
import { temporaryFolder } from '../../../../support/temporary-folder';

const NOW_MS = Date.UTC(2026, 10, 25, 12);
const NAMES = { hosts: ['press-pc', 'press-pc.local'], addresses: ['192.168.1.20', '2001:db8::20'] };

let files: SecretFilesTwin;
let authority: OwnAuthority;

const restarted = () => new OwnAuthority({ files, randomBytes });

beforeEach(() => {
  files = new SecretFilesTwin();
  authority = restarted();
});

const certificatesIn = (pem: string) =>
  (pem.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? []).map((each) => new X509Certificate(each));

function openssl(...args: readonly string[]): string {
  return execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });
}

test('the certificate is for every name and address, under a root of ten years, and its key fits', async () => {
  const made = await authority.certificateFor(NAMES, NOW_MS);
  const [leaf, root] = certificatesIn(made.chainPem);
  if (leaf === undefined || root === undefined) throw new Error('no chain');
  expect(leaf.checkPrivateKey(createPrivateKey(made.keyPem))).toBe(true);
  expect(leaf.verify(root.publicKey) && root.verify(root.publicKey)).toBe(true);
  expect([leaf.ca, root.ca, leaf.checkIssued(root)]).toEqual([false, true, true]);
  for (const host of [...NAMES.hosts, 'localhost']) expect(leaf.checkHost(host)).toBe(host);
  for (const address of [...NAMES.addresses, '127.0.0.1', '::1']) expect(leaf.checkIP(address)).toBe(address);
  expect(leaf.checkHost('evil.example')).toBeUndefined();
  const days = (each: X509Certificate) => (Date.parse(each.validTo) - Date.parse(each.validFrom)) / DAY_MS;
  expect(days(leaf)).toBeCloseTo(397, 3);
  expect(days(root)).toBeCloseTo(3_653, 3);
  expect(made.root).toMatchObject({ fingerprint: root.fingerprint256, pem: expect.stringContaining('BEGIN') });
  expect([made.fingerprint, made.problems]).toEqual([leaf.fingerprint256, []]);
});

test('OpenSSL finds nothing wrong with the chain, and refuses what the root may not vouch for', async () => {
  const folder = temporaryFolder();
  const { chainPem, root } = await authority.certificateFor(NAMES, NOW_MS);
  const [rootFile, chainFile] = [join(folder, 'root.pem'), join(folder, 'chain.pem')];
  writeFileSync(rootFile, root?.pem ?? '');
  writeFileSync(chainFile, chainPem);
  const at = ['-attime', String(NOW_MS / 1_000)];
  const verify = ['verify', '-x509_strict', '-purpose', 'sslserver', ...at, '-CAfile', rootFile];
  expect(openssl(...verify, '-verify_ip', '192.168.1.20', chainFile)).toContain('OK');
  const text = openssl('x509', '-in', rootFile, '-noout', '-text');
  expect(text).toMatch(/CA:TRUE, pathlen:0/);
  expect(text).toMatch(/IP:10\.0\.0\.0\/255\.0\.0\.0/);
  expect(text).toMatch(/DNS:press-pc/);
  expect(openssl('x509', '-in', chainFile, '-noout', '-text')).toMatch(/TLS Web Server Authentication/);

  // As who has stolen the root's key would: a name of the internet, with the root's words about itself taken out of the way.
  const kept = JSON.parse(files.texts.get('network-root.json') ?? '');
  kept.constraints.hosts.push('bank.example');
  files.texts.set('network-root.json', JSON.stringify(kept));
  const forged = await restarted().certificateFor({ hosts: ['bank.example'], addresses: [] }, NOW_MS);
  writeFileSync(chainFile, forged.chainPem);
  expect(() => openssl(...verify, chainFile)).toThrow(/permitted subtree violation/);
});

test('root and certificate outlive a restart', async () => {
  const made = await authority.certificateFor(NAMES, NOW_MS);
  const again = await restarted().certificateFor(NAMES, NOW_MS + DAY_MS);
  expect([again.fingerprint, again.root]).toEqual([made.fingerprint, made.root]);
});

test('the certificate is made anew a month before its end, and for other names at once; the root stays', async () => {
  const made = await authority.certificateFor(NAMES, NOW_MS);
  const before = await authority.certificateFor(NAMES, NOW_MS + 365 * DAY_MS);
  expect(before.fingerprint).toBe(made.fingerprint);
  const after = await authority.certificateFor(NAMES, NOW_MS + 367 * DAY_MS);
  expect(after.fingerprint).not.toBe(made.fingerprint);
  const moved = await authority.certificateFor({ ...NAMES, addresses: ['10.0.0.9'] }, NOW_MS + 367 * DAY_MS);
  expect(certificatesIn(moved.chainPem)[0]?.checkIP('10.0.0.9')).toBe('10.0.0.9');
  expect([after.root, moved.root]).toEqual([made.root, made.root]);
});

test('a clock that was ahead when the certificate was made costs the certificate, not the root', async () => {
  const made = await authority.certificateFor(NAMES, NOW_MS);
  await authority.certificateFor({ ...NAMES, addresses: [] }, Date.UTC(2032, 0, 1));
  const right = await authority.certificateFor({ ...NAMES, addresses: [] }, NOW_MS + DAY_MS);
  expect(Date.parse(certificatesIn(right.chainPem)[0]?.validFrom ?? '')).toBeLessThan(NOW_MS + DAY_MS);
  expect(right.root).toEqual(made.root);
});

test('towards the root’s end no certificate outlives it, none is made twice, and a person is told', async () => {
  const { root } = await authority.certificateFor(NAMES, NOW_MS);
  const rootEndsMs = root?.validToMs ?? 0;
  const last = await authority.certificateFor(NAMES, rootEndsMs - 100 * DAY_MS);
  expect([last.validToMs, last.problems]).toEqual([rootEndsMs, []]);
  const ending = await authority.certificateFor(NAMES, rootEndsMs - 10 * DAY_MS);
  expect(ending.fingerprint).toBe(last.fingerprint);
  expect(ending.problems[0]).toMatch(/root ends on .*make a new one/);
});

test('names that came after the root are said where it does not vouch for them, until a new root is made', async () => {
  await authority.certificateFor(NAMES, NOW_MS);
  const names = { hosts: ['line3.plant.example'], addresses: ['8.8.4.4', '10.0.0.9'] };
  const told = await authority.certificateFor(names, NOW_MS);
  expect(told.problems).toEqual([expect.stringMatching(/line3\.plant\.example, 8\.8\.4\.4 .*make a new root/)]);
  expect(certificatesIn(told.chainPem)[0]?.checkIP('8.8.4.4')).toBeUndefined();
  expect(certificatesIn(told.chainPem)[0]?.checkIP('10.0.0.9')).toBe('10.0.0.9');
  await authority.renewRoot(names, NOW_MS);
  const renewed = await authority.certificateFor(names, NOW_MS);
  expect(renewed.problems).toEqual([]);
  expect(renewed.root?.fingerprint).not.toBe(told.root?.fingerprint);
});

test.each(['', '{', '{"certificate":1}'])('a damaged root (%j) is not replaced in silence', async (text) => {
  files.texts.set('network-root.json', text);
  await expect(authority.certificateFor(NAMES, NOW_MS)).rejects.toThrow(/network-root\.json .*damaged.*remove it/);
  expect(files.texts.get('network-root.json')).toBe(text);
});

test('constraints know names under a name, and networks bit by bit', () => {
  const constraints = constraintsFor({ hosts: ['pc.plant.example', 'pc.local'], addresses: ['8.8.8.8', '10.1.1.1'] });
  expect(constraints.hosts).toEqual(['localhost', 'local', 'pc.plant.example']);
  const asked = {
    hosts: ['pc.plant.example', 'a.pc.plant.example', 'other.local', 'plant.example', 'xpc.plant.example'],
    addresses: ['8.8.8.8', '8.8.8.9', '172.31.255.1', '172.32.0.1', '100.127.0.1', '100.128.0.1', 'fd12::1', 'fe00::1'],
  };
  expect(splitByConstraints(asked, constraints)).toEqual({
    allowed: {
      hosts: ['pc.plant.example', 'a.pc.plant.example', 'other.local'],
      addresses: ['8.8.8.8', '172.31.255.1', '100.127.0.1', 'fd12::1'],
    },
    others: ['plant.example', 'xpc.plant.example', '8.8.8.9', '172.32.0.1', '100.128.0.1', 'fe00::1'],
  });
});
