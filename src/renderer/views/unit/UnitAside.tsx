import type { ReactNode } from 'react';
import { t } from '../../i18n/text';
import '../../ui/control.css';
import './unit-aside.css';

export type UnitPanel = 'metrics' | 'losses';

interface Props {
  readonly shown: UnitPanel;
  readonly onShow: (panel: UnitPanel) => void;
  readonly metrics: ReactNode;
  /** Undefined: the unit has no scores, so it has no losses. */
  readonly losses: ReactNode | undefined;
}

/** What stands beside the chart: on a small screen one of the two, on a large one both. */
export function UnitAside({ shown, onShow, metrics, losses }: Props) {
  if (losses === undefined) return <div className="unit-aside">{metrics}</div>;
  const way = (panel: UnitPanel, word: string) => (
    <button
      type="button"
      className="control"
      data-testid={`panel-${panel}`}
      aria-pressed={shown === panel}
      onClick={() => onShow(panel)}
    >
      {word}
    </button>
  );
  return (
    <div className="unit-aside" data-shown={shown}>
      <div className="unit-aside-ways">
        {way('metrics', t('unit.metrics'))}
        {way('losses', t('unit.losses'))}
      </div>
      {metrics}
      {losses}
    </div>
  );
}
