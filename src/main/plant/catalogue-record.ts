import { z } from 'zod';
import { PlantCalendar } from '../../shared/calendar/calendar-rules';
import { decodedRows } from '../../shared/kept-rows';
import {
  BUCKET_RESOLUTIONS,
  type BucketResolution,
  OEE_SCORES,
  type OeeScore,
  RESOLUTIONS,
  type SeriesTable,
} from '../../shared/series';
import { type KnownSeries, knownKey } from './catalogue-merge';
import type { PlantAbilities } from './statements/abilities';
import type { MetricDescription, UnitDescription } from './statements/descriptions';
import { NO_RETENTION, type Retention } from './statements/retention';

/** What of the plant's abilities serves a start without it. */
export interface KnownAbilities {
  /** Which of the two tables can be read. */
  readonly tables: readonly SeriesTable[];
  /** Aggregated levels that the plant keeps. */
  readonly levels: Readonly<Record<SeriesTable, readonly BucketResolution[]>>;
  /** Scores that the plant has. */
  readonly scores: readonly OeeScore[];
}

export function knownAbilities({ tables, levels }: PlantAbilities): KnownAbilities {
  const oee = tables.oee?.mapped;
  return {
    tables: (['metric', 'oee'] as const).filter((table) => tables[table] !== undefined),
    levels,
    scores: oee?.family === 'oee' ? oee.scores : OEE_SCORES,
  };
}

/** All that the catalogue has learned of a plant: what is kept of it for a start without the plant. */
export interface CatalogueRecord {
  readonly known: readonly KnownSeries[];
  readonly units: readonly UnitDescription[];
  readonly metrics: readonly MetricDescription[];
  readonly abilities: KnownAbilities;
  readonly retention: Retention;
  /** Of the plant's own table, the last that could be used; undefined: it has none. */
  readonly calendar: PlantCalendar | undefined;
  /** Plant time of the sweep that knew this, ms. */
  readonly asOfMs: number;
}

/** A record in rows, so that only what changes has to be written: one a series and a description. */
export interface RecordRow {
  readonly kind: string;
  readonly id: string;
  readonly body: string;
}

const table = z.enum(['metric', 'oee']);
const optionalNumber = z.number().optional();
const nullableText = z.string().nullable();
const nullableNumber = z.number().nullable();
const levels = z.array(z.enum(BUCKET_RESOLUTIONS));

const Known = z.object({
  table,
  workUnitId: z.string(),
  name: z.string(),
  firstMs: z.number(),
  lastMs: z.number(),
  cadenceMs: optionalNumber,
});
const Unit = z.object({
  workUnitId: z.string(),
  displayName: nullableText,
  line: nullableText,
  hidden: z.boolean(),
});
const Metric = z.object({
  workUnitId: z.string(),
  name: z.string(),
  displayName: nullableText,
  unit: nullableText,
  cadenceMs: nullableNumber,
  lowLimit: nullableNumber,
  highLimit: nullableNumber,
  target: nullableNumber,
});
const Kept = z.partialRecord(z.enum(RESOLUTIONS), z.object({ forMs: z.number(), isSparing: z.boolean() }));
const Plant = z.object({
  abilities: z.object({
    tables: z.array(table),
    levels: z.object({ metric: levels, oee: levels }),
    scores: z.array(z.enum(OEE_SCORES)),
  }),
  retention: z.object({ metric: Kept, oee: Kept }).default(NO_RETENTION),
  asOfMs: z.number(),
});

/** One after the other, so that who takes them can pause: a large plant has ten thousand. */
export function* rowsOfRecord(record: CatalogueRecord): Iterable<RecordRow> {
  const { known, units, metrics, abilities, retention, calendar, asOfMs } = record;
  yield row('plant', '', { abilities, retention, asOfMs });
  if (calendar !== undefined) yield row('calendar', '', calendar);
  for (const series of known) yield row('series', knownKey(series), series);
  for (const unit of units) yield row('unit', unit.workUnitId, unit);
  for (const metric of metrics) yield row('metric', JSON.stringify([metric.workUnitId, metric.name]), metric);
}

/** The record in these rows; undefined where they hold none. Rows that cannot be read are left out. */
export function recordOfRows(rows: readonly RecordRow[]): CatalogueRecord | undefined {
  const plant = decodedRows(Plant, rows, 'plant')[0];
  if (plant === undefined) return undefined;
  return {
    known: decodedRows(Known, rows, 'series').map((series) => ({ ...series, cadenceMs: series.cadenceMs })),
    units: decodedRows(Unit, rows, 'unit'),
    metrics: decodedRows(Metric, rows, 'metric'),
    abilities: plant.abilities,
    retention: plant.retention,
    calendar: decodedRows(PlantCalendar, rows, 'calendar')[0],
    asOfMs: plant.asOfMs,
  };
}

function row(kind: string, id: string, content: unknown): RecordRow {
  return { kind, id, body: JSON.stringify(content) };
}
