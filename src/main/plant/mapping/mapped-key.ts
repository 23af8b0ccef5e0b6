import { columnOf } from './mapped-time';

/**
 * A column that names a unit or a metric. Names are texts everywhere in Taktline; a plant may keep them as something
 * else. They are compared in the column's own type, so that its index serves, and read as text.
 */
export interface MappedKey {
  /** Type of names as parameters: `$1::${type}[]`. */
  readonly type: string;
  /** Whether an index on the column serves what is compared with it. */
  readonly usesIndex: boolean;
  /** The column of a row, to be compared with a parameter. */
  column(row: string): string;
  /** The column of a row as text. */
  text(row: string): string;
  /** Names as parameters; one that the column cannot hold is null, which equals nothing. */
  values(names: readonly string[]): (string | null)[];
}

/** Bounds of the whole numbers by type. */
const WHOLE_NUMBERS: Readonly<Record<string, bigint>> = { int2: 2n ** 15n, int4: 2n ** 31n, int8: 2n ** 63n };
/** As PostgreSQL writes them; only these can be equal to what was read from the column. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const WHOLE_NUMBER = /^(0|-?[1-9]\d{0,18})$/;

/** @param typeName of `pg_type`, a domain's base */
export function mapKey(name: string, typeName: string): MappedKey {
  const column = columnOf(name);
  const asText = (row: string) => `${column(row)}::text`;
  const same = (names: readonly string[]) => [...names];
  const limit = WHOLE_NUMBERS[typeName];
  if (limit !== undefined) {
    const fits = (text: string) => WHOLE_NUMBER.test(text) && BigInt(text) < limit && BigInt(text) >= -limit;
    return { type: 'bigint', usesIndex: true, column, text: asText, values: onlyWhere(fits) };
  }
  switch (typeName) {
    case 'text':
    case 'varchar':
      return { type: 'text', usesIndex: true, column, text: column, values: same };
    case 'bpchar':
      return { type: 'bpchar', usesIndex: true, column, text: asText, values: same };
    case 'uuid':
      return { type: 'uuid', usesIndex: true, column, text: asText, values: onlyWhere((text) => UUID.test(text)) };
    default:
      // An enum, a number with decimals: compared as text, which is right for every type and quick for none.
      return { type: 'text', usesIndex: false, column: asText, text: asText, values: same };
  }
}

function onlyWhere(fits: (name: string) => boolean): (names: readonly string[]) => (string | null)[] {
  return (names) => names.map((name) => (fits(name) ? name : null));
}
