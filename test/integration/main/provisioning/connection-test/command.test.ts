import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestPlant, type TestPlant } from '../../../../support/embedded-plant';
import { temporaryFolder } from '../../../../support/temporary-folder';

/** The installer's commands as they are typed: a process, its output, its exit code. */

const NO_PSQL_VARIABLES = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG')));

let plant: TestPlant;
beforeAll(async () => {
  plant = await startTestPlant();
});
afterAll(() => plant.stop());

function provision(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const run = spawnSync(process.execPath, ['out/main/provision.js', ...args], {
    env: { ...NO_PSQL_VARIABLES, ...env },
    encoding: 'utf8',
  });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

test('a plant that can be used passes every stage that needs no background workers, as one object a line', () => {
  const { host, port, database } = plant.address();
  const file = join(temporaryFolder(), 'plant.url');
  writeFileSync(file, `postgresql://taktline@${host}:${port}/${database}\n`);
  const { code, stdout, stderr } = provision(['test', '--url-file', file, '--json']);
  expect(stderr).toBe('');
  const results = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { stage: string; verdict: string });
  expect(results.filter(({ verdict }) => verdict === 'failed' || verdict === 'skipped')).toEqual([]);
  expect(results.map(({ stage }) => stage)).toContain('listen');
  expect(code).toBe(0);
});

test('a port where nothing answers fails at tcp and says what to do, and no password is repeated', () => {
  const env = { PGHOST: '127.0.0.1', PGPORT: '1', PGUSER: 'taktline', PGPASSWORD: 'hunter2', PGDATABASE: 'plant' };
  const { code, stdout, stderr } = provision(['test', '--from-env', '--json'], env);
  const results = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { stage: string; verdict: string; remedy?: string });
  expect(results.find(({ stage }) => stage === 'tcp')).toMatchObject({ verdict: 'failed', remedy: expect.any(String) });
  expect(results.find(({ stage }) => stage === 'listen')?.verdict).toBe('skipped');
  expect(stdout + stderr).not.toContain('hunter2');
  expect(code).toBe(1);
});

test.each([[[]], [['dance']], [['test']], [['test', '--url', 'postgresql://u:hunter2@h/d']]])(
  '%j is refused with its usage',
  (args) => {
    const { code, stderr } = provision(args);
    expect(code).toBe(1);
    expect(stderr).toMatch(/--url-file/);
    expect(stderr).not.toContain('hunter2');
  },
);
