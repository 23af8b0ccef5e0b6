import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port';

/** A Redis server of a test's own, on a free port of the loopback, keeping nothing on disk. */
export interface RealRedis {
  readonly port: number;
  /** STOP freezes it, CONT lets it go on, KILL ends it as a crash does. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  kill(): Promise<void>;
  /** The same server again after {@link kill}, on the same port, empty. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface RedisCommand {
  readonly path: string;
  /** Debian's one binary serves under this name alone. */
  readonly argv0: string;
}

/**
 * Redis' program where Debian's packages put it: `redis-tools` brings the binary without the service that
 * `redis-server` would start for good.
 */
export function redisProgram(): RedisCommand | undefined {
  const path = ['/usr/bin/redis-server', '/usr/bin/redis-check-rdb'].find((each) => existsSync(each));
  return path === undefined ? undefined : { path, argv0: 'redis-server' };
}

/**
 * @param settings lines of redis.conf
 * @param mode `sentinel` where it watches others; its file must be one that it may write
 */
export async function startRealRedis(
  program: RedisCommand,
  settings: readonly string[] = [],
  mode: 'server' | 'sentinel' = 'server',
): Promise<RealRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'taktline-redis-'));
  const port = await freePort();
  const lines = ['bind 127.0.0.1', `dir ${folder}`, ...(settings.some(isPort) ? [] : [`port ${port}`]), ...settings];
  writeFileSync(join(folder, 'redis.conf'), [...lines, ...(mode === 'server' ? ['save ""'] : []), ''].join('\n'));
  const start = () => startProcess(program, join(folder, 'redis.conf'), mode);
  let server = await start();
  const kill = async (signal: 'SIGKILL' | 'SIGTERM') => {
    // A frozen process takes no other signal.
    server.process.kill('SIGCONT');
    server.process.kill(signal);
    await server.ended;
  };
  return {
    port,
    signal: (name) => void server.process.kill(name),
    kill: () => kill('SIGKILL'),
    start: async () => {
      server = await start();
    },
    stop: async () => {
      await kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const isPort = (line: string) => line.startsWith('port ');

async function startProcess({ path, argv0 }: RedisCommand, file: string, mode: 'server' | 'sentinel') {
  const process = spawn(path, [file, ...(mode === 'sentinel' ? ['--sentinel'] : [])], {
    argv0,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => process.once('exit', () => resolve()));
  const ready = mode === 'server' ? 'Ready to accept connections' : 'Sentinel ID is';
  let output = '';
  await new Promise<void>((resolve, reject) => {
    process.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes(ready)) resolve();
    });
    process.once('exit', () => reject(new Error(`Redis ended while starting: ${output.slice(-400)}`)));
  });
  return { process, ended };
}
