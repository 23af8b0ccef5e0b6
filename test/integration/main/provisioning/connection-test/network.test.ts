import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, connect as openSocket, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { testConnection } from '../../../../../src/main/provisioning/connection-test/connection-test';
import { REAL_DEPS, runStages } from './run-stages';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function listen(onSocket: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer((socket) => {
    closers.push(() => socket.destroy());
    socket.on('error', () => {
      // The tested side hangs up as it likes.
    });
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  return portOf(server);
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  return address.port;
}

const target = (port: number, host = '127.0.0.1') => ({
  host,
  port,
  database: 'plant',
  user: 'installer',
  password: 'hush-hush-4711',
});

describe('a connection test', { timeout: 30_000 }, () => {
  test('tells a name that does not exist', async () => {
    const run = await runStages(target(5432, 'no-such-plant.invalid'));
    expect(run.verdicts).toBe('name failed');
    expect(run.of('listen').what).toContain('the stage name did not pass');
  });

  test('tells a name server that never answers', async () => {
    const run = await runStages(
      target(5432, 'plant.invalid'),
      {},
      { ...REAL_DEPS, lookup: () => new Promise(() => {}) },
    );
    expect(run.of('name').what).toContain('No name server answered');
    expect(run.tookMs).toBeLessThan(3_000);
  });

  test('tells a port on which nothing listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = portOf(server);
    server.close();
    await once(server, 'close');
    const run = await runStages(target(port));
    expect(run.verdicts).toBe('name passed, tcp failed');
    expect(run.of('tcp').details).toEqual({ code: 'ECONNREFUSED' });
    expect(run.of('tcp').remedy).toContain('listen_addresses');
  });

  test('tries all addresses of a name', async () => {
    const port = await listen((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const lookup = async () => [
      { address: '::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
    ];
    const run = await runStages(target(port, 'plant.invalid'), {}, { ...REAL_DEPS, lookup });
    expect(run.of('tcp').details.address).toBe('127.0.0.1');
  });

  test('tells a program that is not PostgreSQL', async () => {
    const run = await runStages(target(await listen((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))));
    expect(run.verdicts).toBe('name passed, tcp passed, tls failed');
    expect(run.of('tls').what).toContain('does not speak PostgreSQL');
  });

  test('ends in time on a port that accepts and says nothing', async () => {
    const run = await runStages(target(await listen(() => {})));
    expect(run.verdicts).toBe('name passed, tcp passed, tls failed');
    expect(run.of('tls').what).toContain('said nothing');
    expect(run.tookMs).toBeLessThan(10_000);
  });

  test('ends in time on a server that refuses TLS and then says nothing', async () => {
    const port = await listen((socket) => socket.once('data', () => socket.write('N')));
    const run = await runStages(target(port));
    expect(run.verdicts).toBe('name passed, tcp passed, tls passed, login failed');
    expect(run.of('login').what).toContain('did not answer the login');
    expect(run.tookMs).toBeLessThan(10_000);
  });

  test('ends in time on a port whose packets are dropped', async () => {
    const { port, fill } = await startDeafListener();
    await fill();
    const run = await runStages(target(port));
    expect(run.verdicts).toBe('name passed, tcp failed');
    expect(run.of('tcp').remedy).toContain('firewall');
    expect(run.tookMs).toBeLessThan(10_000);
  });

  test('can be stopped', async () => {
    const stop = new AbortController();
    const port = await listen(() => stop.abort(new Error('no more')));
    const iterating = (async () => {
      for await (const _result of testConnection(target(port), REAL_DEPS, { signal: stop.signal })) {
        // Each stage up to the stop.
      }
    })();
    await expect(iterating).rejects.toThrow('no more');
  });

  test('never repeats the password', async () => {
    const port = await listen((socket) => {
      // 8 bytes are the question for TLS, anything else is the login.
      socket.on('data', (bytes) => {
        if (bytes.length === 8) socket.write('N');
        else socket.end(errorMessage('28000', 'hush-hush-4711 is refused'));
      });
    });
    const run = await runStages(target(port));
    expect(run.of('login').what).toContain('*** is refused');
    expect(JSON.stringify(run.results)).not.toContain('hush');
  });
});

/** PostgreSQL's ErrorResponse. */
function errorMessage(code: string, text: string): Buffer {
  const body = Buffer.from(`SFATAL\0C${code}\0M${text}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** A listener in a stopped process: once its queue is full, the kernel drops every further SYN as a firewall would. */
async function startDeafListener() {
  const program = `const s = require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(s.address().port));`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  closers.push(() => child.kill('SIGKILL'));
  const [line] = await once(child.stdout, 'data');
  const port = Number(String(line));
  child.kill('SIGSTOP');
  const fill = async () => {
    // A queue of 1 takes 2; the third waits for ever, and so does each one after it.
    const sockets = [1, 2, 3].map(() => openSocket({ host: '127.0.0.1', port }));
    for (const socket of sockets) closers.push(() => socket.destroy());
    let connected = 0;
    await new Promise<void>((resolve, reject) => {
      for (const socket of sockets) {
        socket.on('error', reject);
        socket.once('connect', () => {
          connected += 1;
          if (connected === 2) resolve();
        });
      }
    });
  };
  return { port, fill };
}
