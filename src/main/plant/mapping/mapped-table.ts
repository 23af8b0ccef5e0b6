import type { MetricTable, OeeTable, TimeColumn } from '../../../shared/plant-tables';
import { OEE_SCORES, type OeeScore } from '../../../shared/series';
import { quoteIdentifier } from '../../../shared/sql-identifier';
import { type MappedKey, mapKey } from './mapped-key';
import { type MappedTime, mapTime } from './mapped-time';
import { type MappedValue, mapValue, NO_VALUE, percent } from './mapped-value';

interface Mapped {
  /** The relation as SQL names it. */
  readonly relation: string;
  readonly unit: MappedKey;
  readonly time: MappedTime;
}

export interface MappedMetric extends Mapped {
  readonly family: 'metric';
  readonly name: MappedKey;
  readonly value: MappedValue;
}

export interface MappedOee extends Mapped {
  readonly family: 'oee';
  /** The scores that the plant has, in the fixed order. */
  readonly scores: readonly OeeScore[];
  /** A score of a row as a fraction; one that the plant does not have is no sample. */
  score(row: string, score: OeeScore): string;
}

/** A plant's table as statements use it: how its relation, names, times and values are written in SQL. */
export type MappedTable = MappedMetric | MappedOee;

/** Columns of a relation that we may read, with the names of their types (`pg_type`, a domain's base). */
export type ColumnTypes = ReadonlyMap<string, string>;

/** The settings say of a table what it is not; the message names place and remedy. */
export class TableMismatchError extends Error {
  override readonly name = 'TableMismatchError';
}

/** @throws TableMismatchError */
export function mapMetric(table: MetricTable, types: ColumnTypes): MappedMetric {
  const columns = new Columns('metric', table, types);
  return {
    family: 'metric',
    relation: columns.relation,
    unit: columns.key('workUnitId', table.workUnitId),
    name: columns.key('name', table.name),
    time: columns.time(table.time),
    value: columns.value('value', table.value),
  };
}

/** @throws TableMismatchError */
export function mapOee(table: OeeTable, types: ColumnTypes): MappedOee {
  const columns = new Columns('oee', table, types);
  const settings = {
    oee_score: 'oeeScore',
    availability: 'availability',
    performance: 'performance',
    quality: 'quality',
  } as const;
  const readers = new Map<OeeScore, MappedValue>();
  for (const score of OEE_SCORES) {
    const column = table[settings[score]];
    if (column === null) continue;
    const value = columns.value(settings[score], column);
    readers.set(score, table.scale === 'percent' ? percent(value) : value);
  }
  return {
    family: 'oee',
    relation: columns.relation,
    unit: columns.key('workUnitId', table.workUnitId),
    time: columns.time(table.time),
    scores: [...readers.keys()],
    score: (row, score) => (readers.get(score) ?? NO_VALUE)(row),
  };
}

const TIME_TYPES: Readonly<Record<TimeColumn['kind'], readonly string[]>> = {
  timestamptz: ['timestamptz'],
  timestamp: ['timestamp'],
  epoch: ['int4', 'int8'],
};

/** Looks columns up, and says what is wrong with them in the words of the settings file. */
class Columns {
  readonly relation: string;
  readonly #place: string;
  readonly #types: ColumnTypes;

  constructor(
    family: 'metric' | 'oee',
    table: { readonly schema: string; readonly table: string },
    types: ColumnTypes,
  ) {
    this.relation = `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.table)}`;
    this.#place = `tables.${family}`;
    this.#types = types;
  }

  key(setting: string, column: string): MappedKey {
    return mapKey(column, this.#typeOf(setting, column));
  }

  value(setting: string, column: string): MappedValue {
    const type = this.#typeOf(setting, column);
    const value = mapValue(column, type);
    if (value !== undefined) return value;
    throw this.#misfit(setting, column, `is of type ${type}, which holds no numbers; name a column of numbers`);
  }

  time(time: TimeColumn): MappedTime {
    const type = this.#typeOf('time.column', time.column);
    if (TIME_TYPES[time.kind].includes(type)) return mapTime(time);
    const right = (Object.keys(TIME_TYPES) as TimeColumn['kind'][]).find((kind) => TIME_TYPES[kind].includes(type));
    const remedy = right === undefined ? 'name a column of times' : `say "kind": "${right}"`;
    throw this.#misfit('time', time.column, `is of type ${type}, which is no ${time.kind}; ${remedy}`);
  }

  #typeOf(setting: string, column: string): string {
    const type = this.#types.get(column);
    if (type !== undefined) return type;
    const readable = [...this.#types.keys()].map((name) => `"${name}"`).join(', ');
    throw this.#misfit(setting, column, `is not there or may not be read; name one of ${readable || 'its columns'}`);
  }

  #misfit(setting: string, column: string, what: string): TableMismatchError {
    return new TableMismatchError(
      `Settings, ${this.#place}.${setting}: the column "${column}" of ${this.relation} ${what}.`,
    );
  }
}
