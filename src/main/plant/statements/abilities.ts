import { CALENDAR_TABLE } from '../../../shared/calendar/calendar-rows';
import type { PlantTables } from '../../../shared/plant-tables';
import { BUCKET_RESOLUTIONS, type BucketResolution, type SeriesTable } from '../../../shared/series';
import { type MappedKey, mapKey } from '../mapping/mapped-key';
import { isOurTable, type PlantTable, readTable, type TableFacts } from '../mapping/plant-table';
import type { TableIndex } from '../mapping/table-access';
import type { Question, Row } from '../statement-lane';

/** What of the schema is there and readable for us; a real plant may lack any of it. */
export interface PlantAbilities {
  /** The plant's two tables; undefined where one is not there, or cannot be read. */
  readonly tables: Readonly<Record<SeriesTable, PlantTable | undefined>>;
  /** Why a table that the settings name cannot be read, or only with much work for the plant; a sentence each. */
  readonly problems: readonly string[];
  /** Aggregated levels that the plant keeps and we may read, finest first. */
  readonly levels: Readonly<Record<SeriesTable, readonly BucketResolution[]>>;
  /** How the aggregates' names are read. */
  readonly levelKeys: Readonly<Record<SeriesTable, LevelKeys>>;
  readonly workUnit: boolean;
  readonly metricDefinition: boolean;
  readonly preparation: boolean;
  /** Whether the plant has a table for its calendar. */
  readonly workCalendar: boolean;
  /** Whether TimescaleDB's list of jobs can be read: it tells how long raw samples are kept. */
  readonly jobs: boolean;
  /** Whether TimescaleDB's lists of aggregates can be read: they tell where and how far each level is stored. */
  readonly levelStores: boolean;
  /** Whether our triggers wake us for every table that is there; without them changes are noticed by polling. */
  readonly wakeUpChannel: boolean;
}

/** The columns of aggregates that name a series. */
export interface LevelKeys {
  readonly unit: MappedKey;
  readonly name: MappedKey;
}

const FAMILIES = ['metric', 'oee'] as const satisfies readonly SeriesTable[];

/**
 * What is there for us. Asks the catalogue only: no error where something is missing. Rows: [what, of which, a, b]:
 * - relation, name: a relation that may be read, or a function that may be called, by schema and name
 * - table, table or view, kind of relation and whether it has parts, bytes
 * - column, table or view, column that may be read, type
 * - index, table or view, columns (JSON), which of them descend (JSON)
 * - level, table: its lowest aggregate is made from this very table
 * - wakes, table: it has triggers of ours
 */
const TEXT = `
    with asked as (
      select * from (values ('metric', $1::text, $2::text), ('oee', $3, $4), ('metric_1min', 'public', 'metric_1min'),
        ('oee_1min', 'public', 'oee_1min')) asked(family, schema_name, relation_name)
    ), mapped as (
      select asked.family, c.oid, c.relkind
      from asked join pg_catalog.pg_namespace n on n.nspname = asked.schema_name
      join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = asked.relation_name
      where c.relkind in ('r', 'p', 'v', 'm', 'f') and pg_catalog.has_schema_privilege(n.oid, 'usage')
    )
    select 'relation', n.nspname || '.' || c.relname, null, null
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'taktline', 'timescaledb_information', '_timescaledb_catalog') and c.relkind in ('r', 'p', 'v', 'm', 'f')
      and c.relname in ('work_unit', 'metric_definition', 'preparation', 'work_calendar', 'jobs',
        'continuous_agg', 'continuous_aggs_watermark', 'hypertable', 'metric_1min', 'metric_5min', 'metric_1hour', 'metric_1day', 'oee_1min', 'oee_5min', 'oee_1hour', 'oee_1day')
      and pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_table_privilege(c.oid, 'select')
    union all
    select 'relation', 'taktline.wake_up_channel()', null, null
    from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'taktline' and p.proname = 'wake_up_channel'
      and pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_function_privilege(p.oid, 'execute')
    union all
    select 'table', m.family,
      m.relkind::text || case when exists (select from pg_catalog.pg_inherits i where i.inhparent = m.oid) then '+' else '' end,
      pg_catalog.pg_relation_size(m.oid)::text
    from mapped m
    union all
    select 'column', m.family, a.attname, coalesce(base.typname, t.typname)
    from mapped m join pg_catalog.pg_attribute a on a.attrelid = m.oid and a.attnum > 0 and not a.attisdropped
    join pg_catalog.pg_type t on t.oid = a.atttypid left join pg_catalog.pg_type base on base.oid = t.typbasetype
    where pg_catalog.has_column_privilege(m.oid, a.attnum, 'select')
    union all
    select 'index', m.family,
      (select json_agg(a.attname order by key.at)::text from unnest(i.indkey::int2[]) with ordinality key(number, at)
        left join pg_catalog.pg_attribute a on a.attrelid = m.oid and a.attnum = key.number),
      (select json_agg(option.bits & 1 = 1 order by option.at)::text
        from unnest(i.indoption::int2[]) with ordinality option(bits, at))
    from mapped m join pg_catalog.pg_index i on i.indrelid = m.oid join pg_catalog.pg_class c on c.oid = i.indexrelid
    join pg_catalog.pg_am am on am.oid = c.relam
    where i.indisvalid and i.indpred is null and am.amname = 'btree'
    union all
    select distinct 'level', m.family, null, null
    from mapped m join pg_catalog.pg_depend d on d.refobjid = m.oid
      and d.refclassid = 'pg_catalog.pg_class'::regclass and d.classid = 'pg_catalog.pg_rewrite'::regclass
    join pg_catalog.pg_rewrite r on r.oid = d.objid join mapped view on view.oid = r.ev_class
    where view.family = m.family || '_1min'
    union all
    select distinct 'wakes', m.family, null, null
    from mapped m join pg_catalog.pg_trigger t on t.tgrelid = m.oid join pg_catalog.pg_proc p on p.oid = t.tgfoid
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'taktline'`;

