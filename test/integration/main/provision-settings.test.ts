import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { passwordFileOf } from '../../../src/main/config/file-password-store';
import { run } from '../../support/child-output';
import { temporaryFolder } from '../../support/temporary-folder';

/** `npm run provision -- export|import`: an appliance's settings carried to the next one. */

const PLANT = {
  name: 'Bottling',
  ...{ host: 'db.plant.example', port: 5432, database: 'plant', user: 'taktline_reader' },
  tls: { mode: 'verify-full' },
};

async function provision(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const running = run(process.execPath, ['out/main/provision.js', ...args], { env: { ...process.env, ...env } });
  const exitCode = await running.ended;
  return { exitCode, stdout: running.stdout(), stderr: running.stderr() };
}

/** A data folder that was set up, and what it exports. */
async function exportedFile(): Promise<string> {
  const folder = temporaryFolder();
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, 'authority of the plant');
  const plant = { ...PLANT, tls: { ...PLANT.tls, caFile: ca }, passwordPlace: 'file' };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ gateway: { port: 8123 }, plant }));
  const { exitCode, stdout } = await provision(['export', '--data', folder]);
  expect(exitCode).toBe(0);
  const file = join(folder, 'exported.json');
  writeFileSync(file, stdout);
  return file;
}

const settingsIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'));

test('what one appliance exports the next one imports, its password from the environment into a file of its own', async () => {
  const file = await exportedFile();
  expect(JSON.parse(readFileSync(file, 'utf8')).plant.tls).toEqual({
    mode: 'verify-full',
    caCertificate: 'authority of the plant',
  });
  const folder = join(temporaryFolder(), 'next');
  const imported = await provision(['import', file, '--data', folder, '--password-from-env'], {
    PGPASSWORD: 'hunter2',
  });
  expect(imported).toMatchObject({ exitCode: 0, stderr: '' });
  expect(imported.stdout).not.toContain('hunter2');
  const caFile = join(folder, 'plant-ca.pem');
  expect(readFileSync(caFile, 'utf8')).toBe('authority of the plant');
  expect(settingsIn(folder)).toEqual({
    gateway: { port: 8123 },
    plant: { ...PLANT, tls: { mode: 'verify-full', caFile }, passwordPlace: 'file' },
  });
  expect(readFileSync(passwordFileOf(folder), 'utf8')).toBe('hunter2');
  if (process.platform !== 'win32') expect(statSync(passwordFileOf(folder)).mode & 0o777).toBe(0o600);
});

test('an import keeps what the file does not name, and says where the password must lie', async () => {
  const file = await exportedFile();
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'settings.json'),
    '{"ofTomorrow":1,"gateway":{"port":1},"tables":{"metric":{"table":"Old"}}}',
  );
  const { exitCode, stdout } = await provision(['import', file, '--data', folder]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/The password of taktline_reader must lie in the file .*taktline-plant-password/);
  expect(settingsIn(folder)).toMatchObject({ ofTomorrow: 1, gateway: { port: 8123 } });
  // Where samples are belongs to the plant, and the imported one has none but our own tables.
  expect(settingsIn(folder)).not.toHaveProperty('tables');
  expect(existsSync(passwordFileOf(folder))).toBe(false);
});

test.each([
  ['a file that is not there', ['import', 'nowhere.json'], /nowhere\.json cannot be read/],
  ['no file', ['import'], /Usage/],
  ['an unknown flag', ['export', '--password', 'hunter2'], /Unknown option '--password'/],
])('%s is refused with a sentence', async (_, args, message) => {
  const { exitCode, stderr } = await provision([...args, '--data', temporaryFolder()]);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('hunter2');
});

test('a file that holds a password is refused, and the password is not repeated', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'settings.json');
  writeFileSync(file, JSON.stringify({ taktlineSettings: 1, plant: { ...PLANT, password: 'hunter2' } }));
  const { exitCode, stderr } = await provision(['import', file, '--data', join(folder, 'data')]);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/wrong value at plant/);
  expect(stderr).not.toContain('hunter2');
});
