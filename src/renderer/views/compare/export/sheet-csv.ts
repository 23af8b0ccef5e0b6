import { t } from '../../../i18n/text';
import { unitLabel } from '../../../ui/names';
import { zoneStampText } from '../../../ui/zone-text';
import type { FigureColumn } from '../figure-columns';
import type { HeatRow } from '../HeatMap';
import { STATE_TEXTS } from '../HeatReadout';
import type { UnitFigures } from '../unit-figures';
import { csvLine } from './csv-text';

/** The table of figures as it is shown, its numbers whole; scores are fractions. */
export function figuresCsv(columns: readonly FigureColumn[], rows: readonly UnitFigures[]): string {
  const title = ({ title: name, unit }: FigureColumn) => (unit === null ? name : `${name} (${unit})`);
  return [
    csvLine([t('compare.unitId'), ...columns.map(title)]),
    ...rows.map((row) => csvLine([row.plan.unit.workUnitId, ...columns.map((column) => column.value(row))])),
  ].join('');
}

/** The map of hours as a list: one line for each hour of a unit that is a part of its time. */
export function heatCsv(rows: readonly HeatRow[]): string {
  const names = [
    ...[t('compare.unitId'), t('compare.unit'), t('compare.timeUtc'), t('compare.timeLocal')],
    ...['OEE', t('compare.samples'), t('compare.badSamples'), t('compare.note')],
  ];
  const lines = rows.flatMap(({ unit, cells, zone }) =>
    cells
      .filter(({ state }) => state !== 'outside')
      .map(({ fromMs, state, average, count, badCount }) =>
        csvLine([
          ...[unit.workUnitId, unitLabel(unit), new Date(fromMs).toISOString()],
          ...[zoneStampText(fromMs, zone), average, count, badCount],
          state === 'value' ? '' : STATE_TEXTS[state],
        ]),
      ),
  );
  return [csvLine(names), ...lines].join('');
}
