import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SecretFolder } from '../../../../src/main/config/secret-folder';
import { temporaryFolder } from '../../../support/temporary-folder';

test('what is written is read again; folder and files are their owner’s alone', async () => {
  const path = join(temporaryFolder(), 'secrets', 'network');
  const folder = new SecretFolder(path);
  expect([await folder.list(), await folder.read('root.json')]).toEqual([[], undefined]);
  await folder.write('root.json', 'a secret');
  expect([await folder.list(), await folder.read('root.json')]).toEqual([['root.json'], 'a secret']);
  if (process.platform === 'win32') return;
  expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(statSync(join(path, 'root.json')).mode & 0o777).toBe(0o600);
});

test('removing tells whether there was something; a crash’s draft is no file', async () => {
  const path = temporaryFolder();
  const folder = new SecretFolder(path);
  await folder.write('a.json', 'x');
  writeFileSync(join(path, 'b.json.new'), 'half');
  expect(await folder.list()).toEqual(['a.json']);
  expect([await folder.remove('a.json'), await folder.remove('a.json')]).toEqual([true, false]);
  expect(readdirSync(path)).toEqual(['b.json.new']);
});

test.skipIf(process.platform === 'win32')('a file that others may read is refused by name', async () => {
  const path = temporaryFolder();
  writeFileSync(join(path, 'root.json'), 'x');
  chmodSync(join(path, 'root.json'), 0o644);
  await expect(new SecretFolder(path).read('root.json')).rejects.toThrow(/root\.json may be read by others/);
});

test('what cannot be read, written or listed is named with the system’s reason', async () => {
  const path = temporaryFolder();
  mkdirSync(join(path, 'root.json'), { mode: 0o700 });
  const folder = new SecretFolder(path);
  await expect(folder.read('root.json')).rejects.toThrow(/root\.json cannot be read \(EISDIR\)/);
  await expect(folder.write('root.json', 'x')).rejects.toThrow(/root\.json cannot be written \(EISDIR\)/);
  writeFileSync(join(path, 'file'), '');
  await expect(new SecretFolder(join(path, 'file')).list()).rejects.toThrow(/cannot be read \(ENOTDIR\)/);
});
