import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { findPgBouncer } from '../../scripts/bootstrap/libraries.mjs';
import type { PlantAddress } from '../../src/main/plant/connection';
import { freePort } from './free-port';

const ROOT = resolve(import.meta.dirname, '../..');

export interface RealPgBouncer {
  readonly port: number;
  stop(): Promise<void>;
}

export function isPgBouncerInstalled(): boolean {
  return findPgBouncer(ROOT) !== undefined;
}

/** What to start, and where its libraries lie if they are no part of the system. */
interface Program {
  readonly path: string;
  readonly libraries: string | undefined;
}

/** The one that was unpacked beside the project is copied: the user that it runs as may not look into that folder. */
function programFor(folder: string): Program {
  const found = findPgBouncer(ROOT);
  if (found === undefined) throw new Error('PgBouncer is not here.');
  if (!found.startsWith(ROOT)) return { path: found, libraries: undefined };
  const usr = dirname(dirname(found));
  cpSync(usr, join(folder, 'usr'), { recursive: true });
  const [triplet = ''] = readdirSync(join(usr, 'lib')).filter((name) => name.includes('-linux-'));
  return { path: join(folder, 'usr/sbin/pgbouncer'), libraries: join(folder, 'usr/lib', triplet) };
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
  const { path, libraries } = programFor(folder);
  const env = libraries === undefined ? process.env : { ...process.env, LD_LIBRARY_PATH: libraries };
  const child = spawn(command, [...prefix, path, ini], { stdio: ['ignore', 'ignore', 'pipe'], env });
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
