import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KeptGround } from '../../../../src/main/config/kept-ground';
import { temporaryFolder } from '../../../support/temporary-folder';

function keptIn(dataFolder: string) {
  const troubles: Error[] = [];
  return { ground: new KeptGround({ dataFolder, onTrouble: (error) => troubles.push(error) }), troubles };
}

test('the ground that the page showed last is the window’s at the next start', async () => {
  const folder = temporaryFolder();
  const { ground, troubles } = keptIn(folder);
  expect(ground.colour).toBe('#eef0f2');
  expect(ground.note('#14191C')).toBe(true);
  expect(ground.colour).toBe('#14191c');
  await expect.poll(() => keptIn(folder).ground.colour).toBe('#14191c');
  expect(troubles).toEqual([]);
});

test('the same colour is not written again, and what is no colour is passed over', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'window-ground'), '#14191c\n');
  const { ground } = keptIn(folder);
  expect(ground.note('#14191c')).toBe(false);
  expect(ground.note(null)).toBe(false);
  expect(ground.note('url(x)')).toBe(false);
  expect(readFileSync(join(folder, 'window-ground'), 'utf8')).toBe('#14191c\n');
});

test('what was kept and cannot be understood counts as nothing', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'window-ground'), 'dark');
  expect(keptIn(folder).ground.colour).toBe('#eef0f2');
});
