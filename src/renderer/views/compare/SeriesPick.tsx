import { MOST_SERIES, type UnitSeries } from '../../app/address-parts';
import { t } from '../../i18n/text';
import { seriesLabel } from '../../ui/names';
import { sameSeries, toggledIn } from './compare-choice';
import { PickChoice, PickList } from './PickList';
import type { CompareFrame } from './use-compare-frame';

interface Props {
  readonly frame: CompareFrame;
  readonly onChoose: (series: readonly UnitSeries[]) => void;
}

/** Which metrics are compared; the seventh takes the place of the oldest. */
export function SeriesPick({ frame: { offered, series }, onChoose }: Props) {
  const chosen: readonly UnitSeries[] = series.map(({ table, name }) => ({ table, name }));
  const [first] = series;
  const word =
    series.length === 1 && first !== undefined
      ? seriesLabel(first)
      : t('compare.metricsCount', { count: series.length });
  return (
    <PickList testId="pick-series" word={word}>
      <div className="pick-choices">
        {offered.map(({ table, name, ...rest }) => (
          <PickChoice
            key={`${table}:${name}`}
            word={seriesLabel({ table, name, ...rest })}
            testId={`series-${table}:${name}`}
            isChosen={chosen.some((each) => sameSeries(each, { table, name }))}
            onPress={() => onChoose(toggledIn(chosen, { table, name }, sameSeries).slice(-MOST_SERIES))}
          />
        ))}
      </div>
    </PickList>
  );
}
