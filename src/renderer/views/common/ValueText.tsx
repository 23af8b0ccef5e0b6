import { valueParts } from '../../ui/value-text';
import type { Reading } from './unit-reading';
import './value-text.css';

interface Props {
  readonly reading: Reading;
  readonly testId: string;
  /** Replaces the number's text, for codes that have words. */
  readonly text?: string | undefined;
}

/** The newest value of a series: struck and grey where it is old. The attributes carry the sample as it came, for tests and measurements. */
export function ValueText({ reading, testId, text }: Props) {
  const { series, sample, current } = reading;
  const parts = valueParts(series.table, sample?.value, series.unit);
  return (
    <span
      className="value-text"
      data-testid={testId}
      data-table={series.table}
      data-name={series.name}
      data-time-ms={sample?.timeMs}
      data-value={sample?.value}
      data-current={current}
    >
      <span className="value-number">{text ?? parts.number}</span>
      {text === undefined && parts.unit !== '' && <span className="value-unit"> {parts.unit}</span>}
    </span>
  );
}
