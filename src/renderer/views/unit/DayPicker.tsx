import { useRef } from 'react';
import type { TimeRange } from '../../../shared/time';
import { t } from '../../i18n/text';
import { dateText, localDay, shownDateText } from '../../ui/time-text';
import '../../ui/control.css';
import './day-picker.css';

interface Props {
  /** Where the shown range begins, ms. */
  readonly shownMs: number;
  /** First and last moment that can be chosen, ms. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly onPick: (day: TimeRange) => void;
}

/**
 * Goes to a local day. The browser's own field would write the date as its language does, 11/12 or 12/11: it lies
 * invisible over our text, which is written as every other date on the screen, and opens its calendar wherever it is hit.
 */
export function DayPicker({ shownMs, firstMs, lastMs, onPick }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const pick = (date: string) => {
    const day = localDay(date);
    if (day !== undefined) onPick(day);
  };
  return (
    <label className="day-picker">
      <span className="day-word">{t('unit.day')}</span>
      <span className="control day-shown">
        {shownDateText(shownMs)} <span aria-hidden="true">▾</span>
        <input
          ref={field}
          type="date"
          data-testid="range-date"
          aria-label={t('unit.day')}
          min={dateText(firstMs)}
          max={dateText(lastMs)}
          value={dateText(shownMs)}
          onChange={(event) => pick(event.target.value)}
          onClick={() => field.current?.showPicker()}
        />
      </span>
    </label>
  );
}
