import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../support/child-output';
import { temporaryFolder } from '../../support/temporary-folder';

async function viewers(folder: string, ...words: readonly string[]) {
  const { ended, stdout, stderr } = run(process.execPath, ['out/main/viewers.js', ...words, '--data', folder]);
  const code = await ended;
  return { code, stdout: stdout(), stderr: stderr() };
}

test('keys are issued, listed and revoked on the data folder alone, in files of this user', async () => {
  const folder = temporaryFolder();
  expect((await viewers(folder, 'list')).stdout).toBe('No keys.\n');
  const token = (await viewers(folder, 'issue', 'Laptop of shift C')).stdout.trim();
  expect(token).toMatch(/^[\w-]{43}$/);
  const listed = (await viewers(folder)).stdout;
  expect(listed).toMatch(/^[0-9a-f]{16} {2}Laptop of shift C {2}created \d{4}-.* {2}never used\n$/);
  expect(listed).not.toContain(token);
  const secrets = join(folder, 'secrets', 'network');
  for (const name of readdirSync(secrets)) expect(statSync(join(secrets, name)).mode & 0o777).toBe(0o600);
  const id = listed.slice(0, 16);
  expect(await viewers(folder, 'revoke', id)).toMatchObject({ code: 0 });
  expect(await viewers(folder, 'revoke', id)).toMatchObject({ code: 1, stderr: expect.stringContaining('no key') });
  expect((await viewers(folder, 'list')).stdout).toBe('No keys.\n');
});

test('a pairing code is eight digits, with a word where the network is not served; a wrong command is told the right ones', async () => {
  const folder = temporaryFolder();
  expect((await viewers(folder, 'pair', 'Line 3')).stdout).toMatch(/^\d{4} \d{4}\nThe network is not served.*"lan"/);
  for (const words of [['pair'], ['list', 'x'], ['nonsense'], ['--nonsense']])
    expect(await viewers(folder, ...words)).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage:') });
});
