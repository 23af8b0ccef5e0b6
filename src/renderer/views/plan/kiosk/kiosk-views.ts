import type { CatalogueUnit } from '../../../../shared/protocol';
import { HOUR_MS } from '../../../../shared/time';
import { COMPARE_MODES, type CompareMode, compareText, DEFAULT_COMPARE } from '../../../app/compare-address';
import { DEFAULT_EVENTS, eventsText } from '../../../app/events-address';
import { routeText } from '../../../app/routes';
import { t } from '../../../i18n/text';

/** A view that a kiosk can show, by its address. */
export interface KioskView {
  readonly address: string;
  readonly name: string;
}

const MODE_NAMES: Readonly<Record<CompareMode, string>> = {
  charts: t('plan.compareCharts'),
  heat: t('plan.compareHeat'),
  table: t('plan.compareTable'),
  report: t('plan.compareReport'),
};
const UNIT_SPAN_MS = 6 * HOUR_MS;

/** The wall, each unit, comparing in each of its forms, the events. */
export function kioskViews(units: readonly CatalogueUnit[]): readonly KioskView[] {
  const ofUnit = ({ workUnitId }: CatalogueUnit): KioskView => ({
    address: routeText({ view: 'unit', workUnitId, series: [], window: { kind: 'follow', spanMs: UNIT_SPAN_MS } }),
    name: workUnitId,
  });
  return [
    { address: routeText({ view: 'wall' }), name: t('plan.wall') },
    ...units.map(ofUnit),
    ...COMPARE_MODES.map((mode) => ({
      address: compareText({ ...DEFAULT_COMPARE, mode }),
      name: `${t('compare.title')}: ${MODE_NAMES[mode]}`,
    })),
    { address: eventsText(DEFAULT_EVENTS), name: t('events.title') },
  ];
}
