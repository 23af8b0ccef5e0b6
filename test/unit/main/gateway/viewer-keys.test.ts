import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PAIRING_LIFETIME_MS, TOKEN_BYTES, ViewerKeys } from '../../../../src/main/gateway/viewer-keys';
import { SecretFilesTwin } from '../../../support/secret-files';

let folder: SecretFilesTwin;
let nowMs: number;
let logged: string[];
let keys: ViewerKeys;
let opened: ViewerKeys[];

beforeEach(async () => {
  folder = new SecretFilesTwin();
  nowMs = Date.UTC(2026, 10, 25, 12);
  logged = [];
  opened = [];
  keys = await open();
});

afterEach(async () => {
  for (const each of opened) await each.close();
});

/** Another process on the same folder, or this one after a restart. */
async function open(): Promise<ViewerKeys> {
  const write = (event: string) => logged.push(event);
  const made = new ViewerKeys({ folder, randomBytes, nowMs: () => nowMs, log: { info: write, warn: write } });
  opened.push(made);
  await made.start();
  return made;
}

test('a token is 256 bits, told once, and kept as a hash alone', async () => {
  const { id, token } = await keys.issue('Line 3');
  expect(Buffer.from(token, 'base64url')).toHaveLength(TOKEN_BYTES);
  expect(keys.idOf(token)).toBe(id);
  expect(keys.idOf(`${token}x`)).toBeUndefined();
  expect([...folder.texts.values()].join()).not.toContain(token);
  expect(keys.list()).toEqual([{ id, name: 'Line 3', createdMs: nowMs, lastUsedMs: undefined }]);
});

test('tokens and their last use outlive a restart', async () => {
  const { id, token } = await keys.issue('Line 3');
  nowMs += 5_000;
  keys.used(id);
  await keys.close();
  const again = await open();
  expect(again.idOf(token)).toBe(id);
  expect(again.list()).toMatchObject([{ name: 'Line 3', lastUsedMs: nowMs }]);
});

test('a revoked token is told of and worth nothing, here at once and elsewhere with the next look', async () => {
  const { id, token } = await keys.issue('Line 3');
  const other = await open();
  const told: string[] = [];
  keys.onRevoked((each) => told.push(`here ${each}`));
  other.onRevoked((each) => told.push(`there ${each}`));
  const revoking = keys.revoke(id);
  expect([keys.idOf(token), told]).toEqual([undefined, [`here ${id}`]]);
  expect(await revoking).toBe(true);
  expect(other.idOf(token)).toBe(id);
  await other.look();
  expect([other.idOf(token), told]).toEqual([undefined, [`here ${id}`, `there ${id}`]]);
  expect(await keys.revoke(id)).toBe(false);
  expect([...folder.texts.keys()]).toEqual([]);
});

test('a token that another program has issued works after the next look', async () => {
  const other = await open();
  const { id, token } = await other.issue('Line 4');
  expect(keys.idOf(token)).toBeUndefined();
  await keys.look();
  expect(keys.idOf(token)).toBe(id);
});

test('a token that is being written while the folder is looked at is not taken for a removed one', async () => {
  const told: string[] = [];
  keys.onRevoked((id) => told.push(id));
  const issued = await Promise.all([keys.look(), keys.issue('a'), keys.look(), keys.issue('b'), keys.look()]);
  expect(told).toEqual([]);
  for (const each of issued) if (each !== undefined) expect(keys.idOf(each.token)).toBe(each.id);
});

test('where its file cannot be removed a token is revoked for this run all the same, and that is said', async () => {
  const { id, token } = await keys.issue('Line 3');
  folder.failure = new Error('the disk is read-only');
  await expect(keys.revoke(id)).rejects.toThrow('read-only');
  await keys.look();
  expect(keys.idOf(token)).toBeUndefined();
});

test('where nothing can be written no token is issued', async () => {
  folder.failure = new Error('the disk is full');
  await expect(keys.issue('Line 3')).rejects.toThrow('full');
  await expect(keys.offerPairing('Line 3')).rejects.toThrow('full');
  expect(keys.list()).toEqual([]);
});

test('a pairing code is eight digits, gives one token of its name, and works once', async () => {
  const { id, code } = await keys.offerPairing('Line 3');
  expect(code).toMatch(/^\d{8}$/);
  expect(keys.isPairingOpen(id)).toBe(true);
  const pair = keys.redeem(code);
  expect([keys.redeem(code), keys.isPairingOpen(id)]).toEqual([undefined, false]);
  const paired = await pair?.();
  expect(keys.list()).toMatchObject([{ id: paired?.id, name: 'Line 3' }]);
  await keys.look();
  expect(keys.redeem(code)).toBeUndefined();
});

test('a pairing code lives 5 min, is taken back at will, and leaves no file behind', async () => {
  const [late, withdrawn] = [await keys.offerPairing('a'), await keys.offerPairing('b')];
  await keys.withdrawPairing(withdrawn.id);
  expect(keys.redeem(withdrawn.code)).toBeUndefined();
  nowMs += PAIRING_LIFETIME_MS;
  expect(keys.redeem(late.code)).toBeUndefined();
  await keys.look();
  expect([...folder.texts.keys()]).toEqual([]);
});

test('a pairing code of another program works after the next look, and not once it is used elsewhere', async () => {
  const other = await open();
  const [first, second] = [await other.offerPairing('a'), await other.offerPairing('b')];
  await keys.look();
  await keys.redeem(first.code)?.();
  await other.look();
  expect(other.redeem(first.code)).toBeUndefined();
  expect(other.redeem(second.code)).toBeDefined();
});

test('damaged and foreign files are passed over, damaged ones with one line in the log', async () => {
  folder.texts.set('viewer-0123456789abcdef.json', '{"name":1}');
  folder.texts.set('pairing-fedcba9876543210.json', 'nonsense');
  folder.texts.set('network-root.json', '{}');
  folder.texts.set('last-used.json', 'nonsense');
  const again = await open();
  await again.look();
  expect(again.list()).toEqual([]);
  expect(logged).toEqual(['viewer-key-damaged', 'viewer-key-damaged']);
});

test('until the folder has been read nobody knows which keys are valid; the trouble is one line in the log', async () => {
  const { token } = await keys.issue('Line 3');
  const { list } = folder;
  folder.list = () => Promise.reject(new Error('input/output error'));
  const again = await open();
  await again.look();
  expect([again.isRead, logged]).toEqual([false, ['viewer-keys-not-read']]);
  folder.list = list;
  await again.look();
  expect([again.isRead, again.idOf(token) !== undefined]).toEqual([true, true]);
});
