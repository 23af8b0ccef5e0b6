import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectPlant } from '../../../src/main/plant/connection';
import { run } from '../../support/child-output';
import { startTestPlant, type TestPlant } from '../../support/embedded-plant';
import { temporaryFolder } from '../../support/temporary-folder';

/** `npm run provision` as an installer runs it: a process, flags, exit codes. The tests follow one another. */

const ENVIRONMENT = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG')));

let plant: TestPlant;

beforeAll(async () => {
  plant = await startTestPlant();
});
afterAll(() => plant?.stop());

function provision(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return run(process.execPath, ['out/main/provision.js', ...args], { env: { ...ENVIRONMENT, ...env } });
}

async function resultOf(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const running = provision(args, env);
  const exitCode = await running.ended;
  return { exitCode, stdout: running.stdout(), stderr: running.stderr() };
}

function url(user = 'taktline'): string {
  const { port, database } = plant.address();
  return `postgresql://${user}@127.0.0.1:${port}/${database}`;
}

describe('flags', () => {
  test('a password in --url is refused without repeating it', async () => {
    const { exitCode, stdout, stderr } = await resultOf(['plan', '--url', 'postgresql://me:hunter2@127.0.0.1/plant']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/--url must not hold a password.*--url-file FILE, PGPASSWORD or PGPASSFILE/);
    expect(stdout + stderr).not.toContain('hunter2');
  });

  test.each([
    ['no command', ['--url', 'postgresql://a@b/c'], /Name one command/],
    ['an unknown flag', ['plan', '--nope'], /Unknown option/],
    ['two plants', ['plan', '--from-env', '--url', 'postgresql://a@b/c'], /exactly one/],
    ['a calendar for another command', ['plan', '--from-env', '--clear'], /belong to calendar/],
    ['refresh without a range', ['refresh', '--from-env'], /--from and --to/],
    [
      'a time without its zone',
      ['refresh', '--from-env', '--from', '2026-01-01', '--to', '2026-01-02'],
      /with its zone/,
    ],
    [
      'settings that are not there',
      ['plan', '--from-env', '--settings', 'nowhere.json'],
      /nowhere\.json cannot be read/,
    ],
  ])('%s is refused with a sentence', async (_, args, message) => {
    const { exitCode, stderr } = await resultOf(args);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(message);
  });

  test('settings that contradict one another are refused with the reason', async () => {
    const file = join(temporaryFolder(), 'settings.json');
    writeFileSync(file, JSON.stringify({ metric: { dropAfter: '2 days', compressAfter: '1 day' } }));
    const { exitCode, stderr } = await resultOf(['plan', '--url', url(), '--settings', file]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/Retention of metric \(2 days\) must be longer than the refresh window/);
  });
});

describe('a table of the plant’s own', () => {
  test('is named in the settings: the plan says how it is used and how else it could be, and apply reads it as it is', async () => {
    const owner = await connectPlant(plant.address(), { applicationName: 'taktline test' });
    await owner.query(`CREATE TABLE "Metric" (id integer PRIMARY KEY, "timestamp" timestamptz NOT NULL, "workUnitId" text, "name" text, "value" real);
      INSERT INTO "Metric" VALUES (1, now(), 'press-1', 'temperature', 20.5)`);
    const file = join(temporaryFolder(), 'settings.json');
    const metric = {
      ...{ schema: 'public', table: 'Metric', time: { column: 'timestamp', kind: 'timestamptz' } },
      ...{ workUnitId: 'workUnitId', name: 'name', value: 'value' },
    };
    writeFileSync(file, JSON.stringify({ tables: { metric }, roles: { reader: null } }));
    const { exitCode, stdout } = await resultOf(['plan', '--url', url(), '--settings', file, '--json']);
    expect(exitCode).toBe(2);
    const plan = JSON.parse(stdout);
    expect(plan.notes[0]).toMatch(/"Metric" is read as it is \(read-only\).*ON CONFLICT \(id\)/);
    expect(plan.steps.map((step: { id: string }) => step.id)).not.toContain('metric-1min');
    expect(plan.steps.map((step: { id: string }) => step.id)).toContain('oee-1min');
    const [candidate] = plan.adoptable;
    expect(candidate).toMatchObject({ family: 'metric', relation: 'public."Metric"', mapping: metric });
    expect(candidate.modes.map((mode: { adoption: string; mode: string }) => [mode.adoption, mode.mode])).toEqual([
      ['auto', 'read-only'],
      ['read-only', 'read-only'],
      ['convert', 'convert'],
    ]);
    expect(candidate.modes[2].lockMs).toBeGreaterThan(0);
    writeFileSync(file, JSON.stringify({ tables: { metric: { ...metric, value: undefined } } }));
    const refused = await resultOf(['plan', '--url', url(), '--settings', file]);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/wrong value at tables\.metric\.value/);
    await owner.query('DROP TABLE "Metric"');
    await owner.end();
  });
});

