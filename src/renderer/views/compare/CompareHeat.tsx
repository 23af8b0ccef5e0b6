import { type RefObject, useEffect } from 'react';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { resolutionText, type Seen } from './export/seen';
import { heatCsv } from './export/sheet-csv';
import { HeatMap } from './HeatMap';
import { RangeNote } from './RangeNote';
import type { CompareFrame } from './use-compare-frame';
import { useHeatRows } from './use-heat-rows';

interface Props {
  readonly frame: CompareFrame;
  /** Told what is shown, to be taken along. */
  readonly seen: RefObject<Seen | undefined>;
}

/** The OEE of each unit, hour by hour. */
export function CompareHeat({ frame, seen }: Props) {
  const { rows, loading, failure } = useHeatRows(frame);
  useEffect(() => {
    const isWhole = rows.every(({ cells }) => cells.every(({ state }) => state !== 'unknown' && state !== 'preparing'));
    const resolution = resolutionText('1hour');
    seen.current = loading ? undefined : { kind: 'sheet', csv: () => heatCsv(rows), resolution, isWhole };
  }, [seen, rows, loading]);
  return (
    <div className="compare-sheet" data-testid="compare-heat" data-loading={loading}>
      <RangeNote frame={frame} />
      {failure !== undefined && <p className="compare-note">{t('compare.failed', { why: told(failure) })}</p>}
      {rows.length === 0 ? <p className="compare-note">{t('compare.noOee')}</p> : <HeatMap rows={rows} />}
      <p className="compare-rule">{t('compare.heatRule')}</p>
    </div>
  );
}
