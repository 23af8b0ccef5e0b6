import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ReportWish } from '../../../shared/exports';
import type { CompareChoice } from '../../app/compare-address';
import { useBridge } from '../../data/setup-store';
import { usePlantTime, useStatus } from '../../data/use-live';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { CompareCharts } from './CompareCharts';
import { exportName } from './export/export-run';
import { exactnessText, type Seen } from './export/seen';
import { FigureTable } from './FigureTable';
import { columnSheets, figureColumns, orderedFigures, shareOf } from './figure-columns';
import { HeatMap } from './HeatMap';
import { heatSheets } from './heat-sheets';
import { madeText } from './made-text';
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
/** Wider tables are beneath one another: what does not fit would make the whole sheet smaller. */
const MOST_COLUMNS = 10;

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
  const sheets = useMemo(() => columnSheets(columns, MOST_COLUMNS), [columns]);
  // Ordered before they are laid out: a column that orders stands in one of the tables alone.
  const ordered = orderedFigures(rows, columns, choice.order);
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
          <p>{[`${t('compare.made')}: ${madeText(madeMs, frame)}`, exactnessText(isWhole)].join(' · ')}</p>
        </header>
        {sheets.map((sheet) => (
          <FigureTable key={sheet.map(({ key }) => key).join(' ')} rows={ordered} columns={sheet} />
        ))}
        <ReportStops frame={frame} onThere={setStopsThere} />
        {showsHours &&
          heatSheets(heat.rows).map((sheet) => (
            <section className="report-part" key={sheet[0]?.unit.workUnitId}>
              <h2>{t('compare.oeeByHour')}</h2>
              <HeatMap rows={sheet} isPaper />
            </section>
          ))}
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
