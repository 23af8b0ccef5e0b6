import { t } from '../../i18n/text';
import { unitLabel } from '../../ui/names';
import { valueParts } from '../../ui/value-text';
import { zoneDateText, zoneTimeText } from '../../ui/zone-text';
import type { HeatPlace, HeatRow } from './HeatMap';
import type { HeatCell, HeatState } from './heat-rows';

/** What an hour without a value is called. */
export const STATE_TEXTS: Readonly<Record<Exclude<HeatState, 'value'>, string>> = {
  planned: t('compare.planned'),
  empty: t('compare.noSamples'),
  preparing: t('compare.preparing'),
  unknown: t('compare.notOnBoard'),
  ahead: t('compare.ahead'),
  outside: t('compare.outside'),
};

interface Props {
  readonly rows: readonly HeatRow[];
  /** Undefined while none is chosen. */
  readonly place: HeatPlace | undefined;
  readonly onMove: (down: number, right: number) => void;
}

/** What the chosen cell says, in words, and the way to its neighbours for fingers. */
export function HeatReadout({ rows, place, onMove }: Props) {
  const row = place && rows[place.row];
  const cell = place && row?.cells[place.hour];
  return (
    <div className="heat-readout">
      <button
        type="button"
        className="control"
        aria-label={t('compare.hourBefore')}
        data-testid="heat-before"
        onClick={() => onMove(0, -1)}
      >
        ◀
      </button>
      <button
        type="button"
        className="control"
        aria-label={t('compare.hourAfter')}
        data-testid="heat-after"
        onClick={() => onMove(0, 1)}
      >
        ▶
      </button>
      <output data-testid="heat-readout">
        {row === undefined || cell === undefined ? t('compare.readHint') : readoutText(row, cell)}
      </output>
    </div>
  );
}

/** "Press 1 · 2026-11-25 14:00 – 15:00 · 83.4 % · 360 samples". */
export function readoutText({ unit, zone }: HeatRow, cell: HeatCell): string {
  const when = `${zoneDateText(cell.fromMs, zone)} ${zoneTimeText(cell.fromMs, zone)} – ${zoneTimeText(cell.toMs, zone)}`;
  const parts = [unitLabel(unit), when];
  if (cell.state !== 'value') parts.push(STATE_TEXTS[cell.state]);
  if (cell.average !== undefined) {
    const { number, unit: percent } = valueParts('oee', cell.average, null);
    parts.push(`OEE ${number} ${percent}`, t('compare.sampleCount', { count: cell.count }));
  }
  return parts.join(' · ');
}
