import { type KeyboardEvent, memo, type PointerEvent, useState } from 'react';
import type { CatalogueUnit } from '../../../shared/protocol';
import { t } from '../../i18n/text';
import { unitLabel } from '../../ui/names';
import { useSize } from '../../ui/use-size';
import { zoneDayText, zoneTimeText } from '../../ui/zone-text';
import { HeatLegend } from './HeatLegend';
import { HeatReadout } from './HeatReadout';
import { type HeatCell, heatStep } from './heat-rows';
import './heat-map.css';

export interface HeatRow {
  readonly unit: CatalogueUnit;
  readonly cells: readonly HeatCell[];
  /** Of the line's clocks; null: this screen's. */
  readonly zone: string | null;
}

/** Narrower cells are read one by one, on a tap or with the arrows; by the text's size where that is large. */
const NUMBER_FROM_PX = 34;
const NUMBER_FROM_EM = 1.55;
/** The names' column, by the text's size: as in heat-map.css. */
const NAMES_EM = 9;

export interface HeatPlace {
  readonly row: number;
  readonly hour: number;
}

/** OEE by unit and hour: one row a unit, one column an hour; a tap or the arrows read a cell. */
export function HeatMap({ rows, isPaper = false }: { readonly rows: readonly HeatRow[]; readonly isPaper?: boolean }) {
  const [ref, size] = useSize<HTMLElement>();
  const [place, setPlace] = useState<HeatPlace>();
  const hours = rows[0]?.cells.length ?? 0;
  const fontPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const cellPx = ((size?.widthPx ?? 0) - NAMES_EM * fontPx) / Math.max(1, hours);
  const move = (down: number, right: number) =>
    setPlace(({ row, hour } = { row: 0, hour: 0 }) => ({
      row: Math.max(0, Math.min(rows.length - 1, row + down)),
      hour: Math.max(0, Math.min(hours - 1, hour + right)),
    }));
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    move(...step);
  };
  const onTap = ({ target }: PointerEvent) => {
    const { row, hour } = target instanceof HTMLElement ? target.dataset : {};
    if (row !== undefined && hour !== undefined) setPlace({ row: Number(row), hour: Number(hour) });
  };
  const shown = place && rows[place.row]?.cells[place.hour] ? place : undefined;
  return (
    <div className="heat" data-testid="heat-map">
      {!isPaper && <HeatReadout rows={rows} place={shown} onMove={move} />}
      <section
        className="heat-grid"
        ref={ref}
        role="application"
        tabIndex={isPaper ? undefined : 0}
        aria-label={t('compare.heatLabel')}
        onKeyDown={onKeyDown}
        onPointerDown={onTap}
      >
        <HourScale row={rows[0]} hours={hours} cellPx={cellPx} markPx={MARK_EM * fontPx} />
        {rows.map((row, at) => (
          <UnitRow
            key={row.unit.workUnitId}
            row={row}
            at={at}
            showsNumbers={cellPx >= Math.max(NUMBER_FROM_PX, NUMBER_FROM_EM * fontPx)}
            chosen={shown?.row === at ? shown.hour : undefined}
          />
        ))}
      </section>
      <HeatLegend />
    </div>
  );
}

const STEPS: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, Number.NEGATIVE_INFINITY],
  End: [0, Number.POSITIVE_INFINITY],
};

/** Wide enough for a time beside the next, by the text's size. */
const MARK_EM = 3.7;

/** The hours above the cells: as many as have room, with the date where a new one begins. */
function HourScale({
  row,
  hours,
  cellPx,
  markPx,
}: {
  readonly row: HeatRow | undefined;
  readonly hours: number;
  readonly cellPx: number;
  readonly markPx: number;
}) {
  if (row === undefined || cellPx <= 0) return null;
  const every = [1, 2, 3, 4, 6, 8, 12, 24].find((step) => step * cellPx >= markPx) ?? 24;
  const { zone } = row;
  return (
    <div className="heat-row heat-hours" aria-hidden="true">
      <span className="heat-name" />
      {row.cells.map(({ fromMs }, at) => {
        const clock = zoneTimeText(fromMs, zone);
        const isNewDay = at === 0 || zoneDayText(fromMs, zone) !== zoneDayText(fromMs - 3_600_000, zone);
        const hasRoom = (hours - at) * cellPx >= markPx;
        const isMarked = hasRoom && (every >= 24 ? isNewDay : Number(clock.slice(0, 2)) % every === 0);
        return (
          <span className="heat-hour" key={fromMs}>
            {isMarked && <b>{isNewDay && every > 1 ? zoneDayText(fromMs, zone) : clock}</b>}
          </span>
        );
      })}
    </div>
  );
}

interface RowProps {
  readonly row: HeatRow;
  readonly at: number;
  readonly showsNumbers: boolean;
  readonly chosen: number | undefined;
}

/** One unit's hours; drawn anew only where they, or the chosen one, change. */
const UnitRow = memo(function UnitRow({ row: { unit, cells }, at, showsNumbers, chosen }: RowProps) {
  return (
    <div className="heat-row" data-work-unit-id={unit.workUnitId}>
      <span className="heat-name">{unitLabel(unit)}</span>
      {cells.map(({ fromMs, state, average, count }, hour) => (
        <span
          key={fromMs}
          className="heat-cell"
          data-row={at}
          data-hour={hour}
          data-state={state}
          data-step={state === 'value' && average !== undefined ? heatStep(average) : undefined}
          data-from-ms={fromMs}
          data-average={average}
          data-count={count}
          data-chosen={chosen === hour}
        >
          {showsNumbers && state === 'value' && average !== undefined && Math.round(average * 100)}
        </span>
      ))}
    </div>
  );
});
