import type { Hypertable } from './catalogue/catalogue';
import { chunkIntervalState } from './inspect-tables';
import { type AggregateLevel, type Family, sourceName, viewName } from './levels';
import type { SqlParameters } from './render-sql';
import type { SchemaSettings } from './schema-settings';
import { ABSENT, type Inspect, RIGHT, refused } from './step-state';

/** As PostgreSQL writes the widths back in a view's definition. */
const WIDTH: Readonly<Record<AggregateLevel, string>> = {
  '1min': '00:01:00',
  '5min': '00:05:00',
  '1hour': '01:00:00',
  '1day': '1 day',
};

const STATISTICS: Readonly<Record<Family, readonly string[]>> = {
  metric: ['value'],
  oee: ['oee_score', 'availability', 'performance', 'quality'],
};

/**
 * An aggregate under our name must be ours in width, source and columns: one that is not cannot be altered.
 * @param parameters the names of the source's table and columns, as in sql/
 */
export function inspectAggregate(
  family: Family,
  level: AggregateLevel,
  settings: SchemaSettings,
  parameters: SqlParameters,
): Inspect {
  const name = `public.${viewName(family, level)}`;
  return (catalogue) => {
    const relation = catalogue.relations.get(name);
    if (relation === undefined) return ABSENT;
    const { aggregate, hypertable } = relation;
    if (aggregate === undefined || hypertable === undefined) {
      return refused(`${name} is there, but it is no continuous aggregate. Rename it, then plan again.`);
    }
    if (!definitionFits(family, level, aggregate.definition, parameters) || !columnsFit(family, relation.columns)) {
      return refused(`${name} is there with another definition. Rename or drop it, then plan again.`);
    }
    const interval = chunkIntervalState(name, hypertable.chunkIntervalMs, settings.levels[level].chunkInterval);
    const differences = [
      ...(aggregate.materializedOnly ? [realTime(name)] : []),
      ...(interval.kind === 'differs' ? [interval] : []),
      ...indexDifference(family, level, hypertable),
      ...compressionDifference(family, level, settings, hypertable),
    ];
    if (differences.length === 0) return RIGHT;
    return {
      kind: 'differs',
      what: differences.map(({ what }) => what).join('; '),
      sql: differences.map(({ sql }) => sql).join(';\n'),
    };
  };
}

/** One thing about an aggregate that is not as wanted, and what puts it right. */
interface Difference {
  readonly what: string;
  readonly sql: string;
}

function realTime(name: string): Difference {
  return {
    what: `${name} shows the newest minutes again (real-time)`,
    sql: `ALTER MATERIALIZED VIEW ${name} SET (timescaledb.materialized_only = false)`,
  };
}

const SERIES_COLUMNS: Readonly<Record<Family, readonly string[]>> = {
  metric: ['work_unit_id', 'name'],
  oee: ['work_unit_id'],
};

/** Reading one series over a range needs its index, under whatever name. */
function indexDifference(family: Family, level: AggregateLevel, hypertable: Hypertable): readonly Difference[] {
  const columns = [...SERIES_COLUMNS[family], 'bucket DESC'].join(', ');
  if (hypertable.indexes.includes(columns)) return [];
  const view = viewName(family, level);
  return [
    {
      what: `public.${view} has its index of ${columns} again (its refresh waits while it is made)`,
      sql: `CREATE INDEX ${view}_series_idx ON public.${view} (${columns})`,
    },
  ];
}

/** 1min and 5min are compressed, the levels above are not; other settings hold for chunks compressed from now on. */
function compressionDifference(
  family: Family,
  level: AggregateLevel,
  settings: SchemaSettings,
  hypertable: Hypertable,
): readonly Difference[] {
  if (settings.levels[level].compressAfter === undefined) return [];
  const name = `public.${viewName(family, level)}`;
  const segmentBy = SERIES_COLUMNS[family];
  const found = hypertable.compression;
  const isRight = found?.segmentBy.join(', ') === segmentBy.join(', ') && found.orderBy.join(', ') === 'bucket DESC';
  if (isRight) return [];
  return [
    {
      what: `chunks of ${name} are compressed by ${segmentBy.join(', ')}, newest bucket first`,
      sql: `ALTER MATERIALIZED VIEW ${name} SET (timescaledb.compress, timescaledb.compress_segmentby = '${segmentBy.join(', ')}', timescaledb.compress_orderby = 'bucket DESC')`,
    },
  ];
}

function definitionFits(family: Family, level: AggregateLevel, definition: string, parameters: SqlParameters): boolean {
  const plain = bareText(definition);
  if (!plain.includes(`time_bucket('${WIDTH[level]}'::interval`)) return false;
  if (level !== '1min') return readsFrom(plain, 'public', sourceName(family, level));
  const named = (part: string) => bareText(parameters[`${family}_${part}`] ?? '');
  const bare = plain.replaceAll(`${named('table')}.`, '');
  return (
    readsFrom(plain, named('schema'), named('table')) &&
    bare.includes(`'::interval, ${named('time')})`) &&
    sourceColumns(family, parameters).every((column) => bare.includes(column)) &&
    // Percent is divided, and nothing else is.
    bare.includes('(100)::double precision') === Object.values(parameters).some((sql) => sql.endsWith(' / 100)')) &&
    // What keeps one bad sensor from harming the others.
    plain.includes('1e+150')
  );
}

/** Quotes, qualifiers and line breaks depend on the server's version and on what the session sees. */
function bareText(sql: string): string {
  return sql.replaceAll('"', '').replaceAll(/\s+/g, ' ');
}

function readsFrom(definition: string, schema: string, table: string): boolean {
  const at = definition.lastIndexOf(' FROM ');
  const from = definition.slice(at + ' FROM '.length);
  return [table, `${schema}.${table}`].some((name) => from.startsWith(`${name} `));
}

/** The bare names of the columns behind the expressions. */
function sourceColumns(family: Family, parameters: SqlParameters): readonly string[] {
  const names = ['work_unit_id', 'name', 'value', 'score', 'availability', 'performance', 'quality'];
  return names.flatMap((name) => {
    const quoted = /"((?:[^"]|"")+)"/.exec(parameters[`${family}_${name}`] ?? '')?.[1];
    return quoted === undefined ? [] : [bareText(quoted)];
  });
}

function columnsFit(family: Family, columns: ReadonlyMap<string, string>): boolean {
  const wanted = [
    'bucket',
    'work_unit_id',
    ...STATISTICS[family].flatMap((name) => ['sum', 'count', 'min', 'max'].map((of) => `${name}_${of}`)),
    'bad_count',
  ];
  return wanted.every((column) => columns.has(column));
}

/** The first preparation of every view: oldest rows first, before any policy refreshes the newest. */
export function inspectPreparation(families: readonly Family[]): Inspect {
  const views = families.flatMap((family) => Object.keys(WIDTH).map((level) => `${family}_${level}`));
  return (catalogue) => (views.every((view) => catalogue.prepared.get(view) === true) ? RIGHT : ABSENT);
}
