import { z } from 'zod';

/**
 * How a plant's own tables hold samples: which relation, which columns, which units. The settings name them; reading
 * and provisioning alike go by them. Names are PostgreSQL's, without quotes: they are quoted where SQL is made.
 */
const Identifier = z
  .string()
  .min(1)
  .refine((name) => new TextEncoder().encode(name).length <= 63 && !name.includes('\0'), {
    message: 'is no PostgreSQL name: 1 to 63 bytes without NUL',
  });

const Zone = z.string().refine(isTimeZone, { message: 'is no time zone; write one such as "Europe/Berlin"' });

/** What the time column holds. `zone`: the local time that a `timestamp` without time zone was written in. */
export const TimeColumn = z.discriminatedUnion('kind', [
  z.strictObject({ column: Identifier, kind: z.literal('timestamptz') }),
  z.strictObject({ column: Identifier, kind: z.literal('timestamp'), zone: Zone }),
  z.strictObject({ column: Identifier, kind: z.literal('epoch'), unit: z.enum(['s', 'ms', 'us', 'ns']) }),
]);
export type TimeColumn = z.infer<typeof TimeColumn>;

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

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
