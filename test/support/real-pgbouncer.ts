import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlantAddress } from '../../src/main/plant/connection';
import { freePort } from './free-port';

const PGBOUNCER = '/usr/sbin/pgbouncer';

export interface RealPgBouncer {
  readonly port: number;
  stop(): Promise<void>;
}

export function isPgBouncerInstalled(): boolean {
  return existsSync(PGBOUNCER);
}

/**
 * Debian's PgBouncer before a server, on a free port. It refuses to run as root, as PostgreSQL does.
 * @param lines of its settings, such as `pool_mode = transaction`
 */
export async function startRealPgBouncer(server: PlantAddress, lines: readonly string[]): Promise<RealPgBouncer> {
  const folder = mkdtempSync(join(tmpdir(), 'taktline-pgbouncer-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const ini = join(folder, 'pgbouncer.ini');
  const settings = [
    '[databases]',
    `* = host=${server.host} port=${server.port} user=${server.user}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    ...lines,
  ];
  writeFileSync(ini, settings.join('\n'));
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
