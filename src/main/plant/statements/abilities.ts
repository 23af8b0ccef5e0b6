import { BUCKET_RESOLUTIONS, type BucketResolution, type SeriesTable } from '../../../shared/series';
import type { Question, Row } from '../statement-lane';

/** What of the schema is there and readable for us; a real plant may lack any of it. */
export interface PlantAbilities {
  readonly metric: boolean;
  readonly performanceMetric: boolean;
  /** Aggregated levels that can be read, finest first. */
  readonly levels: Readonly<Record<SeriesTable, readonly BucketResolution[]>>;
  readonly workUnit: boolean;
  readonly metricDefinition: boolean;
  readonly preparation: boolean;
  /** Whether TimescaleDB's list of jobs can be read: it tells how long raw samples are kept. */
  readonly jobs: boolean;
  /** Whether `taktline.wake_up_channel` may be called; without it changes are noticed by polling. */
  readonly wakeUpChannel: boolean;
}

/** What is there for us. Rows: [schema.name], for each relation and function that exists and may be read. Asks the catalogue only: no error where one is missing. */
export const ABILITIES: Question<PlantAbilities> = {
  statement: {
    name: 'abilities',
    text: `
    select n.nspname || '.' || c.relname
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'taktline', 'timescaledb_information') and c.relkind in ('r', 'p', 'v', 'm', 'f')
      and c.relname in ('metric', 'performance_metric', 'work_unit', 'metric_definition', 'preparation', 'jobs',
        'metric_1min', 'metric_5min', 'metric_1hour', 'metric_1day', 'oee_1min', 'oee_5min', 'oee_1hour', 'oee_1day')
      and pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_table_privilege(c.oid, 'select')
    union all
    select 'taktline.wake_up_channel()'
    from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'taktline' and p.proname = 'wake_up_channel'
      and pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_function_privilege(p.oid, 'execute')`,
  },
  values: [],
  decode: decodeAbilities,
};

function decodeAbilities(rows: readonly Row[]): PlantAbilities {
  const found = new Set(rows.map((row) => String(row[0])));
  const levels = (family: string) => BUCKET_RESOLUTIONS.filter((level) => found.has(`public.${family}_${level}`));
  return {
    metric: found.has('public.metric'),
    performanceMetric: found.has('public.performance_metric'),
    levels: { metric: levels('metric'), oee: levels('oee') },
    workUnit: found.has('public.work_unit'),
    metricDefinition: found.has('public.metric_definition'),
    preparation: found.has('taktline.preparation'),
    jobs: found.has('timescaledb_information.jobs'),
    wakeUpChannel: found.has('taktline.wake_up_channel()'),
  };
}
