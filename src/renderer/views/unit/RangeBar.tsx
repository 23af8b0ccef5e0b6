import type { ReactNode } from 'react';
import type { CatalogueUnit } from '../../../shared/protocol';
import { DAY_MS, HOUR_MS } from '../../../shared/time';
import { spanText } from '../../app/routes';
import { rangeOf, shifted, spanOf, type TimeWindow } from '../../data/time-window';
import { dataSpan } from './chart-choice';
import { DayPicker } from './DayPicker';
import '../../ui/control.css';
import './range-bar.css';

const SPANS: readonly { readonly spanMs: number; readonly label: string }[] = [
  { spanMs: HOUR_MS, label: '1 h' },
  { spanMs: 6 * HOUR_MS, label: '6 h' },
  { spanMs: 24 * HOUR_MS, label: '24 h' },
  { spanMs: 7 * DAY_MS, label: '7 d' },
  { spanMs: 30 * DAY_MS, label: '30 d' },
  { spanMs: 90 * DAY_MS, label: '90 d' },
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
    <div className="range-bar" role="toolbar" aria-label="Time range">
      {SPANS.map(({ spanMs, label }) => (
        <button
          key={label}
          type="button"
          className="control"
          data-testid={`range-${label.replace(' ', '')}`}
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
          aria-label="Earlier"
          disabled={atStart}
          onClick={() => move(-1)}
        >
          ◀ Earlier
        </button>
        <button
          type="button"
          className="control"
          data-testid="range-forward"
          aria-label="Later"
          disabled={follows}
          onClick={() => move(1)}
        >
          Later ▶
        </button>
        {!follows && (
          <button
            type="button"
            className="control"
            data-testid="range-now"
            onClick={() => onChange({ kind: 'follow', spanMs: spanOf(window) })}
          >
            Now
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
