import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgresPrograms, type RealPostgres, startRealPostgres } from '../../plant/real-postgres';
import { runStages } from './run-stages';

const PGBOUNCER = '/usr/sbin/pgbouncer';
const programs = postgresPrograms();
const isPossible = programs !== undefined && existsSync(PGBOUNCER);
if (!isPossible) console.log('Skipped: PostgreSQL or PgBouncer is not installed here.');

interface Pooler {
  readonly port: number;
  stop(): Promise<void>;
}

describe.runIf(isPossible)('a connection test through PgBouncer', () => {
  let server: RealPostgres;
  beforeAll(async () => {
    server = await startRealPostgres(programs ?? '');
  });
  afterAll(() => server.stop());

  async function through(lines: readonly string[]) {
    const pooler = await startPooler(server, lines);
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

/** It refuses to run as root, as PostgreSQL does. */
async function startPooler(server: RealPostgres, lines: readonly string[]): Promise<Pooler> {
  const folder = mkdtempSync(join(tmpdir(), 'taktline-pgbouncer-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const ini = join(folder, 'pgbouncer.ini');
  const { address } = server;
  writeFileSync(
    ini,
    [
      '[databases]',
      `* = host=${address.host} port=${address.port} user=${address.user}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = any',
      ...lines,
    ].join('\n'),
  );
  const asUser =
    process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : ['env'];
  const [command = 'env', ...prefix] = asUser;
  const child = spawn(command, [...prefix, PGBOUNCER, ini], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('process up')) resolve();
    });
    child.once('exit', () => reject(new Error(`PgBouncer ended while starting: ${said}`)));
  });
  return {
    port,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
