import { t } from '../../i18n/text';
import '../../ui/control.css';

interface Props {
  readonly fits: boolean;
  readonly onChange: (fits: boolean) => void;
}

/** Scores stand between 0 and 100 %, so that a change looks as large as it is; for a closer look they fill the height. */
export function ScoreScale({ fits, onChange }: Props) {
  return (
    <button
      type="button"
      className="control"
      data-testid="score-scale"
      aria-pressed={!fits}
      aria-label={t('unit.scale')}
      onClick={() => onChange(!fits)}
    >
      0–100 %
    </button>
  );
}
