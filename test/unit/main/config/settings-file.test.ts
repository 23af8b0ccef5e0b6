import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SettingsError } from '../../../../src/main/config/settings';
import { changeSettings, settingsFileOf, settingsIn } from '../../../../src/main/config/settings-file';
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
