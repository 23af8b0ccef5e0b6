import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packagesMissing } from '../../../../scripts/bootstrap/packages.mjs';
import { suffices } from '../../../../scripts/bootstrap/tool-node.mjs';
import { temporaryFolder } from '../../../support/temporary-folder';

const A = { version: '1.0.0', integrity: 'sha512-a' };
const FOREIGN = { version: '2.0.0', integrity: 'sha512-f', optional: true };

function project(hidden: object): string {
  const root = temporaryFolder();
  const wanted = { '': {}, 'node_modules/a': A, 'node_modules/foreign': FOREIGN };
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: wanted }));
  mkdirSync(join(root, 'node_modules', 'a'), { recursive: true });
  writeFileSync(join(root, 'node_modules', 'a', 'package.json'), '{}');
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: hidden }));
  return root;
}

test("what npm says it installed equals the lock file; another platform's package may be absent", () => {
  expect(packagesMissing(project({ 'node_modules/a': A }))).toBeUndefined();
});

test.each([
  ['another version', { 'node_modules/a': { ...A, version: '1.0.1' } }],
  ['other bytes', { 'node_modules/a': { ...A, integrity: 'sha512-b' } }],
  ['nothing', {}],
])('%s in place of a package is noticed', (_, hidden) => {
  expect(packagesMissing(project(hidden))).toMatch(/node_modules\/a/);
});

test('an interrupted installation and a removed package are noticed', () => {
  const root = project({ 'node_modules/a': A });
  rmSync(join(root, 'node_modules', 'a', 'package.json'));
  expect(packagesMissing(root)).toMatch(/damaged/);
  rmSync(join(root, 'node_modules', '.package-lock.json'));
  expect(packagesMissing(root)).toMatch(/not finished/);
  rmSync(join(root, 'node_modules'), { recursive: true });
  expect(packagesMissing(root)).toMatch(/not installed/);
});

test.each([
  ['20.20.2', false],
  ['22.11.9', false],
  ['22.12.0', true],
  ['24.0.0', true],
])('Node %s suffices for the tools: %s', (version, expected) => {
  expect(suffices(version)).toBe(expected);
});
