import type { ReactNode } from 'react';
import type { CatalogueUnit } from '../../../shared/protocol';
import { DAY_MS, HOUR_MS } from '../../../shared/time';
import { spanText } from '../../app/address-parts';
import { rangeOf, shifted, spanOf, type TimeWindow } from '../../data/time-window';
import { t } from '../../i18n/text';
import { dataSpan } from './chart-choice';
import { DayPicker } from './DayPicker';
import '../../ui/control.css';
import './range-bar.css';

const SPANS: readonly { readonly spanMs: number; readonly id: string; readonly label: string }[] = [
  { spanMs: HOUR_MS, id: '1h', label: t('ui.hours', { n: 1 }) },
  { spanMs: 6 * HOUR_MS, id: '6h', label: t('ui.hours', { n: 6 }) },
  { spanMs: 24 * HOUR_MS, id: '24h', label: t('ui.hours', { n: 24 }) },
  { spanMs: 7 * DAY_MS, id: '7d', label: t('ui.days', { n: 7 }) },
  { spanMs: 30 * DAY_MS, id: '30d', label: t('ui.days', { n: 30 }) },
  { spanMs: 90 * DAY_MS, id: '90d', label: t('ui.days', { n: 90 }) },
];

interface Props {
  readonly unit: CatalogueUnit;
  readonly window: TimeWindow;
  readonly nowMs: number;
  readonly onChange: (window: TimeWindow) => void;
  /** Further choices, behind ours. */
  readonly children?: ReactNode;
}

/** Chooses the stretch of time: how long, further back or on, a day by its date, or the present. */
export function RangeBar({ unit, window, nowMs, onChange, children }: Props) {
  const data = dataSpan(unit);
  const range = rangeOf(window, nowMs);
  const follows = window.kind === 'follow';
  const atStart = data !== undefined && range.fromMs <= data.firstMs;
  const move = (direction: -1 | 1) => onChange(shifted(window, direction, nowMs));
  return (
    <div className="range-bar" role="toolbar" aria-label={t('unit.range')}>
      {SPANS.map(({ spanMs, id, label }) => (
        <button
          key={id}
          type="button"
          className="control"
          data-testid={`range-${id}`}
          aria-pressed={spanText(spanOf(window)) === spanText(spanMs)}
          onClick={() => onChange({ kind: 'follow', spanMs })}
        >
          {label}
        </button>
      ))}
      <span className="range-moves">
        <button
          type="button"
          className="control"
          data-testid="range-back"
          aria-label={t('unit.earlier')}
          disabled={atStart}
          onClick={() => move(-1)}
        >
          ◀ {t('unit.earlier')}
        </button>
        <button
          type="button"
          className="control"
          data-testid="range-forward"
          aria-label={t('unit.later')}
          disabled={follows}
          onClick={() => move(1)}
        >
          {t('unit.later')} ▶
        </button>
        {!follows && (
          <button
            type="button"
            className="control"
            data-testid="range-now"
            onClick={() => onChange({ kind: 'follow', spanMs: spanOf(window) })}
          >
            {t('unit.toNow')}
          </button>
        )}
      </span>
      {data !== undefined && (
        <DayPicker
          shownMs={range.fromMs}
          firstMs={data.firstMs}
          lastMs={data.lastMs}
          onPick={(day) => onChange({ kind: 'fixed', range: day })}
        />
      )}
      {children}
    </div>
  );
}
