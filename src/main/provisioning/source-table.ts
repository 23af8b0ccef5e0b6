import { DEFAULT_PLANT_TABLES, type PlantTables } from '../../shared/plant-tables';
import { quoteIdentifier } from '../../shared/sql-identifier';
import type { Family } from './levels';

/** The tables that samples come from: ours, or a plant's own that the settings name. */

const OUR_SCHEMAS = new Set(['public', 'taktline']);

/**
 * A relation's name, as key of the catalogue and as SQL: `public.metric`, `public."Metric"`, `"line 1".samples`. Only
 * what needs no quotes goes without; `SQL_NAME` says the same in SQL.
 */
export function relationName(schema: string, table: string): string {
  const plain = /^[a-z_][a-z0-9_]*$/.test(table) ? table : quoteIdentifier(table);
  return `${OUR_SCHEMAS.has(schema) ? schema : quoteIdentifier(schema)}.${plain}`;
}

/** `relationName` as an SQL expression. @param schema, table expressions of their names */
export function relationNameSql(schema: string, table: string): string {
  const quoted = (name: string) => `'"' || replace(${name}::text, '"', '""') || '"'`;
  return (
    `CASE WHEN ${schema} IN ('public', 'taktline') THEN ${schema}::text ELSE ${quoted(schema)} END || '.' || ` +
    `CASE WHEN ${table} ~ '^[a-z_][a-z0-9_]*$' THEN ${table}::text ELSE ${quoted(table)} END`
  );
}

/** The table of a family's raw rows. */
export function sourceRelation(tables: PlantTables, family: Family): string {
  return relationName(tables[family].schema, tables[family].table);
}

/** Whether the settings name our own table for a family, column by column. */
export function isOurTable(tables: PlantTables, family: Family): boolean {
  const named = tables[family];
  const ours = DEFAULT_PLANT_TABLES[family];
  return JSON.stringify(Object.entries(named).sort()) === JSON.stringify(Object.entries(ours).sort());
}

const NUMBER = /^(double precision|real|smallint|integer|bigint)$/;
const DECIMAL = /^numeric(\(\d+,-?\d+\))?$/;
const TEXT = /^(text|character varying(\(\d+\))?|character(\(\d+\))?|name|smallint|integer|bigint|uuid)$/;

/**
 * A column as double precision; undefined for a type that has no number in it. A decimal may be larger than any double:
 * then it is NULL, a bad sample of its own instead of an error for everybody.
 * @param type as format_type spells it
 */
export function numberExpression(column: string, type: string): string | undefined {
  const name = quoteIdentifier(column);
  if (type === 'double precision') return name;
  if (NUMBER.test(type)) return `${name}::double precision`;
  if (type === 'boolean') return `${name}::integer::double precision`;
  if (DECIMAL.test(type)) return `(CASE WHEN abs(${name}) <= 1e300 THEN ${name}::double precision END)`;
  return undefined;
}

/** A score as a fraction; percent is divided, never multiplied by a hundredth, so that every reader gets the same bits. */
export function scoreExpression(
  column: string | null,
  type: string | undefined,
  scale: 'fraction' | 'percent',
): string | undefined {
  if (column === null) return 'NULL::double precision';
  const number = numberExpression(column, type ?? '');
  return number === undefined || scale === 'fraction' ? number : `(${number} / 100)`;
}

/** An id or a name as text; undefined for a type whose text may change with settings (an enumeration, a date). */
export function textExpression(column: string, type: string): string | undefined {
  if (type === 'text') return quoteIdentifier(column);
  return TEXT.test(type) ? `${quoteIdentifier(column)}::text` : undefined;
}
