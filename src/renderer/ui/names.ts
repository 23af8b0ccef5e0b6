import type { CatalogueSeries, CatalogueUnit } from '../../shared/protocol';
import type { OeeScore, SeriesTable } from '../../shared/series';
import type { WorkUnitState } from '../../shared/work-unit-state';
import { t } from '../i18n/text';

/** The words of the states, as the andon strip shows them. */
export const STATE_WORDS: Readonly<Record<WorkUnitState, string>> = {
  running: t('ui.running'),
  slow: t('ui.slow'),
  stopped: t('ui.stopped'),
  'change-over': t('ui.changeOver'),
  'planned-stop': t('ui.plannedStop'),
  'no-data': t('ui.noData'),
};

const SCORE_NAMES: Readonly<Record<OeeScore, string>> = {
  oee_score: t('ui.oee'),
  availability: t('ui.availability'),
  performance: t('ui.performance'),
  quality: t('ui.quality'),
};

function isScore(name: string): name is OeeScore {
  return Object.hasOwn(SCORE_NAMES, name);
}

/** What people call a series: its display name, the score's word, or its name with spaces. */
export function seriesLabel(series: Pick<CatalogueSeries, 'name' | 'displayName'> & { table: SeriesTable }): string {
  if (series.displayName !== null) return series.displayName;
  if (series.table === 'oee' && isScore(series.name)) return SCORE_NAMES[series.name];
  const spaced = series.name.replaceAll('_', ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** What people call a work unit. */
export function unitLabel(unit: Pick<CatalogueUnit, 'workUnitId' | 'displayName'>): string {
  return unit.displayName ?? unit.workUnitId;
}
