import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectPlant } from '../../../../../src/main/plant/connection';
import { testConnection } from '../../../../../src/main/provisioning/connection-test/connection-test';
import type { TestTarget } from '../../../../../src/main/provisioning/connection-test/test-target';
import { postgresPrograms } from '../../plant/real-postgres';
import { REAL_DEPS, runStages } from './run-stages';
import { startTlsPostgres, type TlsPostgres } from './tls-postgres';

const programs = postgresPrograms();
if (programs === undefined) console.log('Skipped: no PostgreSQL server is installed here.');

const PASSWORD = 'hush-hush-4711';

describe.runIf(programs !== undefined)('a connection test of a real PostgreSQL', () => {
  let server: TlsPostgres;
  const target = (change: Partial<TestTarget> = {}): TestTarget => ({
    host: 'localhost',
    port: server.port,
    database: 'plant',
    user: 'installer',
    password: PASSWORD,
    ...change,
  });

  beforeAll(async () => {
    server = await startTlsPostgres(programs ?? '');
    await server.admin.query('CREATE DATABASE plant');
    for (const role of ['installer', 'tls_only', 'shut_out', 'reader', 'crowded', 'outsider']) {
      await server.admin.query(`CREATE ROLE ${role} LOGIN PASSWORD '${PASSWORD}'`);
    }
    await server.admin.query('CREATE ROLE nobody NOLOGIN');
    await server.admin.query('ALTER ROLE crowded CONNECTION LIMIT 2');
    await server.admin.query('GRANT CREATE ON DATABASE plant TO installer');
    await server.admin.query('CREATE DATABASE closed');
    await server.admin.query('REVOKE CONNECT ON DATABASE closed FROM PUBLIC');
    const owner = await connectPlant(
      { host: '127.0.0.1', port: server.port, database: 'plant', user: 'postgres' },
      { applicationName: 'test' },
    );
    await owner.query('GRANT CREATE ON SCHEMA public TO installer');
    await owner.query('CREATE TABLE metric (time timestamptz); ALTER TABLE metric OWNER TO installer');
    await owner.query('GRANT SELECT ON metric TO reader');
    await owner.end();
  });
  afterAll(() => server.stop());

  describe('TLS', () => {
    test('is offered and not used, which is well on the same computer', async () => {
      const { verdict, details } = (await runStages(target())).of('tls');
      expect([verdict, details.offered]).toEqual(['passed', true]);
    });

    test('require takes any certificate and says whose', async () => {
      const run = await runStages(target({ sslMode: 'require' }));
      expect(run.of('tls')).toMatchObject({
        verdict: 'passed',
        details: { subject: 'plant of this test', issuer: 'authority of this test', names: 'DNS:localhost' },
      });
      expect(run.of('login').verdict).toBe('passed');
      expect(run.of('listen').verdict).toBe('passed');
    });

    test.each(['verify-ca', 'verify-full'])(
      '%s passes with the own authority, and the login follows it',
      async (sslMode) => {
        const run = await runStages(target({ sslMode, sslRootCertificate: server.authority }));
        expect([run.of('tls').verdict, run.of('login').verdict]).toEqual(['passed', 'passed']);
      },
    );

    test.each(['verify-ca', 'verify-full'])('%s refuses a certificate of an authority not given', async (sslMode) => {
      const { verdict, what, remedy } = (await runStages(target({ sslMode }))).of('tls');
      expect(verdict).toBe('failed');
      expect(what).toContain('authority of this test');
      expect(remedy).toContain('sslrootcert');
    });

    test("verify-ca refuses another authority's certificate", async () => {
      const run = await runStages(target({ sslMode: 'verify-ca', sslRootCertificate: server.strangeAuthority }));
      expect(run.verdicts).toBe('name passed, tcp passed, tls failed');
      expect(run.of('tls').remedy).toContain("is another's");
    });

    test('verify-full refuses a certificate for another name, verify-ca takes it', async () => {
      const by = { host: '127.0.0.1', sslRootCertificate: server.authority };
      const full = (await runStages(target({ ...by, sslMode: 'verify-full' }))).of('tls');
      expect([full.verdict, full.what]).toEqual(['failed', expect.stringContaining('DNS:localhost')]);
      const run = await runStages(target({ ...by, sslMode: 'verify-ca' }));
      expect([run.of('tls').verdict, run.of('login').verdict]).toEqual(['passed', 'passed']);
    });

    test('tells a certificate file that is missing and a mode that is none', async () => {
      const missing = await runStages(target({ sslMode: 'verify-ca', sslRootCertificate: '/nowhere/ca.crt' }));
      expect(missing.of('tls').what).toContain('/nowhere/ca.crt');
      expect((await runStages(target({ sslMode: 'full' }))).of('tls').remedy).toContain('verify-full');
    });
  });

  describe('the login', () => {
    test.each([
      ['a wrong password', { password: 'no-no-no' }, /password of installer is wrong/, /case-sensitive/],
      ['no password', { password: undefined }, /none was given/, /URL file/],
      ['a role that needs TLS', { user: 'tls_only' }, /only with TLS/, /verify-full/],
      ['a role that nothing lets in', { user: 'shut_out' }, /lets nobody in|only with TLS/, /pg_hba/],
      ['a role that does not log in', { user: 'nobody' }, /wrong|not allowed/, /./],
    ])('tells %s', async (_title, change, what, remedy) => {
      const { password, ...rest } = target(change as Partial<TestTarget>);
      const run = await runStages(password === undefined ? rest : { ...rest, password });
      expect(run.verdicts).toBe('name passed, tcp passed, tls passed, login failed');
      expect(run.of('login').what).toMatch(what);
      expect(run.of('login').remedy).toMatch(remedy);
      expect(JSON.stringify(run.results)).not.toMatch(/hush-hush|no-no-no/);
    });

    test.each([
      ['a database that does not exist', 'Plant', /no database Plant/],
      ['a database that the role may not enter', 'closed', /may not connect/],
      ['a template that takes no sessions', 'template0', /accepts no connections/],
    ])('tells %s from a wrong login', async (_title, database, what) => {
      const run = await runStages(target({ database }));
      expect(run.verdicts).toBe('name passed, tcp passed, tls passed, login passed, database failed');
      expect(run.of('database').what).toMatch(what);
    });
  });

  test('a server without TimescaleDB loaded is told, whoever asks; what does not need it is still tested', async () => {
    for (const change of [{}, { user: 'postgres' }]) {
      const run = await runStages(target(change));
      expect(run.of('timescaledb')).toMatchObject({ verdict: 'failed' });
      for (const stage of ['timescaledb-version', 'licence', 'workers'] as const) {
        expect(run.of(stage).verdict).toBe('skipped');
      }
      for (const stage of ['postgres-version', 'rights', 'connections', 'clock', 'listen'] as const) {
        expect(run.of(stage).verdict).toBe('passed');
      }
    }
  });

  test('rights are measured by what the login is for', async () => {
    const reader = target({ user: 'reader' });
    expect((await runStages(reader, { purpose: 'read' })).of('rights')).toMatchObject({
      verdict: 'passed',
      details: { select: ['public.metric'], insert: [], owns: [], createSchema: false },
    });
    expect((await runStages(reader)).of('rights').remedy).toContain('DBA');
    expect((await runStages(target(), { purpose: 'read' })).of('rights')).toMatchObject({ verdict: 'warned' });
    const outsider = (await runStages(target({ user: 'outsider' }), { purpose: 'read' })).of('rights');
    expect([outsider.verdict, outsider.what]).toEqual(['failed', 'outsider may not read public.metric.']);
  });

  test('connections nearly used up are told, and a full server too', async () => {
    const crowded = { host: '127.0.0.1', port: server.port, database: 'plant', user: 'crowded', password: PASSWORD };
    const one = await connectPlant(crowded, { applicationName: 'test' });
    const nearly = await runStages(target({ user: 'crowded' }));
    expect(nearly.of('connections')).toMatchObject({ verdict: 'failed', details: { left: 0 } });
    const two = await connectPlant(crowded, { applicationName: 'test' });
    const full = await runStages(target({ user: 'crowded' }));
    expect(full.of('login').what).toContain('no connection left');
    await Promise.all([one.end(), two.end()]);
  });

  test('ends in time where the server freezes after the login', async () => {
    const frozen: number[] = [];
    const deps = {
      ...REAL_DEPS,
      connect: async (...args: Parameters<typeof REAL_DEPS.connect>) => {
        const session = await REAL_DEPS.connect(...args);
        if (frozen.length > 0) return session;
        const { rows } = await session.query('SELECT pg_backend_pid() AS pid');
        frozen.push(Number(rows[0]?.pid));
        for (const pid of frozen) process.kill(pid, 'SIGSTOP');
        return session;
      },
    };
    const run = await runStages(target(), {}, deps);
    for (const pid of frozen) process.kill(pid, 'SIGCONT');
    expect(run.of('database').verdict).toBe('passed');
    expect(run.of('postgres-version').what).toContain('no answer within 2 s');
    expect(run.of('listen').what).toContain('stopped answering');
    expect(run.of('licence').verdict).toBe('skipped');
    expect(run.tookMs).toBeLessThan(10_000);
  });

  test('leaves no session behind, whether it ends by itself or is left in the middle', async () => {
    await runStages(target());
    for await (const { stage } of testConnection(target(), REAL_DEPS)) {
      if (stage === 'rights') break;
    }
    await expect
      .poll(async () => {
        const { rows } = await server.admin.query(
          "SELECT count(*) AS sessions FROM pg_stat_activity WHERE application_name = 'taktline connection test'",
        );
        return rows[0]?.sessions;
      })
      .toBe(0);
  });
});
