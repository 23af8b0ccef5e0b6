import { systemTimers } from '../../../src/main/plant/clock';
import type { PlantAddress } from '../../../src/main/plant/connection';
import { PlantDatabase } from '../../../src/main/plant/plant-database';
import { PlantReader } from '../../../src/main/plant/plant-reader';
import { TableLookup } from '../../../src/main/plant/table-lookup';
import { provisionSchema } from '../../../src/main/provisioning/apply';
import { prepareAggregates } from '../../../src/main/provisioning/prepare-aggregates';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../src/main/provisioning/schema-settings';
import { DEFAULT_PLANT_TABLES } from '../../../src/shared/plant-tables';
import type { BucketResolution } from '../../../src/shared/series';
import { BUCKET_MS } from '../../../src/shared/series';
import type { BucketColumns } from '../../../src/shared/tile';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/shared/time';
import type { Figure } from '../figure';
import type { EmptyPlant } from '../provisioning.bench';
import { figureOf, medianMs } from './measuring';

/** One-minute OEE of the seed: on a server a year of three units (1.6 million rows), else sixty days of one. */
const VOLUME = { native: { units: 3, days: 365 }, embedded: { units: 1, days: 60 } } as const;
const RUNS = 5;
/** They take a millisecond or two each. */
const AGGREGATE_RUNS = 31;
const NEVER = new AbortController().signal;
const UNIT = 'unit-1';
const SCORE = 'oee_score';

interface Rung {
  readonly figure: string;
  readonly resolution: BucketResolution;
  readonly spanMs: number;
  /** As PostgreSQL's date_bin takes it. */
  readonly width: string;
  /** Ends with today, of which the aggregate computes what is new; else with the last midnight. */
  readonly isToNow: boolean;
}

/** The ladder's rungs: up to an hour, six, forty-eight, and a year; the year also with today. */
const RUNGS: readonly Rung[] = [
  { figure: 'speedup_vs_plain_table_1min', resolution: '1min', spanMs: HOUR_MS, width: '1 minute', isToNow: false },
  {
    figure: 'speedup_vs_plain_table_5min',
    resolution: '5min',
    spanMs: 6 * HOUR_MS,
    width: '5 minutes',
    isToNow: false,
  },
  {
    figure: 'speedup_vs_plain_table_1hour',
    resolution: '1hour',
    spanMs: 48 * HOUR_MS,
    width: '1 hour',
    isToNow: false,
  },
  { figure: 'speedup_vs_plain_table', resolution: '1day', spanMs: 365 * DAY_MS, width: '1 day', isToNow: false },
  { figure: 'speedup_vs_plain_table_to_now', resolution: '1day', spanMs: 365 * DAY_MS, width: '1 day', isToNow: true },
];

/**
 * The same question, one unit's OEE over each rung, asked as the appliance asks for its tiles and of a plain PostgreSQL table
 * with the same rows and the index that it would have. The floor of each is 1: no gain.
 */
export async function measureSpeedup({ client, plant, say }: EmptyPlant): Promise<readonly Figure[]> {
  const { units, days } = VOLUME[plant.engine];
  const nowMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  const midnightMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
  say(`${units} units, ${days} days of one-minute OEE, once in our schema and once in a plain table`);
  await provisionSchema(client, DEFAULT_SCHEMA_SETTINGS, { groups: ['schema', 'aggregates'] });
  await client.query(`
    CREATE TABLE public.plain_oee ("time" timestamptz NOT NULL, work_unit_id text NOT NULL, oee_score float8, availability float8,
      performance float8, quality float8)`);
  await client.query(
    `INSERT INTO public.plain_oee SELECT to_timestamp($1::float8 / 1000) - n * interval '1 minute', 'unit-' || u,
      0.5 + (n % 100) / 250.0, 0.9, 0.95, 0.99
      FROM generate_series(1, $2::int) n, generate_series(1, $3::int) u`,
    [nowMs, (nowMs - midnightMs) / MINUTE_MS + days * 1_440, units],
  );
  await client.query('CREATE INDEX ON public.plain_oee (work_unit_id, "time" DESC)');
  await client.query('INSERT INTO performance_metric SELECT * FROM public.plain_oee');
  say('making the aggregates');
  await prepareAggregates(client, { nowMs: Date.now(), maxWindowMs: 28 * DAY_MS, clockMs: () => 0 });
  await client.query('VACUUM ANALYZE public.plain_oee');
  const side = readingSide(plant.address());
  try {
    const figures: Figure[] = [];
    for (const rung of RUNGS) figures.push(await measureRung({ client, say, ...side }, rung, midnightMs, days));
    return figures;
  } finally {
    side.close();
  }
}

interface ReadingSide {
  readonly reader: PlantReader;
  readonly close: () => void;
}

function readingSide(address: PlantAddress): ReadingSide {
  const database = new PlantDatabase({
    ...{ address, timers: systemTimers, random: Math.random },
    ...{ onStatement: () => {}, onTrouble: () => {} },
  });
  return {
    reader: new PlantReader(new TableLookup(database, DEFAULT_PLANT_TABLES), () => undefined),
    close: () => database.close(),
  };
}

async function measureRung(
  { client, say, reader }: ReadingSide & Pick<EmptyPlant, 'client' | 'say'>,
  { figure, resolution, spanMs: wantedMs, width, isToNow }: Rung,
  midnightMs: number,
  days: number,
): Promise<Figure> {
  const spanMs = Math.min(wantedMs, days * DAY_MS);
  const range = { fromMs: midnightMs - spanMs, toMs: midnightMs + (isToNow ? DAY_MS : 0) };
  const ask = async () => {
    const series = [{ workUnitId: UNIT, name: SCORE }];
    const [columns] = await reader.readBuckets({ table: 'oee', resolution, series, range }, NEVER);
    if (columns === undefined) throw new Error('the aggregate answered nothing');
    return columns;
  };
  const plain = `
    SELECT extract(epoch FROM date_bin('${width}', "time", TIMESTAMPTZ '2000-01-01 00:00Z'))::float8 AS bucket,
      sum(oee_score) AS sum, count(oee_score)::int AS count, min(oee_score) AS min, max(oee_score) AS max
    FROM public.plain_oee WHERE work_unit_id = $1 AND "time" >= $2::timestamptz AND "time" < $3::timestamptz GROUP BY 1 ORDER BY 1`;
  const values = [UNIT, new Date(range.fromMs).toISOString(), new Date(range.toMs).toISOString()];
  const plainMs = await medianMs(RUNS, () => client.query(plain, values));
  check((await client.query(plain, values)).rows, await ask(), (range.toMs - range.fromMs) / BUCKET_MS[resolution]);
  const aggregateMs = await medianMs(AGGREGATE_RUNS, ask);
  say(`${figure}: aggregate ${aggregateMs.toFixed(2)} ms, plain table ${plainMs.toFixed(2)} ms`);
  return figureOf(figure, 'times', plainMs / aggregateMs, 1);
}

/** @throws Error where the two answers differ: a fast wrong answer is no gain */
function check(plain: readonly Record<string, unknown>[], ours: BucketColumns, buckets: number): void {
  if (plain.length !== buckets || ours.counts.length !== buckets) throw new Error('not every bucket is there');
  const differs = plain.findIndex(
    (row, at) => row.count !== ours.counts[at] || row.min !== ours.mins[at] || row.max !== ours.maxs[at],
  );
  if (differs >= 0) throw new Error(`bucket ${differs} differs between aggregate and plain table`);
}
