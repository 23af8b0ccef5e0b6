import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SettingsError } from '../../../../src/main/config/settings';
import {
  changeSettings,
  keepLastGood,
  ownSettingsInForce,
  settingsFileOf,
  settingsIn,
  settingsInForce,
} from '../../../../src/main/config/settings-file';
import { DEFAULT_PLANT_TABLES } from '../../../../src/shared/plant-tables';
import { temporaryFolder } from '../../../support/temporary-folder';

const defaults = readFileSync('resources/default-settings.json', 'utf8');
const PLANT = {
  name: 'Bottling',
  host: 'db.plant.example',
  port: 5432,
  database: 'plant',
  user: 'taktline_reader',
  tls: { mode: 'verify-full', caFile: '/etc/plant-ca.pem' },
  passwordPlace: 'file',
} as const;

test('without a file the defaults are in force, and no plant is configured', async () => {
  const settings = await settingsIn(temporaryFolder(), defaults);
  expect(settings).toEqual({ ...JSON.parse(defaults), tables: DEFAULT_PLANT_TABLES });
});

test('what is written is read again, whole, and its file is its owner’s alone', async () => {
  const folder = temporaryFolder();
  await changeSettings(folder, (content) => ({ ...content, plant: PLANT }));
  expect((await settingsIn(folder, defaults)).plant).toEqual(PLANT);
  expect(readdirSync(folder)).toEqual(['settings.json']);
  if (process.platform !== 'win32') expect(statSync(settingsFileOf(folder)).mode & 0o777).toBe(0o600);
});

test('a change keeps what it does not touch, keys included that this version does not know', async () => {
  const folder = temporaryFolder();
  writeFileSync(settingsFileOf(folder), '{"gateway":{"port":8080},"ofTomorrow":{"a":[1,null]}}');
  await changeSettings(folder, (content) => ({ ...content, plant: PLANT }));
  expect(JSON.parse(readFileSync(settingsFileOf(folder), 'utf8'))).toEqual({
    gateway: { port: 8080 },
    ofTomorrow: { a: [1, null] },
    plant: PLANT,
  });
});

test('a draft that a crash left behind harms nothing', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'settings.json.new'), '{"half', { mode: 0o644 });
  await changeSettings(folder, () => ({ gateway: { port: 1 } }));
  expect((await settingsIn(folder, defaults)).gateway.port).toBe(1);
  if (process.platform !== 'win32') expect(statSync(settingsFileOf(folder)).mode & 0o777).toBe(0o600);
});

test.each(['{', '[1]', '"text"', ''])('a file that holds %j is left alone, and that is said', async (text) => {
  const folder = temporaryFolder();
  writeFileSync(settingsFileOf(folder), text);
  await expect(changeSettings(folder, () => ({ plant: PLANT }))).rejects.toThrow(SettingsError);
  await expect(changeSettings(folder, () => ({ plant: PLANT }))).rejects.toThrow('settings.json');
  expect(readFileSync(settingsFileOf(folder), 'utf8')).toBe(text);
});

test.each([
  ['a password', { ...PLANT, password: 'hunter2' }, 'password'],
  ['a host with a user before it', { ...PLANT, host: 'me:hunter2@db' }, 'plant.host'],
  ['a port of the clouds', { ...PLANT, port: 70_000 }, 'plant.port'],
  ['a TLS mode that falls back in silence', { ...PLANT, tls: { mode: 'prefer' } }, 'plant.tls.mode'],
])('%s in the plant is refused with its place and never repeated', async (_what, plant, place) => {
  const folder = temporaryFolder();
  writeFileSync(settingsFileOf(folder), JSON.stringify({ plant }));
  const failure = await settingsIn(folder, defaults).catch((error: Error) => error);
  expect(failure).toBeInstanceOf(SettingsError);
  expect((failure as Error).message).toContain(place);
  expect((failure as Error).message).not.toContain('hunter2');
});

test('a value that is wrong already is named before anything is written, and the change that mends it is taken', async () => {
  const folder = temporaryFolder();
  const text = '{"gateway":{"port":"8080"},"calendar":{"lines":{}}}';
  writeFileSync(settingsFileOf(folder), text);
  const changing = changeSettings(folder, (content) => ({ ...content, plant: PLANT }));
  await expect(changing).rejects.toThrow(/settings\.json has a wrong value at gateway\.port: .*Correct it/);
  expect(readFileSync(settingsFileOf(folder), 'utf8')).toBe(text);
  await changeSettings(folder, (content) => ({ ...content, gateway: { port: 8080 } }));
  expect((await settingsIn(folder, defaults)).gateway.port).toBe(8080);
});

test.each([
  ['that is no JSON', '{"gateway":', /settings\.json is not valid JSON/],
  ['with a wrong value', '{"kiosk":{"enabled":"yes"}}', /settings\.json has a wrong value at kiosk\.enabled/],
  ['with a word that nobody knows', '{"kisok":{"enabled":true}}', /settings\.json has a wrong value at .*kisok/],
])('a file %s leaves in force what was last good, and the fault is named', async (_what, text, sentence) => {
  const folder = temporaryFolder();
  writeFileSync(settingsFileOf(folder), '{"kiosk":{"enabled":true},"gateway":{"port":8123}}');
  await keepLastGood(folder);
  writeFileSync(settingsFileOf(folder), text);
  const { read, fault } = await settingsInForce(folder, defaults);
  expect(read).toMatchObject({ kiosk: { enabled: true }, gateway: { port: 8123 } });
  expect(fault).toMatch(sentence);
  expect(await ownSettingsInForce(folder)).toEqual({
    read: { kiosk: { enabled: true }, gateway: { port: 8123 } },
    fault,
  });
  expect(readFileSync(settingsFileOf(folder), 'utf8')).toBe(text);
});

test('a wrong file without any good start before it is refused; a good one, and none, have no fault', async () => {
  const folder = temporaryFolder();
  writeFileSync(settingsFileOf(folder), '{');
  await expect(settingsInForce(folder, defaults)).rejects.toThrow(SettingsError);
  writeFileSync(settingsFileOf(folder), '{"gateway":{"port":8123}}');
  expect(await settingsInForce(folder, defaults)).toMatchObject({
    read: { gateway: { port: 8123 } },
    fault: undefined,
  });
  expect(await settingsInForce(temporaryFolder(), defaults)).toMatchObject({ fault: undefined });
});

test('a file that was moved away counts as that: what was in it does not come back', async () => {
  const folder = temporaryFolder();
  writeFileSync(settingsFileOf(folder), '{"gateway":{"port":8123}}');
  await keepLastGood(folder);
  rmSync(settingsFileOf(folder));
  await keepLastGood(folder);
  writeFileSync(settingsFileOf(folder), '{');
  expect((await settingsInForce(folder, defaults)).read.gateway.port).not.toBe(8123);
});
