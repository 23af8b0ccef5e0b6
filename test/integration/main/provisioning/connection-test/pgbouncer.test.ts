import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isPgBouncerInstalled, startRealPgBouncer } from '../../../../support/real-pgbouncer';
import { postgresPrograms, type RealPostgres, startRealPostgres } from '../../plant/real-postgres';
import { runStages } from './run-stages';

const programs = postgresPrograms();
const isPossible = programs !== undefined && isPgBouncerInstalled();
if (!isPossible) console.log('Skipped: PostgreSQL or PgBouncer is not installed here.');

describe.runIf(isPossible)('a connection test through PgBouncer', () => {
  let server: RealPostgres;
  beforeAll(async () => {
    server = await startRealPostgres(programs ?? '');
  });
  afterAll(() => server.stop());

  async function through(lines: readonly string[]) {
    const pooler = await startRealPgBouncer(server.address, lines);
    try {
      return await runStages({ host: '127.0.0.1', port: pooler.port, database: 'postgres', user: 'postgres' });
    } finally {
      await pooler.stop();
    }
  }

  test('in transaction mode finds that notifications are swallowed', async () => {
    const run = await through(['pool_mode = transaction', 'ignore_startup_parameters = statement_timeout,options']);
    expect(run.of('login').verdict).toBe('passed');
    expect(run.of('connections').verdict).toBe('passed');
    expect(run.of('listen').verdict).toBe('warned');
    expect(run.of('listen').what).toContain('PgBouncer');
    expect(run.of('listen').remedy).toContain('poll');
  });

  test('in session mode hears the notification', async () => {
    const run = await through(['pool_mode = session', 'ignore_startup_parameters = statement_timeout,options']);
    expect(run.of('listen').verdict).toBe('passed');
  });

  test('names the setting where the pooler refuses ours', async () => {
    const run = await through(['pool_mode = session']);
    expect(run.of('login').verdict).toBe('failed');
    expect(run.of('login').remedy).toContain('ignore_startup_parameters');
  });
});
