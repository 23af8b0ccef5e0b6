import { useState } from 'react';
import { MAX_FULL_POINTS } from '../../shared/full-resolution';
import { t } from '../i18n/text';
import { manyText } from './chart-caption';

interface Props {
  readonly isOn: boolean;
  /** Samples to expect over the range, of all series together; ∞ where that is not known. */
  readonly expected: number;
  readonly onChange: (isOn: boolean) => void;
}

/** Turns the picture of every sample on and off; where there are too many it says so instead. */
export function EverySampleButton({ isOn, expected, onChange }: Props) {
  const [isRefused, setRefused] = useState(false);
  const isTooMuch = expected > MAX_FULL_POINTS;
  const press = () => {
    setRefused(isTooMuch && !isOn);
    onChange(!isOn && !isTooMuch);
  };
  return (
    <>
      {isRefused && isTooMuch && (
        <span className="chart-refusal" role="status">
          {t('chart.tooMany', { samples: manyText(expected), most: manyText(MAX_FULL_POINTS) })}
        </span>
      )}
      <button type="button" className="control" data-testid="every-sample" aria-pressed={isOn} onClick={press}>
        {t('chart.everySample')}
      </button>
    </>
  );
}
