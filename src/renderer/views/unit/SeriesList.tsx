import { useCallback, useMemo } from 'react';
import type { CatalogueUnit } from '../../../shared/protocol';
import type { UnitSeries } from '../../app/address-parts';
import { usePresent } from '../../data/use-live';
import { t } from '../../i18n/text';
import { listedSeries, readSeries } from '../common/unit-reading';
import { useMoment } from '../common/use-unit-reading';
import { placeOf, toggled } from './chart-choice';
import { SeriesRow } from './SeriesRow';
import './series-list.css';

interface Props {
  readonly unit: CatalogueUnit;
  readonly chosen: readonly UnitSeries[];
  readonly onChoose: (chosen: readonly UnitSeries[]) => void;
}

/** Every series of the unit as it stands now; also the pick list of the chart. */
export function SeriesList({ unit, chosen, onChoose }: Props) {
  const present = usePresent(unit.workUnitId);
  const { rules, moment } = useMoment();
  const listed = useMemo(() => listedSeries(unit), [unit]);
  const toggle = useCallback((series: UnitSeries) => onChoose(toggled(chosen, series)), [onChoose, chosen]);
  return (
    <aside className="series-list" aria-label={t('unit.series')}>
      {listed.map((series) => (
        <SeriesRow
          key={`${series.table}:${series.name}`}
          reading={readSeries(series, present, moment)}
          rules={rules}
          nowMs={moment.nowMs}
          place={placeOf(chosen, series)}
          onToggle={toggle}
        />
      ))}
    </aside>
  );
}
