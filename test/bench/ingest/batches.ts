import { setTimeout as sleep } from 'node:timers/promises';
import type { PlantConnection } from '../../../src/main/plant/connection';
import { BENCH_NAMES, BENCH_UNITS, ROWS_PER_BATCH, TWINS } from './twin-tables';

/** How long each batch took from sending to its commit's answer, ms. */
export interface BatchTimes {
  readonly withMs: readonly number[];
  readonly withoutMs: readonly number[];
}

export interface Rate {
  /** Of each table. */
  readonly rowsPerSecond: number;
  readonly batches: number;
}

/** Writes a batch into both tables at each tick of the rate (or as soon as it can), each going first by turns. */
export async function measureRate(client: PlantConnection, { rowsPerSecond, batches }: Rate): Promise<BatchTimes> {
  const everyMs = (ROWS_PER_BATCH / rowsPerSecond) * 1_000;
  const times = { withMs: [] as number[], withoutMs: [] as number[] };
  const startedMs = performance.now();
  for (let batch = 0; batch < batches; batch += 1) {
    const waitMs = startedMs + batch * everyMs - performance.now();
    if (waitMs > 1) await sleep(waitMs);
    const columns = columnsOf(Date.now());
    const writeWith = async () => times.withMs.push(await write(client, TWINS.with, columns));
    const writeWithout = async () => times.withoutMs.push(await write(client, TWINS.without, columns));
    for (const one of batch % 2 === 0 ? [writeWith, writeWithout] : [writeWithout, writeWith]) await one();
  }
  return times;
}

type Columns = readonly [timesMs: number[], units: string[], names: string[], values: number[]];

function columnsOf(nowMs: number): Columns {
  const columns: Columns = [[], [], [], []];
  for (let row = 0; row < ROWS_PER_BATCH; row += 1) {
    columns[0].push(nowMs + Math.floor(row / (BENCH_UNITS.length * BENCH_NAMES.length)));
    columns[1].push(BENCH_UNITS[row % BENCH_UNITS.length] ?? '');
    columns[2].push(BENCH_NAMES[Math.floor(row / BENCH_UNITS.length) % BENCH_NAMES.length] ?? '');
    columns[3].push(Math.sin(row));
  }
  return columns;
}

async function write(client: PlantConnection, table: string, columns: Columns): Promise<number> {
  const sentMs = performance.now();
  await client.query({
    name: `insert ${table}`,
    text: `insert into ${table} select to_timestamp(t / 1000), u, n, v
      from unnest($1::float8[], $2::text[], $3::text[], $4::float8[]) r(t, u, n, v)`,
    values: [...columns],
  });
  return performance.now() - sentMs;
}
