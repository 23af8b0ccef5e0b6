import { execFile, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PlantAddress } from '../../../../src/main/plant/connection';
import { freePort } from '../../../support/free-port';

const PACKAGES = '/usr/lib/postgresql';

/** A PostgreSQL server of a test's own: real sessions, time-outs and terminated backends, but no TimescaleDB. */
export interface RealPostgres {
  readonly address: PlantAddress;
  /** Another server that follows this one as a hot standby, until it is told to take over (`pg_promote`). */
  startStandby(): Promise<RealPostgres>;
  /** All that the server has logged so far. */
  log(): string;
  /** Ends it as a crash does: every connection breaks. */
  kill(): Promise<void>;
  /** The same server again after {@link kill}. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The folder of Debian's newest server programs, or undefined where the package is not installed. */
export function postgresPrograms(): string | undefined {
  if (!existsSync(PACKAGES)) return undefined;
  const versions = readdirSync(PACKAGES).filter((version) => existsSync(join(PACKAGES, version, 'bin', 'initdb')));
  const newest = versions.toSorted((a, b) => Number(a) - Number(b)).at(-1);
  return newest === undefined ? undefined : join(PACKAGES, newest, 'bin');
}

/**
 * Starts a server on a free port in a temporary folder; trust on loopback, user `postgres`.
 * @param settings further ones, such as `work_mem=1MB`
 */
export async function startRealPostgres(programs: string, settings: readonly string[] = []): Promise<RealPostgres> {
  return startOn(programs, settings, (data) => [
    ...[join(programs, 'initdb'), '-D', data, '-U', 'postgres', '--no-sync'],
    ...['-E', 'UTF8', '--locale=C', '-A', 'trust'],
  ]);
}

/** @param makeData the command that makes the data directory */
async function startOn(
  programs: string,
  settings: readonly string[],
  makeData: (data: string) => readonly string[],
): Promise<RealPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'taktline-postgres-'));
  const data = join(folder, 'data');
  // PostgreSQL refuses to run as root: the package has made a user for it.
  const asUser =
    process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : ['env'];
  if (asUser[0] === 'setpriv') {
    chmodSync(folder, 0o777);
  }
  const [command = 'env', ...prefix] = asUser;
  await promisify(execFile)(command, [...prefix, ...makeData(data)], { cwd: folder });
  const port = await freePort();
  const args = [
    ...prefix,
    join(programs, 'postgres'),
    ...['-D', data, '-p', String(port), '-k', ''],
    ...['listen_addresses=127.0.0.1', 'fsync=off', 'timezone=UTC', ...settings].flatMap((setting) => ['-c', setting]),
  ];
  let log = '';
  const onLog = (text: string) => {
    log += text;
  };
  const start = () => startServer(command, args, folder, onLog);
  let server = await start();
  return {
    address: { host: '127.0.0.1', port, database: 'postgres', user: 'postgres' },
    startStandby: () =>
      startOn(programs, settings, (standby) => [
        ...[join(programs, 'pg_basebackup'), '-D', standby, '-R', '-X', 'stream', '--checkpoint=fast', '--no-sync'],
        ...['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres'],
      ]),
    log: () => log,
    kill: () => server.end('SIGQUIT'),
    start: async () => {
      server = await start();
    },
    stop: async () => {
      await server.end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startServer(command: string, args: readonly string[], folder: string, onLog: (text: string) => void) {
  const server = spawn(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      onLog(text);
      // A standby says "ready to accept read-only connections".
      if (/ready to accept (read-only )?connections/.test(text)) resolve();
    });
    server.once('exit', () => reject(new Error('PostgreSQL ended while starting')));
  });
  return {
    end: async (signal: 'SIGINT' | 'SIGQUIT') => {
      server.kill(signal);
      await ended;
    },
  };
}
