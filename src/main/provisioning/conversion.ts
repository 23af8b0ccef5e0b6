import type { MetricTable, OeeTable } from '../../shared/plant-tables';
import { quoteIdentifier } from '../../shared/sql-identifier';
import type { SourceFacts, UniqueKey } from './catalogue/source-facts';
import type { Family } from './levels';
import { quoteLiteral, type SqlParameters } from './render-sql';
import { intervalMs, type SchemaSettings } from './schema-settings';
import { relationName } from './source-table';

/** Turning a plant's own plain table into a hypertable: what it changes, whom it would stop, how long it takes. */
export interface Conversion {
  readonly chunkInterval: string;
  /** Under the names that its file in sql/ uses. */
  readonly parameters: SqlParameters;
  readonly estimateMs: number;
  /** A sentence for each kind of writer that fails afterwards. */
  readonly stops: readonly string[];
}

/** Writers that worked before and fail once it is a hypertable; a sentence each. */
export function writersThatStop(relation: string, facts: SourceFacts): readonly string[] {
  const keys = facts.keysWithoutTime.map((key) => {
    const columns = key.columns.join(', ');
    const becomes = key.isExtensible ? 'gets the time as a further column' : 'goes, because it cannot hold the time';
    return key.isExtensible && columns !== ''
      ? `Writers that use ON CONFLICT (${columns}) on ${relation} fail, and rows of one ${columns} at two times are no longer refused: the key ${key.name} ${becomes}.`
      : `What the unique key ${key.name} of ${relation} refused is no longer refused: it ${becomes}.`;
  });
  const nullable = facts.timeIsNullable
    ? [`Writers of rows without a time fail on ${relation}: it becomes NOT NULL.`]
    : [];
  return [...keys, ...nullable];
}

/** @param table of the settings, a plain one with a timestamptz time */
export function conversionOf(
  family: Family,
  table: MetricTable | OeeTable,
  facts: SourceFacts,
  settings: SchemaSettings,
): Conversion {
  const relation = relationName(table.schema, table.table);
  const usual = family === 'metric' ? settings.metric.chunkInterval : settings.performanceMetric.chunkInterval;
  const chunkInterval = chunkIntervalFor(usual, facts.timeRange);
  return {
    chunkInterval,
    estimateMs: conversionMs(facts),
    stops: writersThatStop(relation, facts),
    parameters: {
      [`${family}_conversion_interval`]: chunkInterval,
      [`${family}_conversion_keys`]: keyChanges(relation, table.schema, table.time.column, facts.keysWithoutTime),
      [`${family}_conversion_record`]: recordSql(family, table, facts, relation),
    },
  };
}

/**
 * All chunks are made in one transaction, each with a few locks of the server's shared table (6,400 by default): old
 * tables get longer chunks.
 */
const MOST_CHUNKS = 400;
const LONGER_INTERVALS = ['7 days', '28 days', '364 days'];

function chunkIntervalFor(usual: string, range: SourceFacts['timeRange']): string {
  const spanMs = range === undefined ? 0 : range.toMs - range.fromMs;
  const candidates = [usual, ...LONGER_INTERVALS.filter((each) => intervalMs(each) > intervalMs(usual))];
  return candidates.find((each) => spanMs / intervalMs(each) <= MOST_CHUNKS) ?? candidates.at(-1) ?? usual;
}

/** Moving a row into its chunk, and entering it into one index; see docs/provisioning.md for what was measured. */
const MOVE_MS_PER_ROW = 0.004;
const INDEX_MS_PER_ROW = 0.002;

/** How long the table is locked, in ms. */
export function conversionMs(facts: SourceFacts): number {
  const rebuilt = facts.keysWithoutTime.length + (facts.hasTimeIndex ? 0 : 1);
  return Math.round(facts.estimatedRows * (MOVE_MS_PER_ROW + (facts.indexCount + rebuilt) * INDEX_MS_PER_ROW)) + 100;
}

function keyChanges(relation: string, schema: string, time: string, keys: readonly UniqueKey[]): string {
  return keys
    .flatMap((key) => {
      const name = quoteIdentifier(key.name);
      const columns = [...key.columns, time].map(quoteIdentifier).join(', ');
      const kind = key.isPrimary ? 'PRIMARY KEY' : 'UNIQUE';
      if (!key.isConstraint) {
        const drop = `DROP INDEX ${quoteIdentifier(schema)}.${name};`;
        return key.isExtensible ? [drop, `CREATE UNIQUE INDEX ${name} ON ${relation} (${columns});`] : [drop];
      }
      const drop = `ALTER TABLE ${relation} DROP CONSTRAINT ${name};`;
      if (!key.isExtensible) return [drop];
      return [drop, `ALTER TABLE ${relation} ADD CONSTRAINT ${name} ${kind} (${columns});`];
    })
    .join('\n');
}

function recordSql(family: Family, table: MetricTable | OeeTable, facts: SourceFacts, relation: string): string {
  const index = facts.hasTimeIndex ? undefined : `taktline_${family}_time_idx`;
  const keys = facts.keysWithoutTime.map(({ name, isConstraint, definition, comment, columns, isExtensible }) => ({
    name,
    isConstraint,
    definition,
    columns: isExtensible ? columns : [],
    ...(comment === undefined ? {} : { comment }),
  }));
  const values = [
    ...[family, table.schema, table.table, table.time.column].map(quoteLiteral),
    String(facts.timeIsNullable),
    quoteLiteral(JSON.stringify(keys)),
    index === undefined ? 'NULL' : quoteLiteral(index),
  ];
  return [
    ...(index === undefined
      ? []
      : [`CREATE INDEX ${quoteIdentifier(index)} ON ${relation} (${quoteIdentifier(table.time.column)} DESC);`]),
    'INSERT INTO taktline.adoption',
    '  (family, table_schema, table_name, time_column, time_was_nullable, original_keys, time_index)',
    `VALUES (${values.join(', ')});`,
  ].join('\n');
}
