import { columnOf } from './mapped-time';

/** The value of a row as double precision; what is no good sample may be anything that is none (NULL, NaN, too large). */
export type MappedValue = (row: string) => string;

/** A column that the plant does not have: no sample. */
export const NO_VALUE: MappedValue = () => 'null::float8';

/**
 * Numbers with any number of digits: what double precision cannot hold would fail the statement for all series, so what
 * is too large is no sample, as everywhere, and what is too small is zero.
 */
const numeric = (column: string) =>
  `case when abs(${column}) <= 1e150 then case when abs(${column}) < 1e-300 then 0 else ${column}::float8 end end`;

/** How a value is read, by the type of its column (`pg_type`, a domain's base). */
const READERS: Readonly<Record<string, (column: string) => string>> = {
  float8: (column) => column,
  float4: (column) => `${column}::float8`,
  int2: (column) => `${column}::float8`,
  int4: (column) => `${column}::float8`,
  int8: (column) => `${column}::float8`,
  numeric,
  bool: (column) => `${column}::int::float8`,
};

/** Undefined for a type that holds no numbers. */
export function mapValue(name: string, typeName: string): MappedValue | undefined {
  const column = columnOf(name);
  const read = READERS[typeName];
  return read === undefined ? undefined : (row) => read(column(row));
}

/** Percent as a fraction; divided as double precision, so that every reader gets the same. */
export function percent(value: MappedValue): MappedValue {
  // A division that underflows is an error to PostgreSQL.
  return (row) => `case when abs(${value(row)}) < 1e-300 then 0 else (${value(row)}) / 100 end`;
}
