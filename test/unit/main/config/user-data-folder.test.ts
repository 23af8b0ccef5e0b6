import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { claimUserDataFolder, userDataFolder } from '../../../../src/main/config/user-data-folder';

const root = mkdtempSync(join(tmpdir(), 'taktline-folder-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('each platform has its own place, which the environment may move', () => {
  expect(userDataFolder({}, 'linux', '/home/a')).toBe('/home/a/.local/share/taktline');
  expect(userDataFolder({ XDG_DATA_HOME: '/data' }, 'linux', '/home/a')).toBe('/data/taktline');
  expect(userDataFolder({ XDG_DATA_HOME: '' }, 'linux', '/home/a')).toBe('/home/a/.local/share/taktline');
  expect(userDataFolder({}, 'darwin', '/Users/a')).toBe('/Users/a/Library/Application Support/Taktline');
  expect(userDataFolder({ LOCALAPPDATA: '/l' }, 'win32', '/c')).toBe('/l/Taktline');
});

test('a missing folder is made and marked, and claimed again without a change', async () => {
  const folder = join(root, 'new', 'deep');
  await claimUserDataFolder(folder);
  await claimUserDataFolder(folder);
  expect(JSON.parse(readFileSync(join(folder, 'taktline-folder.json'), 'utf8'))).toEqual({ version: 1 });
});

test('a folder of another version is refused with one sentence, and nothing in it is touched', async () => {
  const folder = join(root, 'other');
  mkdirSync(join(folder, 'plant'), { recursive: true });
  writeFileSync(join(folder, 'taktline-folder.json'), '{"version":7}');
  await expect(claimUserDataFolder(folder)).rejects.toThrow(/another version of Taktline \(folder version 7/);
  expect(readFileSync(join(folder, 'taktline-folder.json'), 'utf8')).toBe('{"version":7}');
  expect(existsSync(join(folder, 'plant'))).toBe(true);
});

test('a damaged marker and a file in the place of the folder are each told in one sentence', async () => {
  const folder = join(root, 'damaged');
  mkdirSync(folder);
  writeFileSync(join(folder, 'taktline-folder.json'), '{');
  await expect(claimUserDataFolder(folder)).rejects.toThrow(/is damaged/);
  writeFileSync(join(root, 'file'), '');
  await expect(claimUserDataFolder(join(root, 'file'))).rejects.toThrow(/cannot be made .*--data/);
});
