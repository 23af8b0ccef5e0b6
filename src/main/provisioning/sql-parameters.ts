import { AGGREGATE_LEVELS, FAMILIES, viewName } from './levels';
import { refreshSlotStart } from './refresh-slots';
import type { SqlParameters } from './render-sql';
import type { HypertableSettings, SchemaSettings } from './schema-settings';

/**
 * The settings under the names that the files in sql/ use: `<table or view>_<what>`.
 * @param refreshesApart whether refresh policies start in places of their own; else each starts after its last run
 */
export function sqlParameters(settings: SchemaSettings, refreshesApart = false): SqlParameters {
  const parameters: Record<string, string> = {};
  const addTable = (table: string, of: HypertableSettings) => {
    parameters[`${table}_chunk_interval`] = of.chunkInterval;
    parameters[`${table}_compress_after`] = of.compressAfter;
    parameters[`${table}_drop_after`] = of.dropAfter;
  };
  addTable('metric', settings.metric);
  addTable('performance_metric', settings.performanceMetric);
  for (const family of FAMILIES) {
    for (const level of AGGREGATE_LEVELS) {
      const of = settings.levels[level];
      const view = viewName(family, level);
      parameters[`${view}_chunk_interval`] = of.chunkInterval;
      parameters[`${view}_refresh_start`] = of.refreshStart;
      parameters[`${view}_refresh_end`] = of.refreshEnd;
      parameters[`${view}_refresh_every`] = of.refreshEvery;
      parameters[`${view}_refresh_first`] = refreshesApart ? refreshSlotStart(family, level) : '';
      if (of.compressAfter !== undefined) parameters[`${view}_compress_after`] = of.compressAfter;
      if (of.dropAfter !== undefined) parameters[`${view}_drop_after`] = of.dropAfter;
    }
  }
  return parameters;
}
