import { t } from '../../i18n/text';
import { HeatMap } from './HeatMap';
import { RangeNote } from './RangeNote';
import type { CompareFrame } from './use-compare-frame';
import { useHeatRows } from './use-heat-rows';

/** The OEE of each unit, hour by hour. */
export function CompareHeat({ frame }: { readonly frame: CompareFrame }) {
  const { rows, loading, failure } = useHeatRows(frame);
  return (
    <div className="compare-sheet" data-testid="compare-heat" data-loading={loading}>
      <RangeNote frame={frame} />
      {failure !== undefined && <p className="compare-note">{t('compare.failed', { why: failure })}</p>}
      {rows.length === 0 ? <p className="compare-note">{t('compare.noOee')}</p> : <HeatMap rows={rows} />}
      <p className="compare-rule">{t('compare.heatRule')}</p>
    </div>
  );
}
