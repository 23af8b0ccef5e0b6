import type uPlot from 'uplot';
import type { HistoryAnswer } from '../../shared/history-frame';
import type { TimeRange } from '../../shared/time';
import { t } from '../i18n/text';
import { unknownText } from './chart-caption';
import type { ChartData } from './chart-data';
import type { ChartSeries } from './chart-series';
import { type ChartTheme, seriesColour } from './chart-theme';
import { dashPattern, dotPattern, fillPattern, type Pattern, stripePattern } from './patterns';
import { united } from './ranges';

/** What the painters need; they run inside uPlot's hooks and read the newest of it. */
export interface Painting {
  readonly data: ChartData;
  readonly series: readonly ChartSeries[];
  readonly theme: ChartTheme;
  readonly range: TimeRange;
}

/** A stretch narrower than this (CSS px) is left to the break in the line. */
const LEAST_HATCH_PX = 2;
const LABEL_PAD_PX = 12;
/** Height, and least width, of the bar over a revised stretch. */
const REVISED_PX = 4;
/** Height of the bar under a stretch of uncertain times. */
const FOOT_PX = 3;
/** Height of each series' lane of missing stretches, where there are several. */
export const LANE_PX = 7;
/** Under a lane's hatching, which alone is hard to see at this height. */
const LANE_ALPHA = 0.22;

/** What is being read passes at once as a rule: tinted, where a pattern would flicker. */
const UNREAD_ALPHA = 0.35;

/** Behind everything: the ground hatched where data is missing, dotted where it is still being made, dashed where it is not known, tinted where it is being read. */
export function paintGround(plot: uPlot, { data, series, theme }: Painting): void {
  const stripes = stripePattern(theme.rule);
  const dots = dotPattern(theme.accent);
  for (const gap of data.gaps) {
    fillStretch(plot, gap, stripes);
    label(plot, gap, t('chart.noData'), theme);
  }
  for (const stretch of data.preparing) {
    fillStretch(plot, stretch, dots);
    label(plot, stretch, t('chart.preparing'), theme);
  }
  const dashes = dashPattern(theme.inkQuiet);
  for (const stretch of data.unknown) {
    fillStretch(plot, stretch, dashes);
    label(plot, stretch, unknownText(data.unknownWhy), theme);
  }
  for (const stretch of data.unread) {
    plot.ctx.globalAlpha = UNREAD_ALPHA;
    fillStretch(plot, stretch, theme.rule);
    plot.ctx.globalAlpha = 1;
    label(plot, stretch, t('chart.reading'), theme);
  }
  for (const stretch of data.revised) markRevised(plot, stretch, theme);
  const footed = (of: (answer: HistoryAnswer) => readonly TimeRange[] | undefined, text: string) => {
    for (const stretch of united(series.flatMap(({ answer }) => (answer && of(answer)) ?? []))) {
      fillStretch(plot, stretch, theme.inkQuiet, 'foot');
      label(plot, stretch, text, theme);
    }
  };
  footed(({ onlyOnBoard }) => onlyOnBoard, t('chart.onBoardOnly'));
  footed(({ ambiguous }) => ambiguous, t('chart.clocksSetBack'));
  if (series.length < 2) return;
  // With several series each one's own missing stretches show in a lane of its colour at the bottom.
  data.pictures.forEach((picture, at) => {
    const shown = series[at];
    if (shown === undefined) return;
    const colour = seriesColour(theme, shown.colourIndex);
    plot.ctx.globalAlpha = LANE_ALPHA;
    for (const gap of picture.gaps) fillStretch(plot, gap, colour, at);
    plot.ctx.globalAlpha = 1;
    for (const gap of picture.gaps) fillStretch(plot, gap, stripePattern(colour), at);
    for (const stretch of picture.preparing) fillStretch(plot, stretch, dotPattern(colour), at);
    for (const stretch of picture.unknown) fillStretch(plot, stretch, dashPattern(colour), at);
  });
}

/** Device px of the stretch on the plot, clipped to it; undefined where it is too narrow to show. */
function edges(plot: uPlot, { fromMs, toMs }: TimeRange): { readonly x: number; readonly width: number } | undefined {
  const { left, width } = plot.bbox;
  const from = Math.max(left, plot.valToPos(fromMs, 'x', true));
  const to = Math.min(left + width, plot.valToPos(toMs, 'x', true));
  return to - from < LEAST_HATCH_PX * devicePixelRatio ? undefined : { x: from, width: to - from };
}

/**
 * @param fill undefined fills nothing
 * @param lane of a series, counted from the bottom; the foot is a thin bar at the very bottom; else the whole height
 */
function fillStretch(
  plot: uPlot,
  stretch: TimeRange,
  fill: Pattern | string | undefined,
  lane?: number | 'foot',
): void {
  const span = edges(plot, stretch);
  if (span === undefined || fill === undefined) return;
  const rect = { ...span, ...heights(plot, lane) };
  if (typeof fill === 'string') {
    plot.ctx.fillStyle = fill;
    plot.ctx.fillRect(rect.x, rect.y, rect.width, rect.height);
  } else fillPattern(plot.ctx, fill, rect);
}

function heights({ bbox: { top, height } }: uPlot, lane: number | 'foot' | undefined) {
  if (lane === undefined) return { y: top, height };
  const footPx = FOOT_PX * devicePixelRatio;
  if (lane === 'foot') return { y: top + height - footPx, height: footPx };
  const lanePx = LANE_PX * devicePixelRatio;
  return { y: top + height - (lane + 1) * lanePx, height: lanePx - 1 };
}

/** A bar along the top: the values are right, only news; it must be seen however short the stretch is. */
function markRevised(plot: uPlot, { fromMs, toMs }: TimeRange, theme: ChartTheme): void {
  const { left, width, top } = plot.bbox;
  const leastPx = REVISED_PX * devicePixelRatio;
  const from = Math.max(left, plot.valToPos(fromMs, 'x', true));
  const to = Math.min(left + width, Math.max(plot.valToPos(toMs, 'x', true), from + leastPx));
  if (to <= from) return;
  plot.ctx.fillStyle = theme.accent;
  plot.ctx.fillRect(from, top, to - from, leastPx);
}

function label(plot: uPlot, stretch: TimeRange, text: string, theme: ChartTheme): void {
  const span = edges(plot, stretch);
  if (span === undefined) return;
  const { ctx } = plot;
  const fontPx = theme.fontPx * 0.8 * devicePixelRatio;
  ctx.save();
  ctx.font = `${fontPx}px ${theme.fontFamily}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  const textWidth = ctx.measureText(text).width;
  const pad = LABEL_PAD_PX * devicePixelRatio;
  if (textWidth + 2 * pad <= span.width) {
    const x = span.x + span.width / 2;
    const y = plot.bbox.top + plot.bbox.height / 2;
    ctx.fillStyle = theme.panel;
    ctx.fillRect(x - textWidth / 2 - pad / 2, y - fontPx, textWidth + pad, 2 * fontPx);
    ctx.fillStyle = theme.inkQuiet;
    ctx.fillText(text, x, y);
  }
  ctx.restore();
}
