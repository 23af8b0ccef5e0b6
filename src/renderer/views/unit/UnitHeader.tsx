import type { CatalogueUnit } from '../../../shared/protocol';
import type { ShiftFigures } from '../../../shared/shift-figures';
import { t } from '../../i18n/text';
import { ageText } from '../../ui/age-text';
import { CutName } from '../../ui/CutName';
import { FreshnessBadge } from '../../ui/FreshnessBadge';
import { seriesLabel, unitLabel } from '../../ui/names';
import { StateStrip } from '../../ui/StateStrip';
import { captionText } from '../common/caption-text';
import { HideButton } from '../common/HideButton';
import { useUnitNow } from '../common/use-unit-reading';
import { ValueText } from '../common/ValueText';
import { PinButton } from './PinButton';
import { ShiftBar } from './ShiftBar';
import '../../ui/control.css';
import './unit-header.css';

interface Props {
  readonly unit: CatalogueUnit;
  readonly onBack: () => void;
  readonly onExplain: (of: ShiftFigures['of']) => void;
}

/** Which unit this is, its state, its scores now and of the shifts, and how fresh they are; the way back is the largest target. */
export function UnitHeader({ unit, onBack, onExplain }: Props) {
  const now = useUnitNow(unit);
  const { reading, present, moment } = now;
  const { state, stateWord, freshness, headline, factors } = reading;
  const ahead = present.sourceAheadMs;
  return (
    <header className="unit-header">
      <button type="button" className="control" data-testid="to-wall" onClick={onBack}>
        ◀ {t('unit.allUnits')}
      </button>
      <div className="unit-title">
        <h1>
          <CutName name={unitLabel(unit)} />
        </h1>
        <span className="unit-line" data-may-be-cut="">
          {unit.line ?? ''}
        </span>
      </div>
      <StateStrip state={state} word={stateWord}>
        <FreshnessBadge freshness={freshness} />
      </StateStrip>
      <PinButton workUnitId={unit.workUnitId} />
      <HideButton unit={unit} nowMs={moment.nowMs} />
      {headline?.series.table === 'oee' ? (
        <ShiftBar workUnitId={unit.workUnitId} headline={headline} now={now} onExplain={onExplain} />
      ) : (
        <div className="unit-scores">
          {headline !== undefined && (
            <div className="unit-score unit-headline">
              <ValueText reading={headline} testId="headline-value" />
              <span className="unit-line">
                {ahead === undefined
                  ? captionText(headline, moment.nowMs)
                  : t('unit.clockAhead', { age: ageText(ahead) })}
              </span>
            </div>
          )}
          {factors.map((factor) => (
            <div key={factor.series.name} className="unit-score">
              <ValueText reading={factor} testId="factor-value" />
              <span className="unit-line">{seriesLabel(factor.series)}</span>
            </div>
          ))}
        </div>
      )}
    </header>
  );
}
