import type { Catalogue, Compression } from './catalogue/catalogue';
import { describeMs, postgresMs } from './interval-text';
import { quoteLiteral } from './render-sql';
import { ABSENT, type Inspect, RIGHT, refused, type StepState } from './step-state';

const ADOPT = 'Rename it, or say in the settings, under adoption, how it is used: "read-only" or "convert".';

/** @param columns types by column that must be there; further columns are the plant's own affair */
export function inspectTable(name: string, columns: Readonly<Record<string, string>>): Inspect {
  return (catalogue) => {
    const relation = catalogue.relations.get(name);
    if (relation === undefined) return ABSENT;
    if (relation.kind !== 'table') return refused(`${name} is there, but it is no table. ${ADOPT}`);
    for (const [column, type] of Object.entries(columns)) {
      const found = relation.columns.get(column);
      if (found === undefined) return refused(`${name} is there without the column ${column}. ${ADOPT}`);
      if (found !== type) return refused(`${name}.${column} is ${found}, not ${type}. ${ADOPT}`);
    }
    return RIGHT;
  };
}

export function inspectHypertable(name: string, chunkInterval: string): Inspect {
  return (catalogue) => {
    const relation = catalogue.relations.get(name);
    const hypertable = relation?.hypertable;
    if (relation === undefined) return ABSENT;
    if (hypertable === undefined) {
      if (relation.hasRows) {
        return refused(`${name} holds rows and is no hypertable: converting it would rewrite it. ${ADOPT}`);
      }
      const key = relation.keysWithoutTime[0];
      if (key !== undefined) return refused(`The unique key ${key} of ${name} lacks the column time. ${ADOPT}`);
      return ABSENT;
    }
    if (hypertable.timeColumn !== 'time') {
      return refused(`${name} is cut into chunks by ${hypertable.timeColumn}, not by time. ${ADOPT}`);
    }
    return chunkIntervalState(name, hypertable.chunkIntervalMs, chunkInterval);
  };
}

/** New chunks get another interval; the old ones stay as they are. */
export function chunkIntervalState(name: string, foundMs: number, wanted: string): StepState {
  if (foundMs === postgresMs(wanted)) return RIGHT;
  return {
    kind: 'differs',
    what: `new chunks of ${name} span ${wanted} instead of ${describeMs(foundMs)}`,
    sql: `SELECT set_chunk_time_interval('${name}', INTERVAL ${quoteLiteral(wanted)})`,
  };
}

/** @param alterSql what the step itself runs: it holds for chunks compressed from now on */
export function inspectCompression(name: string, wanted: Compression, alterSql: string): Inspect {
  return (catalogue) => compressionState(catalogue, name, wanted, alterSql);
}

export function compressionState(catalogue: Catalogue, name: string, wanted: Compression, alterSql: string): StepState {
  const found = catalogue.relations.get(name)?.hypertable?.compression;
  if (found === undefined) return ABSENT;
  const same = (a: readonly string[], b: readonly string[]) => a.join(', ') === b.join(', ');
  if (same(found.segmentBy, wanted.segmentBy) && same(found.orderBy, wanted.orderBy)) return RIGHT;
  return {
    kind: 'differs',
    what: `chunks of ${name} are compressed by ${wanted.segmentBy.join(', ')} instead of ${found.segmentBy.join(', ') || 'nothing'}`,
    sql: alterSql,
  };
}
