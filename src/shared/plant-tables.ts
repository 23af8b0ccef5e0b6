import { z } from 'zod';
import { isSqlName } from './sql-identifier';

/**
 * How a plant's own tables hold samples: which relation, which columns, which units. The settings name them; reading
 * and provisioning alike go by them. Names are PostgreSQL's, without quotes: they are quoted where SQL is made.
 *
 * Aggregates of ours over such a table are called as over our own (`public.metric_1min`, …) and hold the same: `bucket`
 * as timestamptz (UTC), unit and name under `work_unit_id` and `name`, values as double precision, scores as fractions.
 */
const Identifier = z.string().refine(isSqlName, { message: 'is no PostgreSQL name: 1 to 63 bytes without NUL' });

const Zone = z.string().refine(isTimeZone, { message: 'is no time zone; write one such as "Europe/Berlin" or "UTC"' });

/**
 * What the time column holds. `zone`: the local time that a `timestamp` without time zone was written in. Epochs are
 * whole numbers since 1970-01-01T00:00Z.
 */
export const TimeColumn = z.discriminatedUnion('kind', [
  z.strictObject({ column: Identifier, kind: z.literal('timestamptz') }),
  z.strictObject({ column: Identifier, kind: z.literal('timestamp'), zone: Zone }),
  z.strictObject({ column: Identifier, kind: z.literal('epoch'), unit: z.enum(['s', 'ms', 'us', 'ns']) }),
]);
export type TimeColumn = z.infer<typeof TimeColumn>;

/** Steps of an epoch column in a second. */
export const EPOCH_UNITS_PER_SECOND = { s: 1, ms: 1_000, us: 1_000_000, ns: 1_000_000_000 } as const;

/** One row a sample: time, unit, name, value (any numeric type, or boolean as 0 and 1). */
export const MetricTable = z.strictObject({
  schema: Identifier,
  table: Identifier,
  time: TimeColumn,
  workUnitId: Identifier,
  name: Identifier,
  value: Identifier,
});
export type MetricTable = z.infer<typeof MetricTable>;

/** One row an OEE sample; a score that the plant does not have is null. `percent`: 83 stands for 0.83. */
export const OeeTable = z.strictObject({
  schema: Identifier,
  table: Identifier,
  time: TimeColumn,
  workUnitId: Identifier,
  oeeScore: Identifier.nullable(),
  availability: Identifier.nullable(),
  performance: Identifier.nullable(),
  quality: Identifier.nullable(),
  scale: z.enum(['fraction', 'percent']),
});
export type OeeTable = z.infer<typeof OeeTable>;

export const PlantTables = z.strictObject({ metric: MetricTable, oee: OeeTable });
export type PlantTables = z.infer<typeof PlantTables>;

/** The tables that Taktline makes itself. */
export const DEFAULT_PLANT_TABLES: PlantTables = {
  metric: {
    schema: 'public',
    table: 'metric',
    time: { column: 'time', kind: 'timestamptz' },
    workUnitId: 'work_unit_id',
    name: 'name',
    value: 'value',
  },
  oee: {
    schema: 'public',
    table: 'performance_metric',
    time: { column: 'time', kind: 'timestamptz' },
    workUnitId: 'work_unit_id',
    oeeScore: 'oee_score',
    availability: 'availability',
    performance: 'performance',
    quality: 'quality',
    scale: 'fraction',
  },
};

/** What a settings file says of the tables: only what differs from the defaults. */
export const PlantTablesOverrides = z.strictObject({
  metric: MetricTable.partial().optional(),
  oee: OeeTable.partial().optional(),
});
export type PlantTablesOverrides = z.infer<typeof PlantTablesOverrides>;

/** The defaults with what differs over them. */
export function plantTables(overrides: PlantTablesOverrides = {}): PlantTables {
  // Undefined cannot come out of JSON; decoding drops the optionality from the type.
  return PlantTables.parse({
    metric: { ...DEFAULT_PLANT_TABLES.metric, ...overrides.metric },
    oee: { ...DEFAULT_PLANT_TABLES.oee, ...overrides.oee },
  });
}

/** Names of the time zone database by region and city, and UTC. */
const ZONE_NAME = /^(?:UTC|[A-Za-z]+(?:\/[A-Za-z0-9_+-]+)+)$/;

/**
 * Offsets ("+01:00") and short names ("CET", "EST") are refused: PostgreSQL reads the first with the opposite sign and
 * the second as a fixed offset without summer time, both unlike everybody else.
 */
export function isTimeZone(zone: string): boolean {
  if (!ZONE_NAME.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
