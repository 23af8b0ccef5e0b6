import { useSyncExternalStore } from 'react';
import { t } from '../i18n/text';
import { momentText } from '../ui/time-text';
import { type ChartReading, newestReading, readingAt } from './chart-reading';
import { type ChartSeries, scaleOf, scalesOf, seriesValueText } from './chart-series';
import { dashOf, seriesColour } from './chart-theme';
import type { CursorStore } from './cursor-store';
import type { PlotState } from './plot-options';
import type { SeriesPicture } from './series-picture';

interface Props {
  readonly painting: PlotState;
  /** How many scales have an axis; a series on another one says so. */
  readonly axes: number;
  /** What it points at is told; while it points at nothing the newest points are. */
  readonly cursor: CursorStore;
  readonly nowMs: number;
}

/** More series than this, and each is told in short: the legend must not take the plot's room. */
const MOST_DETAILED = 2;

/** Names the series and says what each is at the cursor, out of all its points and not only the drawn ones. */
export function ChartLegend({ painting, axes, cursor, nowMs }: Props) {
  const cursorMs = useSyncExternalStore(cursor.on, cursor.timeMs);
  const { series, theme } = painting;
  const withAxis = scalesOf(series).slice(0, axes);
  return (
    <ul className="chart-legend">
      {series.map((each, at) => {
        const picture = painting.data.pictures[at];
        if (picture === undefined) return null;
        const reading = cursorMs === undefined ? newestReading(picture, painting.range) : readingAt(picture, cursorMs);
        return (
          <li key={each.label}>
            <LineSample
              colour={seriesColour(theme, each.colourIndex)}
              dash={series.length > 1 ? each.colourIndex : 0}
            />
            <span className="chart-legend-name">{each.label}</span>
            <b>{readingText(each, reading)}</b>
            <Violation of={violationOf(each, reading)} />
            <span className="chart-legend-detail">
              {detailText(each, picture, reading, { nowMs, isBrief: series.length > MOST_DETAILED })}
              {withAxis.includes(scaleOf(each)) ? '' : `, ${t('chart.ownScale')}`}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** A piece of the line as it is drawn. */
function LineSample({ colour, dash }: { readonly colour: string; readonly dash: number }) {
  return (
    <svg className="chart-swatch" viewBox="0 0 24 8" aria-hidden="true">
      <path
        d="M0 4H24"
        stroke={colour}
        strokeWidth="3"
        strokeDasharray={dashOf(dash)
          .map((lines) => 1.6 * lines)
          .join(' ')}
      />
    </svg>
  );
}

/** Which limit the point, or a sample behind it, is outside of. */
function violationOf({ lowLimit, highLimit }: ChartSeries, reading: ChartReading): 'above' | 'below' | undefined {
  if (reading.kind !== 'value') return undefined;
  if (highLimit !== undefined && reading.max > highLimit) return 'above';
  return lowLimit !== undefined && reading.min < lowLimit ? 'below' : undefined;
}

/** In a small chart the sign alone is seen; its word is still heard. */
function Violation({ of }: { readonly of: ReturnType<typeof violationOf> }) {
  if (of === undefined) return null;
  return (
    <b className="chart-violation">
      {of === 'above' ? '▲' : '▼'}
      <span className="chart-violation-word"> {t(of === 'above' ? 'chart.above' : 'chart.below')}</span>
    </b>
  );
}

function readingText(series: ChartSeries, reading: ChartReading): string {
  if (reading.kind === 'value') {
    // The average of codes is no code.
    if (series.words !== undefined && reading.min !== reading.max) return t('chart.several');
    return seriesValueText(series, reading.value);
  }
  return {
    'no-data': () => t('chart.noData'),
    preparing: () => t('chart.preparing'),
    'not-on-board': () => t('chart.unknownPlantAway'),
    unknown: () => '–',
  }[reading.kind]();
}

function detailText(
  series: ChartSeries,
  picture: SeriesPicture,
  reading: ChartReading,
  { nowMs, isBrief }: { readonly nowMs: number; readonly isBrief: boolean },
): string {
  if (reading.kind !== 'value') return '';
  const moment = momentText(reading.timeMs, nowMs);
  if (isBrief) return moment;
  if (picture.resolution === 'raw' || reading.isSample === true) return t('chart.at', { moment });
  const { min, max } = reading;
  const [low, high] = [seriesValueText(series, min), seriesValueText(series, max)];
  // An average of equal samples may differ from them in its last bit: what counts is what can be read.
  if (low === high) return t('chart.around', { moment });
  return t(series.words === undefined ? 'chart.averageBetween' : 'chart.between', { moment, low, high });
}
