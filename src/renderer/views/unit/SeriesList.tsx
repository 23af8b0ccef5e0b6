import type { CatalogueUnit } from '../../../shared/protocol';
import type { UnitSeries } from '../../app/address-parts';
import { t } from '../../i18n/text';
import { listedSeries, readSeries } from '../common/unit-reading';
import type { UnitNow } from '../common/use-unit-reading';
import { placeOf, toggled } from './chart-choice';
import { SeriesRow } from './SeriesRow';
import './series-list.css';

interface Props {
  readonly unit: CatalogueUnit;
  readonly now: UnitNow;
  readonly chosen: readonly UnitSeries[];
  readonly onChoose: (chosen: readonly UnitSeries[]) => void;
}

/** Every series of the unit as it stands now; also the pick list of the chart. */
export function SeriesList({ unit, now: { present, rules, moment }, chosen, onChoose }: Props) {
  return (
    <aside className="series-list" aria-label={t('unit.series')}>
      {listedSeries(unit).map((series) => {
        const { table, name } = series;
        return (
          <SeriesRow
            key={`${table}:${name}`}
            reading={readSeries(series, present, moment)}
            rules={rules}
            nowMs={moment.nowMs}
            place={placeOf(chosen, series)}
            onToggle={() => onChoose(toggled(chosen, { table, name }))}
          />
        );
      })}
    </aside>
  );
}
