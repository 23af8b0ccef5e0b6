import type { CatalogueUnit } from '../../../../shared/protocol';
import type { RuleDraft } from './pieces-draft';

/** The metrics that units of a rule have, in order of their names. */
export function metricsOf(units: readonly CatalogueUnit[], of: RuleDraft['of'], name: string): readonly string[] {
  const meant = units.filter(
    ({ workUnitId, line }) => of === 'default' || (of === 'lines' ? line === name : workUnitId === name),
  );
  const names = meant.flatMap(({ series }) =>
    series.filter(({ table }) => table === 'metric').map((each) => each.name),
  );
  return [...new Set(names)].sort((a, b) => a.localeCompare(b));
}
