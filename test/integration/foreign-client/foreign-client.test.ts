import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSettings } from '../../../src/main/config/settings';
import { createLog } from '../../../src/main/diagnostics/log';
import { type Engine, startEngine } from '../../../src/main/engine/engine';
import { connectPlant, type PlantConnection } from '../../../src/main/plant/connection';
import { prepareAggregates } from '../../../src/main/provisioning/prepare-aggregates';
import { DEFAULT_PLANT_TABLES } from '../../../src/shared/plant-tables';
import { startTestPlant, type TestPlant } from '../../support/embedded-plant';
import { provisionTestSchema } from '../../support/schema';
import { SecretFilesTwin } from '../../support/secret-files';

const hasPython = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))']).status === 0;
if (!hasPython) console.log('left out: a client in another language, because python3 (3.8 or later) is not installed');

const UNIT = 'пресс "1": o\'clock';
const MINUTE_MS = 60_000;

/** The Python client as a process, that is told a line and answers with one. */
class ForeignClient {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  constructor(address: string) {
    this.#child = spawn('python3', ['test/integration/foreign-client/taktline_client.py', address], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const { stdout } = this.#child;
    if (stdout === null) throw new Error('stdout is a pipe');
    this.#answers = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  async ask(line: string): Promise<unknown> {
    this.#child.stdin?.write(`${line}\n`);
    const { value, done } = await this.#answers.next();
    if (done === true) throw new Error(`the client ended instead of answering "${line}"`);
    return JSON.parse(value);
  }

  /** Resolves when the client's record of live samples is as wanted, or with what it is after 20 s. */
  async recordIs(wanted: readonly (readonly [number, number | null])[]): Promise<unknown> {
    const endMs = performance.now() + 20_000;
    for (;;) {
      const record = (await this.ask('record')) as [string, string, string, number, number | null][];
      const samples = record.filter(([unit, , name]) => unit === UNIT && name === 'live').map((row) => row.slice(3));
      if (JSON.stringify(samples) === JSON.stringify(wanted) || performance.now() > endMs) return samples;
    }
  }

  async quit(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin?.end('quit\n');
    return ended;
  }
}

describe.skipIf(!hasPython)('a client in Python, written against docs/protocol.md', () => {
  let plant: TestPlant;
  let writer: PlantConnection;
  let engine: Engine;
  let client: ForeignClient;
  const written: [number, number | null][] = [];

  beforeAll(async () => {
    plant = await startTestPlant({ runJobs: false });
    await provisionTestSchema(plant.address());
    writer = await connectPlant(plant.address(), { applicationName: 'test writer' });
    await writer.query(
      `insert into metric select t, $1, 'history', case when extract(second from t) = 30 then 'nan'::float8 else (extract(epoch from t)::bigint % 1000)::float8 end
       from generate_series(date_trunc('minute', now()) - interval '3 hours', now(), '1 second') t`,
      [UNIT],
    );
    await prepareAggregates(writer, { nowMs: Date.now() });
    engine = await startEngine({
      sourceName: 'test plant',
      settings: readSettings(readFileSync('resources/default-settings.json', 'utf8')),
      rendererFolder: 'out/renderer',
      log: createLog(() => {}, Date.now),
      secrets: new SecretFilesTwin(),
    });
    engine.followPlant(plant.address('taktline_reader'), DEFAULT_PLANT_TABLES);
    await insert(0);
    client = new ForeignClient(engine.newBrowserAddress());
  }, 120_000);

  afterAll(async () => {
    await engine?.stop();
    await writer?.end();
    await plant?.stop();
  });

  async function insert(value: number | null): Promise<void> {
    const time = new Date();
    written.push([time.getTime(), value]);
    await writer.query("insert into metric values ($1, $2, 'live', $3)", [time, UNIT, value]);
  }

  test('follows live values: new ones, bad ones, late ones, corrected ones', async () => {
    for (const value of [1, null, 3]) await insert(value);
    const lateMs = Date.now() - 30_000;
    written.push([lateMs, -1]);
    await writer.query("insert into metric values ($1, $2, 'live', -1)", [new Date(lateMs), UNIT]);
    await writer.query("update metric set value = 33 where name = 'live' and value = 3");
    for (const row of written) if (row[1] === 3) row[1] = 33;
    written.sort((a, b) => a[0] - b[0]);
    expect(await client.recordIs(written)).toEqual(written);
    expect(await client.ask('link')).toMatchObject({ state: 'online', feed: 'listen' });
  });

  test('comes back after a cut with all that it missed, each sample once', async () => {
    expect(await client.ask('answer')).toBe('snapshot');
    expect(await client.ask('cut')).toBe('cut');
    await insert(5);
    expect(await client.recordIs(written)).toEqual(written);
    expect(await client.ask('answer')).toBe('resumed');
    await insert(6);
    expect(await client.recordIs(written)).toEqual(written);
  });

  test.each([
    ['raw', 10 * MINUTE_MS, 20_000],
    ['1min', 60 * MINUTE_MS, 100],
  ])('gets history as %s and decodes it, checksums included', async (resolution, spanMs, pointBudget) => {
    const toMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 20 * MINUTE_MS;
    const range = { fromMs: toMs - spanMs, toMs };
    const series = [{ table: 'metric', workUnitId: UNIT, name: 'history' }];
    const answer = await client.ask(`history ${JSON.stringify({ series, range, pointBudget })}`);
    expect(answer).toMatchObject({ resolution, series: series[0], range, missing: [] });
    const { rows } = answer as { rows: readonly (readonly number[])[] };
    expect(rows).toEqual(resolution === 'raw' ? await rawRows(range) : await minuteRows(range));
  });

  test('is told by an error what the plant does not have', async () => {
    const range = { fromMs: 0, toMs: MINUTE_MS };
    const series = [{ table: 'metric', workUnitId: UNIT, name: 'never' }];
    expect(await client.ask(`history ${JSON.stringify({ series, range })}`)).toMatchObject({ code: 'unknown-series' });
    expect(await client.quit()).toBe(0);
  });

  async function rawRows({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }) {
    const { rows } = await writer.query(
      `select (extract(epoch from time) * 1000)::float8 as ms, nullif(value, 'nan') as value from metric
       where name = 'history' and time >= $1 and time < $2 order by time`,
      [new Date(fromMs), new Date(toMs)],
    );
    return rows.map(({ ms, value }) => [ms, value]);
  }

  async function minuteRows({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }) {
    const { rows } = await writer.query(
      `select (extract(epoch from date_trunc('minute', time)) * 1000)::float8 as ms, sum(value) filter (where value <> 'nan') as sum,
         count(*) filter (where value <> 'nan')::int as count, min(value), max(value) filter (where value <> 'nan'),
         count(*) filter (where value = 'nan')::int as bad
       from metric where name = 'history' and time >= $1 and time < $2 group by 1 order by 1`,
      [new Date(fromMs), new Date(toMs)],
    );
    return rows.map((row) => [row.ms, row.sum, row.count, row.min, row.max, row.bad]);
  }
});
