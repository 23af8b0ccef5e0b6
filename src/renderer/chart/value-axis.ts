import type uPlot from 'uplot';
import { shortText } from '../i18n/format';
import { isPlain, numberText } from '../ui/value-text';
import { type ChartSeries, scaleOf, scalesOf, wordOf } from './chart-series';
import { type ChartTheme, seriesColour } from './chart-theme';

/** A chart narrower than this has one axis at its right, a wider one two; further scales are named in the legend. */
const WIDE_CHART_PX = 1_100;
/** Width of a digit, in text sizes. */
const DIGIT_EM = 0.62;
const AXIS_TEXT_EM = 0.75;

/** How many axes of values a chart of this width has room for. */
export function axisCount(widthPx: number): number {
  return widthPx >= WIDE_CHART_PX ? 3 : 2;
}

/** What all axes share: quiet ink, and a size that follows the page's text. */
export function axisBase(theme: ChartTheme): uPlot.Axis {
  return {
    stroke: theme.inkQuiet,
    // Whole pixels: uPlot reads the size out of this text and knows no decimal point.
    font: `${Math.round(theme.fontPx * AXIS_TEXT_EM)}px ${theme.fontFamily}`,
    grid: { stroke: theme.rule, width: 0.5 },
    ticks: { stroke: theme.rule, width: 0.5, size: 5 },
  };
}

/** The colour of a scale's axis: its series' own where it has but one and there are other scales, else quiet. */
export function axisColour(scale: string, series: readonly ChartSeries[], theme: ChartTheme): string {
  const mine = series.filter((each) => scaleOf(each) === scale);
  const only = mine.length === 1 ? mine[0] : undefined;
  return only === undefined || scalesOf(series).length === 1 ? theme.inkQuiet : seriesColour(theme, only.colourIndex);
}

/** An axis of values as wide as its labels: the first at the left with the grid, others at the right. */
export function valueAxis(
  scale: string,
  at: number,
  { series, theme }: { readonly series: readonly ChartSeries[]; readonly theme: ChartTheme },
): uPlot.Axis {
  const words = series.find((each) => scaleOf(each) === scale)?.words;
  const text = (tick: number) => {
    if (words !== undefined) return wordOf(words, tick) ?? '';
    return scale === '%' ? percentTick(tick) : tickText(tick);
  };
  return {
    ...axisBase(theme),
    ...(at > 0 && { grid: { show: false } }),
    ...(words !== undefined && { incrs: [1, 2, 5, 10] }),
    stroke: axisColour(scale, series, theme),
    scale,
    side: at === 0 ? 3 : 1,
    size: (_, labels) => axisWidthPx(labels, theme),
    space: theme.fontPx * 1.9,
    values: (_, ticks) => ticks.map(text),
  };
}

function axisWidthPx(labels: readonly string[] | null | undefined, theme: ChartTheme): number {
  const longest = Math.max(3, ...(labels ?? []).map((label) => label.length));
  return Math.ceil((longest * DIGIT_EM * AXIS_TEXT_EM + 1.2) * theme.fontPx);
}

/** 0.85 → "85 %"; ticks are round numbers: digits that say nothing are left out, and so is what floats add to them. */
export function percentTick(tick: number): string {
  return `${shortText(Number((tick * 100).toFixed(3)))} %`;
}

export function tickText(tick: number): string {
  return isPlain(tick) ? shortText(tick) : numberText(tick);
}
