import { memo } from 'react';
import type { HistoryAnswer } from '../../../shared/history-frame';
import type { CatalogueUnit } from '../../../shared/protocol';
import { FreshnessBadge } from '../../ui/FreshnessBadge';
import { unitLabel } from '../../ui/names';
import { StateStrip } from '../../ui/StateStrip';
import { FigureFactors } from '../common/FigureFactors';
import { newestMs } from '../common/unit-reading';
import { useUnitNow } from '../common/use-unit-reading';
import type { Density } from './fit-wall';
import { TileFactors } from './TileFactors';
import { TileHeadline } from './TileHeadline';
import { TileShift, TileShiftLines } from './TileShift';
import { TileTrend } from './TileTrend';
import { useTileFigure } from './use-tile-figure';
import './unit-tile.css';

interface Props {
  readonly unit: CatalogueUnit;
  readonly density: Density;
  readonly trend: HistoryAnswer | undefined;
  readonly onOpen: (workUnitId: string) => void;
}

/** One work unit on the wall: state, OEE of the shift so far, factors, trend and freshness; a tap opens it. */
export const UnitTile = memo(function UnitTile({ unit, density, trend, onOpen }: Props) {
  const { reading, present, moment } = useUnitNow(unit);
  const { state, stateWord, freshness, headline, factors } = reading;
  const { workUnitId } = unit;
  const shift = useTileFigure(workUnitId, headline, moment.nowMs);
  const isRoomy = density === 'roomy';
  const shown = headline && {
    ...{ workUnitId, reading: headline, nowMs: moment.nowMs, sourceAheadMs: present.sourceAheadMs, brief: !isRoomy },
  };
  return (
    <button
      type="button"
      className="unit-tile"
      data-testid="unit-tile"
      data-work-unit-id={workUnitId}
      data-freshness={freshness.state}
      data-state={state}
      data-newest-ms={newestMs(unit, present)}
      onClick={() => onOpen(workUnitId)}
    >
      <StateStrip state={state} word={stateWord}>
        {isRoomy && <FreshnessBadge freshness={freshness} />}
      </StateStrip>
      <span className="tile-top">
        <span className="tile-name">{unitLabel(unit)}</span>
        {!isRoomy && <FreshnessBadge freshness={freshness} />}
      </span>
      <span className="tile-middle" data-shift={shift !== undefined}>
        {shown === undefined && <span className="tile-caption">No series yet</span>}
        {shown !== undefined && shift === undefined && <TileHeadline {...shown} />}
        {shift !== undefined && <TileShift shift={shift} />}
        {isRoomy && shown !== undefined && (
          <TileTrend workUnitId={workUnitId} headline={shown.reading} answer={trend} nowMs={shown.nowMs} />
        )}
        {shown !== undefined && shift !== undefined && <TileShiftLines {...shown} shift={shift} />}
      </span>
      {density !== 'dense' && (shift !== undefined || factors.length > 0) && (
        <span className="tile-factors">
          {shift === undefined ? (
            <TileFactors factors={factors} />
          ) : (
            <FigureFactors figure={shift.told?.figure} current={shift.current} />
          )}
        </span>
      )}
    </button>
  );
});
