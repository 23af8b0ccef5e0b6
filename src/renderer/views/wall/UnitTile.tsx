import { memo } from 'react';
import type { HistoryAnswer } from '../../../shared/history-frame';
import type { CatalogueUnit } from '../../../shared/protocol';
import { FreshnessBadge } from '../../ui/FreshnessBadge';
import { unitLabel } from '../../ui/names';
import { StateStrip } from '../../ui/StateStrip';
import { newestMs } from '../common/unit-reading';
import { useUnitNow } from '../common/use-unit-reading';
import type { Density } from './fit-wall';
import { TileFactors } from './TileFactors';
import { TileHeadline } from './TileHeadline';
import { TileTrend } from './TileTrend';
import './unit-tile.css';

interface Props {
  readonly unit: CatalogueUnit;
  readonly density: Density;
  readonly trend: HistoryAnswer | undefined;
  readonly onOpen: (workUnitId: string) => void;
}

/** One work unit on the wall: state, large number, factors, trend and freshness; a tap opens it. */
export const UnitTile = memo(function UnitTile({ unit, density, trend, onOpen }: Props) {
  const { reading, present, moment } = useUnitNow(unit);
  const { state, stateWord, freshness, headline, factors } = reading;
  return (
    <button
      type="button"
      className="unit-tile"
      data-testid="unit-tile"
      data-work-unit-id={unit.workUnitId}
      data-freshness={freshness.state}
      data-state={state}
      data-newest-ms={newestMs(unit, present)}
      onClick={() => onOpen(unit.workUnitId)}
    >
      <StateStrip state={state} word={stateWord}>
        {density === 'roomy' && <FreshnessBadge freshness={freshness} />}
      </StateStrip>
      <span className="tile-top">
        <span className="tile-name">{unitLabel(unit)}</span>
        {density !== 'roomy' && <FreshnessBadge freshness={freshness} />}
      </span>
      <span className="tile-middle">
        {headline === undefined ? (
          <span className="tile-caption">No series yet</span>
        ) : (
          <TileHeadline
            workUnitId={unit.workUnitId}
            reading={headline}
            nowMs={moment.nowMs}
            sourceAheadMs={present.sourceAheadMs}
            brief={density !== 'roomy'}
          />
        )}
        {density === 'roomy' && headline !== undefined && (
          <TileTrend workUnitId={unit.workUnitId} headline={headline} answer={trend} nowMs={moment.nowMs} />
        )}
      </span>
      {density !== 'dense' && factors.length > 0 && <TileFactors factors={factors} />}
    </button>
  );
});