export function abilities(tables: PlantTables): Question<PlantAbilities> {
  return {
    statement: { name: 'abilities', text: TEXT },
    values: [tables.metric.schema, tables.metric.table, tables.oee.schema, tables.oee.table],
    decode: (rows) => decodeAbilities(rows, tables),
  };
}

function decodeAbilities(rows: readonly Row[], settings: PlantTables): PlantAbilities {
  const found = new Found(rows);
  const metric = readTable('metric', settings, found.factsOf('metric'));
  const oee = readTable('oee', settings, found.factsOf('oee'));
  const levels = (family: SeriesTable) =>
    isOurTable(family, settings) || found.has('level', family)
      ? BUCKET_RESOLUTIONS.filter((level) => found.has('relation', `public.${family}_${level}`))
      : [];
  const present = { metric: metric.table, oee: oee.table };
  return {
    tables: present,
    problems: [metric.problem, oee.problem].filter((problem) => problem !== undefined),
    levels: { metric: levels('metric'), oee: levels('oee') },
    levelKeys: { metric: found.levelKeys('metric'), oee: found.levelKeys('oee') },
    workUnit: found.has('relation', 'public.work_unit'),
    metricDefinition: found.has('relation', 'public.metric_definition'),
    preparation: found.has('relation', 'taktline.preparation'),
    workCalendar: found.has('relation', CALENDAR_TABLE),
    jobs: found.has('relation', 'timescaledb_information.jobs'),
    levelStores: ['continuous_agg', 'continuous_aggs_watermark', 'hypertable'].every((list) =>
      found.has('relation', `_timescaledb_catalog.${list}`),
    ),
    wakeUpChannel:
      found.has('relation', 'taktline.wake_up_channel()') &&
      FAMILIES.every((family) => present[family] === undefined || found.has('wakes', family)),
  };
}

/** The rows by what they tell of. */
class Found {
  readonly #rows: readonly Row[];

  constructor(rows: readonly Row[]) {
    this.#rows = rows;
  }

  has(what: string, subject: string): boolean {
    return this.#of(what, subject).length > 0;
  }

  /** Undefined where there is no such table. */
  factsOf(subject: string): TableFacts | undefined {
    const [table] = this.#of('table', subject);
    if (table === undefined) return undefined;
    const [kind = '', parts = ''] = String(table[2]);
    return {
      isPlain: kind === 'r' || kind === 'm',
      isPartitioned: kind === 'p' || parts === '+',
      sizeBytes: Number(table[3]),
      columns: new Map(this.#of('column', subject).map((row) => [String(row[2]), String(row[3])])),
      indexes: this.#of('index', subject).map(indexIn),
    };
  }

  levelKeys(family: SeriesTable): LevelKeys {
    const columns = this.factsOf(`${family}_1min`)?.columns;
    const key = (column: string) => mapKey(column, columns?.get(column) ?? 'text');
    return { unit: key('work_unit_id'), name: key('name') };
  }

  #of(what: string, subject: string): readonly Row[] {
    return this.#rows.filter((row) => row[0] === what && row[1] === subject);
  }
}

function indexIn(row: Row): TableIndex {
  return { columns: JSON.parse(String(row[2])) as string[], descending: JSON.parse(String(row[3])) as boolean[] };
}
