import { momentText } from '../ui/time-text';
import { type ChartReading, newestReading, readingAt } from './chart-reading';
import { type ChartSeries, seriesValueText } from './chart-series';
import { type ChartTheme, seriesColour } from './chart-theme';
import type { SeriesPicture } from './series-picture';

interface Props {
  readonly series: readonly ChartSeries[];
  readonly pictures: readonly SeriesPicture[];
  readonly theme: ChartTheme;
  /** Time under the cursor; without one the newest points are named. */
  readonly cursorMs: number | undefined;
  readonly nowMs: number;
}

/** Names the series and says what each is at the cursor, out of all its points and not only the drawn ones. */
export function ChartLegend({ series, pictures, theme, cursorMs, nowMs }: Props) {
  return (
    <ul className="chart-legend">
      {series.map((each, at) => {
        const picture = pictures[at];
        if (picture === undefined) return null;
        const reading = cursorMs === undefined ? newestReading(picture) : readingAt(picture, cursorMs);
        return (
          <li key={each.label}>
            <i className="chart-swatch" style={{ backgroundColor: seriesColour(theme, each.colourIndex) }} />
            <span className="chart-legend-name">{each.label}</span>
            <b>{readingText(each, reading)}</b>
            <span className="chart-legend-detail">{detailText(each, picture, reading, nowMs)}</span>
          </li>
        );
      })}
    </ul>
  );
}

function readingText(series: ChartSeries, reading: ChartReading): string {
  if (reading.kind === 'value') return seriesValueText(series, reading.value);
  return { 'no-data': 'no data', preparing: 'being prepared', unknown: '–' }[reading.kind];
}

function detailText(series: ChartSeries, picture: SeriesPicture, reading: ChartReading, nowMs: number): string {
  if (reading.kind !== 'value') return '';
  const at = momentText(reading.timeMs, nowMs);
  if (picture.resolution === 'raw') return `at ${at}`;
  return `average around ${at}, ${seriesValueText(series, reading.min)} to ${seriesValueText(series, reading.max)}`;
}
