import type { CatalogueSeries, CatalogueUnit, StateRules } from '../../../../src/shared/protocol';

export const RULES: StateRules = {
  stateMetric: 'state',
  codes: { '1': 'running', '3': 'stopped' },
  stoppedBelowAvailability: 0.3,
  slowBelowPerformance: 0.8,
};

/** A series of a catalogue: once a second, first and last seen at 0 and 1,000,000. */
export function series(table: 'metric' | 'oee', name: string, more: Partial<CatalogueSeries> = {}): CatalogueSeries {
  const nothing = { displayName: null, unit: null, lowLimit: null, highLimit: null, target: null };
  return { table, name, ...nothing, cadenceMs: 1_000, firstMs: 0, lastMs: 1_000_000, ...more };
}

export function unit(workUnitId: string, of: CatalogueSeries[], more: Partial<CatalogueUnit> = {}): CatalogueUnit {
  return { workUnitId, displayName: null, line: null, series: of, ...more };
}
