import { useRef } from 'react';
import { calendarDayText } from '../../i18n/format';

interface CellProps {
  readonly label: string;
  readonly testId: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** What was typed, made into what is meant, when the field is left. */
  readonly meant?: (text: string) => string;
  readonly isWrong: boolean;
  /** A time of day or a number: narrow, and typed by digits. */
  readonly isShort?: boolean;
}

/** A labelled field within a row of them. */
export function Cell({ label, testId, value, onChange, meant, isWrong, isShort = false }: CellProps) {
  const settle = () => {
    const settled = meant?.(value) ?? value;
    if (settled !== value) onChange(settled);
  };
  return (
    <label className="plan-cell" data-short={isShort} data-wrong={isWrong}>
      <span>{label}</span>
      <input
        type="text"
        data-testid={testId}
        data-keys={isShort ? 'digits' : 'all'}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onBlur={settle}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={isWrong}
      />
    </label>
  );
}

interface DateProps {
  readonly label: string;
  readonly testId: string;
  /** "2026-12-24"; empty for none. */
  readonly value: string;
  readonly onChange: (date: string) => void;
  readonly isWrong: boolean;
}

/** A date, written as every other on the screen; the browser's own field lies invisible over it and opens its calendar. */
export function DateCell({ label, testId, value, onChange, isWrong }: DateProps) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <label className="plan-cell" data-wrong={isWrong}>
      <span>{label}</span>
      <span className="control plan-date">
        {value === '' ? '–' : calendarDayText(value)} <span aria-hidden="true">▾</span>
        <input
          ref={field}
          type="date"
          data-testid={testId}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onClick={() => field.current?.showPicker()}
          aria-invalid={isWrong}
        />
      </span>
    </label>
  );
}
