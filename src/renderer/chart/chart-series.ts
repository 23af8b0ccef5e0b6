import type { HistoryAnswer } from '../../shared/history-frame';
import type { SeriesTable } from '../../shared/series';
import { numberText, valueParts } from '../ui/value-text';
import type { FullShown } from './full-picture';
import type { Tail } from './samples';

/** One series of a {@link HistoryChart}. */
export interface ChartSeries {
  readonly table: SeriesTable;
  /** Undefined while nothing has come yet: the tail alone is drawn. */
  readonly answer: HistoryAnswer | undefined;
  readonly tail: Tail;
  readonly label: string;
  readonly unit: string | null;
  /** From 0; --series-1 is the first. */
  readonly colourIndex: number;
  readonly lowLimit?: number;
  readonly highLimit?: number;
  readonly target?: number;
  /** What was shown of it before, the answer first: it stays where the answer does not reach. Kept by identity. */
  readonly kept?: readonly HistoryAnswer[];
  /** Every sample, where it is shown: drawn in place of the answer's level as far as it reaches. */
  readonly full?: FullShown;
  /** For a metric of codes: each code's word, by the code as text. Such a series is drawn in steps. */
  readonly words?: Readonly<Record<string, string>>;
}

/** Whether values are scores: fractions, shown in percent. */
export function isScore(series: ChartSeries): boolean {
  return series.table === 'oee';
}

/** The scale that a series is drawn on: one for each unit, so that equal units can be compared. */
export function scaleOf(series: ChartSeries): string {
  if (series.words !== undefined) return `words:${series.label}`;
  return isScore(series) ? '%' : `y:${series.unit ?? ''}`;
}

/** The word of a code; undefined for a code that has none, and for an average of several. */
export function wordOf(words: Readonly<Record<string, string>>, value: number): string | undefined {
  const code = String(value);
  return Object.hasOwn(words, code) ? words[code] : undefined;
}

/** A value of the series for a person. */
export function seriesValueText(series: ChartSeries, value: number): string {
  if (series.words !== undefined) return wordOf(series.words, value) ?? numberText(value);
  const { number, unit } = valueParts(isScore(series) ? 'oee' : 'metric', value, series.unit);
  return `${number} ${unit}`.trimEnd();
}

/** Distinct scales in the order of their first series. */
export function scalesOf(series: readonly ChartSeries[]): readonly string[] {
  return [...new Set(series.map(scaleOf))];
}
