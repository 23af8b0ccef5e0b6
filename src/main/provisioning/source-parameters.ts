import { DEFAULT_PLANT_TABLES, type PlantTables } from '../../shared/plant-tables';
import type { Family } from './levels';
import type { SqlParameters } from './render-sql';
import { isOurTable, numberExpression, scoreExpression, sourceRelation, textExpression } from './source-table';

/** Types of our own tables, as their files make them. */
const OUR_TYPES: ReadonlyMap<string, string> = new Map([
  ['work_unit_id', 'text'],
  ['name', 'text'],
  ...['value', 'oee_score', 'availability', 'performance', 'quality'].map(
    (column) => [column, 'double precision'] as const,
  ),
]);

/**
 * One table and its columns under the names that the files in sql/ use.
 * @param types by column; undefined where the table is still to be made
 * @returns an expression is empty where the type of its column is none that an aggregate can take
 */
export function sourceParameters(
  tables: PlantTables,
  family: Family,
  types: ReadonlyMap<string, string> | undefined,
): SqlParameters {
  const table = tables[family];
  const typeOf = (column: string | null) => (types ?? OUR_TYPES).get(column ?? '') ?? '';
  const common = {
    [`${family}_schema`]: table.schema,
    [`${family}_table`]: table.table,
    [`${family}_relation`]: sourceRelation(tables, family),
    [`${family}_time`]: table.time.column,
    [`${family}_work_unit_id`]: textExpression(table.workUnitId, typeOf(table.workUnitId)) ?? '',
    ...notifyNames(family, isOurTable(tables, family)),
  };
  if ('value' in table) {
    return {
      ...common,
      [`${family}_name`]: textExpression(table.name, typeOf(table.name)) ?? '',
      [`${family}_value`]: numberExpression(table.value, typeOf(table.value)) ?? '',
    };
  }
  const score = (column: string | null) => scoreExpression(column, typeOf(column), table.scale) ?? '';
  return {
    ...common,
    [`${family}_score`]: score(table.oeeScore),
    [`${family}_availability`]: score(table.availability),
    [`${family}_performance`]: score(table.performance),
    [`${family}_quality`]: score(table.quality),
  };
}

/** Both of our own tables share their notifying functions; an adopted table has its own, for its column names. */
function notifyNames(family: Family, isOurs: boolean): SqlParameters {
  const part = isOurs ? '' : `${family}_`;
  return {
    [`${family}_notify_inserted`]: `notify_${part}inserted`,
    [`${family}_notify_updated`]: `notify_${part}updated`,
  };
}

/** Both of our own tables. */
export const OUR_SOURCES: SqlParameters = {
  ...sourceParameters(DEFAULT_PLANT_TABLES, 'metric', undefined),
  ...sourceParameters(DEFAULT_PLANT_TABLES, 'oee', undefined),
};
