import type { ShiftFigures } from '../../../shared/shift-figures';
import type { ToldFigure } from '../../data/live-store';
import { useFigure, useFigures } from '../../data/use-live';
import { t } from '../../i18n/text';
import { ageText } from '../../ui/age-text';
import { captionText } from '../common/caption-text';
import { FigureFactors } from '../common/FigureFactors';
import { FigureValue } from '../common/FigureValue';
import { factorLetter } from '../common/factor-letter';
import { gapText, isCurrentFigure, isToCome, periodText, scoreOf } from '../common/figure-text';
import type { Reading } from '../common/unit-reading';
import type { UnitNow } from '../common/use-unit-reading';
import { ValueText } from '../common/ValueText';
import './shift-bar.css';

interface Props {
  readonly workUnitId: string;
  /** The newest sample of the OEE. */
  readonly headline: Reading;
  readonly now: UnitNow;
  readonly onExplain: (of: ShiftFigures['of']) => void;
}

/** How a unit does now, did in this shift so far, and in the last one; a tap on a shift explains its figure. */
export function ShiftBar({ workUnitId, headline, now, onExplain }: Props) {
  useFigures();
  const current = useFigure('current', workUnitId);
  const last = useFigure('last', workUnitId);
  const { nowMs } = now.moment;
  return (
    <div className="shift-bar">
      <NowCell headline={headline} now={now} />
      <ShiftCell
        of="current"
        told={current}
        current={isCurrentFigure(current, headline, nowMs)}
        {...{ nowMs, onExplain }}
      />
      {last !== undefined && <ShiftCell of="last" told={last} current {...{ nowMs, onExplain }} />}
    </div>
  );
}

function NowCell({ headline, now: { reading, present, moment } }: Pick<Props, 'headline' | 'now'>) {
  const ahead = present.sourceAheadMs;
  return (
    <div className="shift-cell" data-testid="shift-now">
      <span className="shift-value">
        <ValueText reading={headline} testId="oee-value" />
      </span>
      <span className="shift-factors">
        {reading.factors.map((factor) => (
          <span key={factor.series.name} className="tile-factor">
            <span className="tile-letter">{factorLetter(factor.series.name)}</span>
            <ValueText reading={factor} testId="factor-value" />
          </span>
        ))}
      </span>
      <span className="unit-line shift-period">
        {ahead === undefined
          ? t('unit.lastSample', { sample: captionText(headline, moment.nowMs) })
          : t('unit.clockAhead', { age: ageText(ahead) })}
      </span>
    </div>
  );
}

interface CellProps {
  readonly of: ShiftFigures['of'];
  readonly told: ToldFigure | undefined;
  readonly current: boolean;
  readonly nowMs: number;
  readonly onExplain: Props['onExplain'];
}

function ShiftCell({ of, told, current, nowMs, onExplain }: CellProps) {
  const gap = told && gapText(told.figure);
  return (
    <button
      type="button"
      className="shift-cell control"
      data-testid={`shift-${of}`}
      disabled={told === undefined}
      onClick={() => onExplain(of)}
    >
      <span className="shift-value">
        <FigureValue
          score={scoreOf(told?.figure, 'oee_score')}
          isToCome={isToCome(told?.figure)}
          current={current}
          testId="shift-value"
        />
      </span>
      <span className="shift-factors">
        <FigureFactors figure={told?.figure} current={current} />
      </span>
      <span className="unit-line shift-period">
        {told === undefined ? t('unit.shiftAdding') : periodText(told.period, of, nowMs)}
        {gap !== undefined && <span className="tile-gap"> · {gap}</span>}
      </span>
    </button>
  );
}
