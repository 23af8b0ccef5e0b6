import { connectPlant, type PlantAddress } from '../../../../src/main/plant/connection';
import { type PlantTables, plantTables, type TimeColumn } from '../../../../src/shared/plant-tables';
import { quoteIdentifier } from '../../../../src/shared/sql-identifier';

/** One sample as a writer of another plant has it; `value` undefined is a bad one, whose kind the table's type decides. */
export interface ForeignSample {
  readonly unit: string;
  readonly name: string;
  readonly timeMs: number;
  readonly value: number | undefined;
}

/** How a foreign plant holds its samples. */
export interface ForeignKind {
  /** Of the column of times, and how the settings describe it. */
  readonly timeType: string;
  readonly time: TimeColumn;
  readonly valueType: string;
  readonly unitType: string;
  readonly nameType?: string;
  /** Column lists of indexes on "Metric", and of those on "PerformanceMetric". */
  readonly indexes: readonly string[];
  readonly oeeIndexes: readonly string[];
  readonly scale?: 'fraction' | 'percent';
  /** Whether the plant has a column "quality". */
  readonly hasQuality?: boolean;
  /** A bad value of this type, as SQL. */
  readonly bad?: string;
}

const STEPS_PER_MS = { s: 0.001, ms: 1, us: 1_000, ns: 1_000_000 } as const;

/** A time as the column holds it, as SQL. */
export function timeSql(time: TimeColumn, timeMs: number): string {
  const instant = `'${new Date(timeMs).toISOString()}'::timestamptz`;
  if (time.kind === 'timestamptz') return instant;
  if (time.kind === 'timestamp') return `(${instant} at time zone '${time.zone}')`;
  return time.unit === 's' ? String(timeMs / 1_000) : String(BigInt(timeMs) * BigInt(STEPS_PER_MS[time.unit]));
}

/** A value as the column holds it, as SQL. */
function valueSql({ valueType, bad = 'null' }: ForeignKind, value: number | undefined): string {
  if (value === undefined) return bad;
  return valueType === 'boolean' ? String(value !== 0) : String(value);
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** The settings that describe the plant's tables in a schema. */
export function foreignTables(schema: string, kind: ForeignKind): PlantTables {
  return plantTables({
    metric: { schema, table: 'Metric', time: kind.time, workUnitId: 'workUnitId', name: 'name', value: 'value' },
    oee: {
      ...{ schema, table: 'PerformanceMetric', time: kind.time, workUnitId: 'workUnitId', oeeScore: 'oeeScore' },
      ...{ availability: 'availability', performance: 'performance' },
      quality: kind.hasQuality === false ? null : 'quality',
      scale: kind.scale ?? 'fraction',
    },
  });
}

/** Makes the tables in a schema of their own, fills them, and lets `reader` read them. OEE scores are the value's parts. */
export async function makeForeignPlant(
  address: PlantAddress,
  schema: string,
  kind: ForeignKind,
  samples: readonly ForeignSample[],
  reader?: string,
): Promise<PlantTables> {
  const client = await connectPlant(address, { applicationName: 'foreign plant' });
  const inSchema = quoteIdentifier(schema);
  const [metric, oee] = [`${inSchema}."Metric"`, `${inSchema}."PerformanceMetric"`];
  const { column } = kind.time;
  const scores = ['oeeScore', 'availability', 'performance', ...(kind.hasQuality === false ? [] : ['quality'])];
  const run = (sql: string) => client.query(sql);
  try {
    await run(`create schema ${inSchema}`);
    const shared = `id serial primary key, "${column}" ${kind.timeType} not null, "workUnitId" ${kind.unitType}`;
    await run(`create table ${metric} (${shared}, "name" ${kind.nameType ?? 'text'}, "value" ${kind.valueType})`);
    await run(`create table ${oee} (${shared}, ${scores.map((score) => `"${score}" ${kind.valueType}`).join(', ')})`);
    for (const rows of chunks(samples, 2_000)) {
      const [metricRows, oeeRows] = [
        rows.filter(({ name }) => name !== 'oee'),
        rows.filter(({ name }) => name === 'oee'),
      ];
      const keys = ({ unit, timeMs }: ForeignSample) => `${timeSql(kind.time, timeMs)}, ${text(unit)}`;
      await insert(metric, `"${column}", "workUnitId", "name", "value"`, metricRows, (row) => {
        return `${keys(row)}, ${text(row.name)}, ${valueSql(kind, row.value)}`;
      });
      await insert(
        oee,
        `"${column}", "workUnitId", ${scores.map((score) => `"${score}"`).join(', ')}`,
        oeeRows,
        (row) => {
          return `${keys(row)}, ${scores.map(() => valueSql(kind, row.value)).join(', ')}`;
        },
      );
    }
    for (const columns of kind.indexes) await run(`create index on ${metric} (${columns})`);
    for (const columns of kind.oeeIndexes) await run(`create index on ${oee} (${columns})`);
    await run(`analyze ${metric}`);
    await run(`analyze ${oee}`);
    if (reader !== undefined) {
      await run(`grant usage on schema ${inSchema} to ${reader}`);
      await run(`grant select on all tables in schema ${inSchema} to ${reader}`);
    }
  } finally {
    await client.end();
  }
  return foreignTables(schema, kind);

  async function insert(
    table: string,
    columns: string,
    rows: readonly ForeignSample[],
    sql: (row: ForeignSample) => string,
  ): Promise<void> {
    if (rows.length === 0) return;
    await run(`insert into ${table} (${columns}) values ${rows.map((row) => `(${sql(row)})`).join(', ')}`);
  }
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