describe('from empty to removed', () => {
  test('the connection test goes through its stages', async () => {
    const { port, database } = plant.address();
    const env = { PGHOST: '127.0.0.1', PGPORT: String(port), PGDATABASE: database, PGUSER: 'taktline' };
    const { exitCode, stdout } = await resultOf(['test', '--from-env', '--json'], env);
    const stages = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(stages.find((stage) => stage.stage === 'login' || stage.name === 'login')).toMatchObject({
      verdict: 'passed',
    });
    expect([0, 1]).toContain(exitCode);
    expect(stages.at(-1)).toHaveProperty('verdict');
  });

  test('a role that may only read gets the whole way as a script for the DBA', async () => {
    const { exitCode, stdout } = await resultOf(['plan', '--url', url('taktline_reader'), '--json']);
    expect(exitCode).toBe(2);
    const plan = JSON.parse(stdout);
    expect(plan.dbaScript).toContain('CREATE SCHEMA taktline AUTHORIZATION "taktline_reader";');
    expect(plan.dbaScript).toContain('GRANT USAGE, CREATE ON SCHEMA public TO "taktline_reader";');
  });

  test('plan says 2 and changes nothing; apply without --yes as well', async () => {
    for (const command of ['plan', 'apply']) {
      const { exitCode, stdout } = await resultOf([command, '--url', url()]);
      expect(exitCode).toBe(2);
      expect(stdout).toMatch(/1\. make taktline-schema: .*\n {3}locks: nothing/);
    }
  });

  test('apply killed in the middle is finished by the next one; then plan says 0 and verify finds nothing', async () => {
    for (const step of ['metric-hypertable', 'metric-5min', 'oee-1hour-refresh']) {
      const killed = provision(['apply', '--url', url(), '--yes']);
      await killed.said(new RegExp(`${step}\n`));
      killed.child.kill('SIGKILL');
      expect(await killed.ended).toBe('SIGKILL');
    }
    expect((await resultOf(['apply', '--url', url(), '--yes'])).exitCode).toBe(0);
    const { port, database, user } = plant.address();
    const env = { PGHOST: '127.0.0.1', PGPORT: String(port), PGDATABASE: database, PGUSER: user };
    expect(await resultOf(['plan', '--from-env'], env)).toMatchObject({ exitCode: 0 });
    expect(await resultOf(['verify', '--url', url()])).toMatchObject({ exitCode: 0, stdout: 'All is as wanted.\n' });
  });

  test("the plant's calendar is written from a settings file, shown as one, and refused where it cannot be meant", async () => {
    const file = join(temporaryFolder(), 'settings.json');
    const shifts = [{ name: 'Early', start: '06:00', end: '14:00' }];
    const write = (...more: string[]) => resultOf(['calendar', '--url', url(), '--calendar-file', file, ...more]);
    writeFileSync(file, JSON.stringify({ calendar: { lines: { Press: { timeZone: 'Europe/Berlin', shifts } } } }));
    expect(await write()).toMatchObject({ exitCode: 2, stdout: 'Would be written: line "Press".\n' });
    expect(await write('--yes')).toMatchObject({ exitCode: 0, stdout: 'Written: line "Press".\n' });
    const shown = await resultOf(['calendar', '--url', url()]);
    expect(JSON.parse(shown.stdout).calendar.lines.Press).toMatchObject({ timeZone: 'Europe/Berlin', shifts });
    writeFileSync(file, JSON.stringify({ calendar: { default: { timeZone: 'Mars', shifts } } }));
    const refused = await write('--yes');
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/wrong value at calendar\.default\.timeZone: it names no time zone/);
  });

  test('wake-ups are made when the settings ask for them, and drift is told by exit code 3', async () => {
    const file = join(temporaryFolder(), 'settings.json');
    writeFileSync(file, JSON.stringify({ liveUpdates: 'wake-ups' }));
    const planned = await resultOf(['plan', '--url', url(), '--settings', file]);
    expect(planned.stdout).toMatch(/^1 steps[\s\S]*side effect: .*two-phase commit/);
    expect((await resultOf(['apply', '--url', url(), '--settings', file, '--yes'])).exitCode).toBe(0);
    const client = await connectPlant(plant.address(), { applicationName: 'taktline test' });
    await client.query(`SELECT remove_retention_policy('metric')`);
    await client.end();
    const { exitCode, stdout } = await resultOf(['verify', '--url', url(), '--json']);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout).drifts).toMatchObject([{ kind: 'pending-step', about: 'metric-retention' }]);
  });

  test('refresh heals a range at every level', async () => {
    const client = await connectPlant(plant.address(), { applicationName: 'taktline test' });
    await client.query(`INSERT INTO metric VALUES (now() - interval '40 days', 'press-1', 'force', 5)`);
    const late = await resultOf(['verify', '--url', url(), '--json']);
    const [range] = JSON.parse(late.stdout).lateRanges;
    const times = ['--from', new Date(range.fromMs).toISOString(), '--to', new Date(range.toMs).toISOString()];
    expect(await resultOf(['refresh', '--url', url(), ...times])).toMatchObject({ exitCode: 0 });
    const { rows } = await client.query('SELECT value_sum FROM metric_1day');
    await client.end();
    expect(rows).toEqual([{ value_sum: 5 }]);
  });

  test('remove shows first what it takes back, then does it and keeps the rows', async () => {
    expect((await resultOf(['remove', '--url', url()])).exitCode).toBe(2);
    const removed = await resultOf(['remove', '--url', url(), '--yes']);
    expect(removed).toMatchObject({ exitCode: 0 });
    expect(removed.stdout).toContain('Kept: public.metric stays: it holds rows');
    expect(removed.stdout).toContain('Kept: taktline.work_calendar stays: it holds rows');
    const client = await connectPlant(plant.address(), { applicationName: 'taktline test' });
    const { rows } = await client.query(
      `SELECT (SELECT count(*) FROM metric) AS rows, to_regclass('metric_1min') AS view`,
    );
    await client.end();
    expect(rows).toEqual([{ rows: 1, view: null }]);
  });
});
