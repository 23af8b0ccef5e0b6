import { memo } from 'react';
import type { HistoryAnswer } from '../../../shared/history-frame';
import type { CatalogueUnit } from '../../../shared/protocol';
import { t } from '../../i18n/text';
import { CutName } from '../../ui/CutName';
import { FreshnessBadge } from '../../ui/FreshnessBadge';
import { unitLabel } from '../../ui/names';
import { StateStrip } from '../../ui/StateStrip';
import { FigureFactors } from '../common/FigureFactors';
import { newestMs } from '../common/unit-reading';
import { useUnitNow } from '../common/use-unit-reading';
import type { Density } from './fit-wall';
import { keyMetric } from './key-metric';
import { TileFactors } from './TileFactors';
import { TileHeadline } from './TileHeadline';
import { TileAlarm, TileMetric } from './TileMetric';
import { TileOee, TilePieces } from './TilePieces';
import { TileShift, TileShiftLines } from './TileShift';
import { TileTrend } from './TileTrend';
import { useTileFigure } from './use-tile-figure';
import './unit-tile.css';

interface Props {
  readonly unit: CatalogueUnit;
  /** Its line, where no title tells it. */
  readonly line: string | undefined;
  readonly density: Density;
  readonly trend: HistoryAnswer | undefined;
  readonly onOpen: (workUnitId: string) => void;
}

/** One work unit on the wall: state, OEE of the shift so far, factors, trend and freshness; a tap opens it. */
export const UnitTile = memo(function UnitTile({ unit, line, density, trend, onOpen }: Props) {
  const { reading, present, rules, moment } = useUnitNow(unit);
  const { state, stateWord, freshness, headline, factors } = reading;
  const { workUnitId } = unit;
  const shift = useTileFigure(workUnitId, headline, moment.nowMs);
  // Where the number has its age beside it, or nothing is old, the unit's name needs the room more.
  const isAgeBelow = freshness.state === 'live' || headline?.current === false;
  const isRoomy = density === 'roomy' || density === 'grand';
  const metric = keyMetric(unit, present, rules, moment);
  const alarm = metric?.beyond !== undefined && density !== 'grand' ? <TileAlarm metric={metric} /> : undefined;
  const pieces = shift?.told?.figure.pieces;
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
        <span className="tile-names">
          <span className="tile-name">
            <CutName name={unitLabel(unit)} />
          </span>
          {line !== undefined && (
            <span className="tile-line" data-may-be-cut="">
              {line}
            </span>
          )}
        </span>
        {isRoomy ? alarm : <FreshnessBadge freshness={freshness} isBrief={isAgeBelow} />}
      </span>
      <span className="tile-middle" data-shift={shift !== undefined} data-pieces={pieces !== undefined}>
        {shown === undefined && <span className="tile-caption">{t('wall.noSeries')}</span>}
        {shown !== undefined && shift === undefined && <TileHeadline {...shown} />}
        {shift !== undefined && pieces === undefined && <TileShift shift={shift} />}
        {shift !== undefined && pieces !== undefined && <TilePieces pieces={pieces} shift={shift} brief={!isRoomy} />}
        {isRoomy && shown !== undefined && (
          <span className="tile-side">
            {shift !== undefined && pieces !== undefined && <TileOee shift={shift} />}
            <TileTrend workUnitId={workUnitId} headline={shown.reading} answer={trend} nowMs={shown.nowMs} />
          </span>
        )}
        {shown !== undefined && shift !== undefined && (
          <TileShiftLines {...shown} shift={shift} alarm={isRoomy ? undefined : alarm} />
        )}
      </span>
      {density === 'grand' && metric !== undefined && (
        <TileMetric metric={metric} isNamed={metric.reading.series !== headline?.series} />
      )}
      {density !== 'dense' && (headline?.series.table === 'oee' || factors.length > 0) && (
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
