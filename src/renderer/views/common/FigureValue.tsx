import type { ScoreFigure } from '../../../shared/shift-figures';
import { t } from '../../i18n/text';
import { valueParts } from '../../ui/value-text';
import './value-text.css';

interface Props {
  /** Undefined where it is not known yet. */
  readonly score: ScoreFigure | undefined;
  readonly current: boolean;
  /** What is not told yet may be: a dash in place of "n/a". */
  readonly isToCome?: boolean;
  readonly testId: string;
}

/** One figure of a shift in percent, "n/a" where nothing was sampled: struck and grey where it is old. */
export function FigureValue({ score, current, isToCome = false, testId }: Props) {
  const { number, unit } = valueParts('oee', score?.average ?? undefined, null);
  const isEmpty = score !== undefined && score.average === null;
  const isNumber = score !== undefined && !isEmpty;
  return (
    <span
      className="value-text"
      data-testid={testId}
      data-name={score?.name}
      data-value={score?.average ?? undefined}
      data-count={score?.count}
      data-current={current}
    >
      <span className={isNumber ? 'value-number' : 'value-none'}>{isEmpty && !isToCome ? t('ui.none') : number}</span>
      {unit !== '' && <span className="value-unit"> {unit}</span>}
    </span>
  );
}
