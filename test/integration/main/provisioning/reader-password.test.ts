import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import { setReaderPassword } from '../../../../src/main/provisioning/reader-password';
import { readerSteps } from '../../../../src/main/provisioning/reader-steps';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import { SALT_BYTES } from '../../../../src/main/provisioning/scram-verifier';
import { checksum, runAndRecord } from '../../../../src/main/provisioning/step-ledger';
import { provisioningSteps } from '../../../../src/main/provisioning/steps';
import { run } from '../../../support/child-output';
import { temporaryFolder } from '../../../support/temporary-folder';
import { postgresPrograms, type RealPostgres, startRealPostgres } from '../plant/real-postgres';

/** What needs a server with passwords and sessions of their own: the reader's login, and how its sessions begin. */
const programs = postgresPrograms();
if (programs === undefined) console.log('skipped: the PostgreSQL server programs are not installed');

const READER = 'taktline_reader';
const PASSWORD = 'open, $esame & "more"';
const ENVIRONMENT = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG')));

let server: RealPostgres;
let superuser: PlantConnection;

const asReader = (password: string) =>
  connectPlant({ ...server.address, user: READER, password }, { applicationName: 'taktline test reader' });

/** The bookkeeping and the role, as a plan makes them; this server has no TimescaleDB for the rest. */
async function makeRole(): Promise<void> {
  const [role] = readerSteps({ name: READER, database: server.address.database });
  const bookkeeping = provisioningSteps(DEFAULT_SCHEMA_SETTINGS).slice(0, 2);
  await superuser.query(bookkeeping.map((step) => step.sql).join(';\n'));
  if (role === undefined) throw new Error('there is no step for the role');
  const entry = { stepId: role.id, group: role.group, checksum: checksum(role.sql), outcome: 'made' } as const;
  await runAndRecord(superuser, role.sql, [entry]);
}

beforeAll(async () => {
  if (programs === undefined) return;
  server = await startRealPostgres(programs, ['log_statement=all']);
  superuser = await connectPlant(server.address, { applicationName: 'taktline test' });
  const { rows } = await superuser.query('SHOW data_directory');
  const rules = join(String(rows[0]?.data_directory), 'pg_hba.conf');
  writeFileSync(rules, `host all ${READER} 127.0.0.1/32 scram-sha-256\n${readFileSync(rules, 'utf8')}`);
  await superuser.query('SELECT pg_reload_conf()');
  await makeRole();
});

afterAll(async () => {
  await superuser?.end();
  await server?.stop();
});

test.skipIf(programs === undefined)('without a password nobody gets in as the reader', async () => {
  await expect(asReader('')).rejects.toThrow(/password/);
  await expect(asReader(PASSWORD)).rejects.toThrow(/password authentication failed/);
});

test.skipIf(programs === undefined)(
  'the command sets a password that neither it nor the server writes anywhere',
  async () => {
    const file = join(temporaryFolder(), 'reader-password');
    writeFileSync(file, `${PASSWORD}\nnot this line\n`);
    const { port, database, user } = server.address;
    const url = `postgresql://${user}@127.0.0.1:${port}/${database}`;
    const running = run(
      process.execPath,
      ['out/main/provision.js', 'reader-password', '--url', url, '--password-file', file],
      {
        env: ENVIRONMENT,
      },
    );
    expect(await running.ended).toBe(0);
    expect(running.stdout()).toBe('taktline_reader has its new password.\n');
    const client = await asReader(PASSWORD);
    await client.end();
    await expect(asReader('another')).rejects.toThrow(/password authentication failed/);
    const log = server.log();
    expect(log).toContain('CREATE ROLE "taktline_reader" LOGIN');
    expect(log).toContain(`ALTER ROLE "taktline_reader" PASSWORD 'SCRAM-SHA-256$`);
    expect(log).not.toContain('$esame');
    const { rows } = await superuser.query(`SELECT string_agg(a::text, ' ') AS ledger FROM taktline.applied_step a`);
    expect(rows[0]?.ledger).not.toMatch(/SCRAM|esame/);
  },
);

test.skipIf(programs === undefined)(
  'its sessions begin read-only: not even a temporary table, and listening works',
  async () => {
    const client = await asReader(PASSWORD);
    try {
      for (const sql of ['CREATE TEMP TABLE mine (x int)', 'SELECT 1 INTO TEMP mine', 'CREATE TABLE mine (x int)']) {
        await expect(client.query(sql)).rejects.toThrow(/read-only transaction/);
      }
      await client.query('LISTEN "metric_updates_press-1"');
      const woken = new Promise((resolve) => client.once('notification', resolve));
      await superuser.query(`NOTIFY "metric_updates_press-1", 'x'`);
      await woken;
      // The appliance asks itself whether notifications arrive.
      await client.query(`SELECT pg_notify('probe', '')`);
    } finally {
      await client.end();
    }
  },
);

test.skipIf(programs === undefined)('a role that others made, or that is not there, keeps its password', async () => {
  await superuser.query('CREATE ROLE of_others LOGIN');
  const salt = randomBytes(SALT_BYTES);
  await expect(setReaderPassword(superuser, 'of_others', PASSWORD, salt)).rejects.toThrow(
    /of_others was not made by this installation/,
  );
  await expect(setReaderPassword(superuser, 'nobody', PASSWORD, salt)).rejects.toThrow(/no role nobody yet/);
  await expect(setReaderPassword(superuser, READER, 'pässword', salt)).rejects.toMatchObject({ code: 'refused' });
});
