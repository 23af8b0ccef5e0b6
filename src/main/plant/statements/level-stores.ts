import type { BucketResolution, SeriesTable } from '../../../shared/series';
import type { Question, Row } from '../statement-lane';
import type { BucketSource } from './bucket-rows';

/**
 * A level's view is what its jobs have stored, up to a watermark, and what is newer, computed from the level below, which
 * is such a view itself. PostgreSQL plans all of that for every statement, down to raw, also where a range ends below the
 * watermark and the store alone answers. Measured on a year of 1day buckets: most of the time was that planning.
 */

/** Where TimescaleDB keeps the buckets of a level. */
export interface LevelStore {
  /** Its relation, quoted for SQL; the columns are those of the level's view. */
  readonly relation: string;
  /** The view's buckets before this time are those of the relation, ms since the epoch; it never goes back. */
  readonly madeToMs: number;
}

export type LevelStores = ReadonlyMap<string, LevelStore>;

/** By the name of the view. Those that our role may not read are left out. Rows: [view, schema, relation, watermark in µs]. */
export const LEVEL_STORES: Question<LevelStores> = {
  statement: {
    name: 'level-stores',
    text: `
    select a.user_view_name, pg_catalog.quote_ident(h.schema_name), pg_catalog.quote_ident(h.table_name), w.watermark::float8
    from _timescaledb_catalog.continuous_agg a
    join _timescaledb_catalog.hypertable h on h.id = a.mat_hypertable_id
    join _timescaledb_catalog.continuous_aggs_watermark w on w.mat_hypertable_id = a.mat_hypertable_id
    join pg_catalog.pg_namespace n on n.nspname = h.schema_name
    join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = h.table_name
    where a.user_view_schema = 'public' and a.user_view_name ~ '^(metric|oee)_(1min|5min|1hour|1day)$'
      and pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_table_privilege(c.oid, 'select')`,
  },
  values: [],
  decode: (rows) => new Map(rows.map((row) => [String(row[0]), storeIn(row)])),
};

function storeIn([, schema, relation, watermark]: Row): LevelStore {
  return { relation: `${schema}.${relation}`, madeToMs: Number(watermark) / 1_000 };
}

export function levelName(table: SeriesTable, resolution: BucketResolution): string {
  return `${table}_${resolution}`;
}

/** A level's stored buckets, as a source of statements. */
export function storedSource({ relation }: LevelStore): BucketSource {
  return { nameSuffix: '-stored', relation: () => relation, values: [] };
}
