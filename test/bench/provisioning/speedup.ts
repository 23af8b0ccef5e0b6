import { mapKey } from '../../../src/main/plant/mapping/mapped-key';
import type { Question } from '../../../src/main/plant/statement-lane';
import { bucketRows } from '../../../src/main/plant/statements/bucket-rows';
import { provisionSchema } from '../../../src/main/provisioning/apply';
import { prepareAggregates } from '../../../src/main/provisioning/prepare-aggregates';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../src/main/provisioning/schema-settings';
import type { BucketResolution } from '../../../src/shared/series';
import { BUCKET_MS } from '../../../src/shared/series';
import type { BucketColumns } from '../../../src/shared/tile';
import { DAY_MS, HOUR_MS } from '../../../src/shared/time';
import type { Figure } from '../figure';
import type { EmptyPlant } from '../provisioning.bench';
import { figureOf, medianMs } from './measuring';

/** One-minute OEE of the seed: on a server a year of three units (1.6 million rows), else sixty days of one. */
const VOLUME = { native: { units: 3, days: 365 }, embedded: { units: 1, days: 60 } } as const;
const RUNS = 5;
const UNIT = 'unit-1';
const SCORE = 'oee_score';

const KEYS = { unit: mapKey('work_unit_id', 'text'), name: mapKey('name', 'text') };

interface Rung {
  readonly resolution: BucketResolution;
  readonly spanMs: number;
  /** As PostgreSQL's date_bin takes it. */
  readonly width: string;
}

/** The ladder's rungs: up to an hour, six, forty-eight, and a year. */
const RUNGS: readonly Rung[] = [
  { resolution: '1min', spanMs: HOUR_MS, width: '1 minute' },
  { resolution: '5min', spanMs: 6 * HOUR_MS, width: '5 minutes' },
  { resolution: '1hour', spanMs: 48 * HOUR_MS, width: '1 hour' },
  { resolution: '1day', spanMs: 365 * DAY_MS, width: '1 day' },
];

/**
 * The same question, one unit's OEE over each rung, asked of our aggregate (the statement that screens use) and of a plain
 * PostgreSQL table with the same rows and the index that it would have. The floor of each is 1: no gain.
 */
export async function measureSpeedup({ client, plant, say }: EmptyPlant): Promise<readonly Figure[]> {
  const { units, days } = VOLUME[plant.engine];
  const endMs = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  say(`${units} units, ${days} days of one-minute OEE, once in our schema and once in a plain table`);
  await provisionSchema(client, DEFAULT_SCHEMA_SETTINGS, { groups: ['schema', 'aggregates'] });
  await client.query(`
    CREATE TABLE public.plain_oee ("time" timestamptz NOT NULL, work_unit_id text NOT NULL, oee_score float8, availability float8,
      performance float8, quality float8)`);
  await client.query(
    `INSERT INTO public.plain_oee SELECT to_timestamp($1::float8 / 1000) - n * interval '1 minute', 'unit-' || u,
      0.5 + (n % 100) / 250.0, 0.9, 0.95, 0.99
      FROM generate_series(1, $2::int) n, generate_series(1, $3::int) u`,
    [endMs, days * 1_440, units],
  );
  await client.query('CREATE INDEX ON public.plain_oee (work_unit_id, "time" DESC)');
  await client.query('INSERT INTO performance_metric SELECT * FROM public.plain_oee');
  say('making the aggregates');
  await prepareAggregates(client, { nowMs: Date.now(), maxWindowMs: 28 * DAY_MS, clockMs: () => 0 });
  await client.query('VACUUM ANALYZE public.plain_oee');
  const figures: Figure[] = [];
  for (const rung of RUNGS) figures.push(await measureRung({ client, plant, say }, rung, endMs, days));
  return figures;
}

async function measureRung({ client, say }: EmptyPlant, rung: Rung, endMs: number, days: number): Promise<Figure> {
  const { resolution, width } = rung;
  const spanMs = Math.min(rung.spanMs, days * DAY_MS);
  const range = { fromMs: endMs - spanMs, toMs: endMs };
  const question = bucketRows('oee', KEYS, resolution, [{ workUnitId: UNIT, name: SCORE }], range);
  const fromAggregate = await ask(client, question);
  const plain = `
    SELECT extract(epoch FROM date_bin('${width}', "time", TIMESTAMPTZ '2000-01-01 00:00Z'))::float8 AS bucket,
      sum(oee_score) AS sum, count(oee_score)::int AS count, min(oee_score) AS min, max(oee_score) AS max
    FROM public.plain_oee WHERE work_unit_id = $1 AND "time" >= $2::timestamptz AND "time" < $3::timestamptz GROUP BY 1 ORDER BY 1`;
  const values = [UNIT, new Date(range.fromMs).toISOString(), new Date(range.toMs).toISOString()];
  check((await client.query(plain, values)).rows, fromAggregate, spanMs / BUCKET_MS[resolution]);
  const aggregateMs = await medianMs(RUNS, () => ask(client, question));
  const plainMs = await medianMs(RUNS, () => client.query(plain, values));
  say(
    `${resolution} over ${spanMs / DAY_MS} days: aggregate ${aggregateMs.toFixed(2)} ms, plain table ${plainMs.toFixed(2)} ms`,
  );
  const name = resolution === '1day' ? 'speedup_vs_plain_table' : `speedup_vs_plain_table_${resolution}`;
  return figureOf(name, 'times', plainMs / aggregateMs, 1);
}

async function ask(client: EmptyPlant['client'], question: Question<readonly BucketColumns[]>): Promise<BucketColumns> {
  const { rows } = await client.query({
    text: question.statement.text,
    values: [...question.values],
    rowMode: 'array',
  });
  const [columns] = question.decode(rows);
  if (columns === undefined) throw new Error('the aggregate answered nothing');
  return columns;
}

/** @throws Error where the two answers differ: a fast wrong answer is no gain */
function check(plain: readonly Record<string, unknown>[], ours: BucketColumns, buckets: number): void {
  if (plain.length !== buckets || ours.counts.length !== buckets) throw new Error('not every bucket is there');
  const differs = plain.findIndex(
    (row, at) => row.count !== ours.counts[at] || row.min !== ours.mins[at] || row.max !== ours.maxs[at],
  );
  if (differs >= 0) throw new Error(`bucket ${differs} differs between aggregate and plain table`);
}
