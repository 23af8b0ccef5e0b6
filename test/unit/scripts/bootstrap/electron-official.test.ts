import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findOfficial } from '../../../../scripts/bootstrap/electron-official.mjs';
import { temporaryFolder } from '../../../support/temporary-folder';

const EXECUTABLE =
  { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform as string] ?? 'electron';

function installed(): { readonly root: string; readonly folder: string } {
  const root = temporaryFolder();
  const folder = join(root, 'node_modules', 'electron');
  mkdirSync(join(folder, 'dist', EXECUTABLE, '..'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"version":"45.4.1"}');
  writeFileSync(join(folder, 'dist', 'version'), '45.4.1');
  writeFileSync(join(folder, 'dist', EXECUTABLE), '');
  writeFileSync(join(folder, 'path.txt'), EXECUTABLE);
  return { root, folder };
}

test("a whole runtime of the package's version is found", () => {
  const { root, folder } = installed();
  expect(findOfficial(root, {})).toBe(join(folder, 'dist', EXECUTABLE));
});

test('one of another version, or one that was not unpacked to its end, is not', () => {
  const { root, folder } = installed();
  writeFileSync(join(folder, 'dist', 'version'), '45.4.0');
  expect(findOfficial(root, {})).toBeUndefined();
  writeFileSync(join(folder, 'dist', 'version'), 'v45.4.1');
  expect(findOfficial(root, {})).toBeDefined();
  rmSync(join(folder, 'path.txt'));
  expect(findOfficial(root, {})).toBeUndefined();
});

test('a folder named by ELECTRON_OVERRIDE_DIST_PATH goes first', () => {
  const { root } = installed();
  const other = temporaryFolder();
  mkdirSync(join(other, EXECUTABLE, '..'), { recursive: true });
  writeFileSync(join(other, EXECUTABLE), '');
  expect(findOfficial(root, { ELECTRON_OVERRIDE_DIST_PATH: other })).toBe(join(other, EXECUTABLE));
});
