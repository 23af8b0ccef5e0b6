import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ReportWish } from '../../../shared/exports';
import type { CompareChoice } from '../../app/compare-address';
import { useBridge } from '../../data/setup-store';
import { usePlantTime, useStatus } from '../../data/use-live';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { zoneStampText } from '../../ui/zone-text';
import { CompareCharts } from './CompareCharts';
import { exportName } from './export/export-run';
import { exactnessText, type Seen } from './export/seen';
import { FigureTable } from './FigureTable';
import { figureColumns, shareOf } from './figure-columns';
import { HeatMap } from './HeatMap';
import { RangeNote } from './RangeNote';
import { ReportBar } from './ReportBar';
import { ReportStops } from './ReportStops';
import { useAgainst } from './use-against';
import type { CompareFrame } from './use-compare-frame';
import { useHeatRows } from './use-heat-rows';
import { useUnitFigures } from './use-unit-figures';
import './compare-report.css';

interface Props {
  readonly frame: CompareFrame;
  readonly choice: CompareChoice;
  readonly onBack: () => void;
}

/** Longer ranges have hours too narrow for paper. */
const MOST_HOURS = 49;

/** The comparison as a sheet to be printed: whose figures, of which time, the table, the hours, the charts. */
export function CompareReport({ frame, choice, onBack }: Props) {
  useLightPaper();
  const { sourceName } = useStatus();
  const bridge = useBridge();
  const [said, setSaid] = useState<string>();
  const [areChartsThere, setChartsThere] = useState(false);
  const [areStopsThere, setStopsThere] = useState(false);
  const madeMs = useMadeMs();
  const seen = useRef<Seen>(undefined);
  const { rows, loading: areRowsLoading } = useUnitFigures(frame);
  const heat = useHeatRows(frame);
  const against = useAgainst(frame, choice);
  const columns = useMemo(() => figureColumns(frame.series, against), [frame.series, against]);
  const loading = areRowsLoading || against?.loading === true;
  const print = async (paper: ReportWish['paper']) => {
    if (bridge === undefined) return globalThis.print();
    setSaid(undefined);
    const { isSaved, sentence } = await bridge.reportPrint({ name: exportName(madeMs, 'pdf'), paper });
    setSaid(isSaved ? t('compare.exported') : sentence && told(sentence));
  };
  const isWhole = rows.every((row) => (shareOf(row) ?? 1) === 1);
  const showsHours = heat.rows.length > 0 && (heat.rows[0]?.cells.length ?? 0) <= MOST_HOURS;
  return (
    <main className="report-view" data-testid="compare">
      <ReportBar
        isOwnWindow={bridge !== undefined}
        isReady={!loading && !heat.loading && areChartsThere && areStopsThere}
        {...{ said, onBack }}
        onPrint={print}
      />
      <article className="report" data-testid="report" data-loading={loading || heat.loading || !areStopsThere}>
        <header>
          <h1>{t('compare.reportTitle')}</h1>
          <p className="report-plant">{sourceName}</p>
          <RangeNote frame={frame} against={against} />
          <p>{[`${t('compare.made')}: ${zoneStampText(madeMs, 'UTC')} UTC`, exactnessText(isWhole)].join(' · ')}</p>
        </header>
        <FigureTable rows={rows} columns={columns} order={choice.order} />
        <ReportStops frame={frame} onThere={setStopsThere} />
        {showsHours && (
          <section className="report-part">
            <h2>{t('compare.oeeByHour')}</h2>
            <HeatMap rows={heat.rows} isPaper />
          </section>
        )}
        <section>
          <CompareCharts {...{ frame, choice, seen }} onRangeChange={ignore} onThere={setChartsThere} isPaper />
        </section>
        <p className="compare-rule">{t('compare.tableRule')}</p>
      </article>
    </main>
  );
}

const ignore = () => undefined;

/** Paper is light, whatever the screen is. */
function useLightPaper(): void {
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    const { theme } = dataset;
    dataset.theme = 'light';
    return () => {
      dataset.theme = theme ?? 'light';
    };
  }, []);
}

/** When the sheet was opened: the first plant time that is known. */
function useMadeMs(): number {
  const nowMs = usePlantTime();
  const made = useRef(0);
  if (made.current === 0) made.current = nowMs;
  return made.current;
}
