import { OEE_SCORES, type SeriesTable } from '../../shared/series';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/time';
import type { TimeWindow } from '../data/time-window';

/** A series of the unit whose view it is in. */
export interface UnitSeries {
  readonly table: SeriesTable;
  readonly name: string;
}

export const DEFAULT_WINDOW: TimeWindow = { kind: 'follow', spanMs: HOUR_MS };
/** Windows outside of these bounds come from a damaged address. */
export const SHORTEST_WINDOW_MS = SECOND_MS;
export const LONGEST_WINDOW_MS = 20 * 366 * DAY_MS;
/** The colours of a chart. */
export const MOST_SERIES = 6;

const SPAN_UNITS = [
  ['d', DAY_MS],
  ['h', HOUR_MS],
  ['m', MINUTE_MS],
  ['s', SECOND_MS],
] as const;

/** A span as an address has it: "6h", "90d", "5400s"; parts of a second are rounded. */
export function spanText(spanMs: number): string {
  const rounded = Math.max(SECOND_MS, Math.round(spanMs / SECOND_MS) * SECOND_MS);
  const [letter, unitMs] = SPAN_UNITS.find(([, ms]) => rounded % ms === 0) ?? ['s', SECOND_MS];
  return `${rounded / unitMs}${letter}`;
}

/** The span in ms that such a text means; undefined where it is none within the bounds. */
export function parseSpan(text: string): number | undefined {
  const match = /^(\d{1,9})([dhms])$/.exec(text);
  const unitMs = SPAN_UNITS.find(([letter]) => letter === match?.[2])?.[1];
  if (match?.[1] === undefined || unitMs === undefined) return undefined;
  const spanMs = Number(match[1]) * unitMs;
  return spanMs >= SHORTEST_WINDOW_MS && spanMs <= LONGEST_WINDOW_MS ? spanMs : undefined;
}

/** The series that a query names, {@link MOST_SERIES} at most. */
export function parseSeries(query: URLSearchParams): readonly UnitSeries[] {
  const series = query.getAll('series').flatMap((text): UnitSeries[] => {
    const [table, ...rest] = text.split(':');
    const name = rest.join(':');
    if (table === 'metric' && name !== '') return [{ table, name }];
    return table === 'oee' && OEE_SCORES.some((score) => score === name) ? [{ table, name }] : [];
  });
  return series.slice(0, MOST_SERIES);
}

/** The stretch of time that a query names; {@link DEFAULT_WINDOW} where it names none. */
export function parseWindow(query: URLSearchParams): TimeWindow {
  const spanMs = parseSpan(query.get('range') ?? '');
  if (spanMs !== undefined) return { kind: 'follow', spanMs };
  const fromMs = Date.parse(query.get('from') ?? '');
  const toMs = Date.parse(query.get('to') ?? '');
  const lengthMs = toMs - fromMs;
  if (!(lengthMs >= SHORTEST_WINDOW_MS && lengthMs <= LONGEST_WINDOW_MS)) return DEFAULT_WINDOW;
  return { kind: 'fixed', range: { fromMs, toMs } };
}

/** Puts a stretch of time into a query; {@link parseWindow} turns it back. */
export function setWindow(query: URLSearchParams, window: TimeWindow): void {
  if (window.kind === 'follow') query.set('range', spanText(window.spanMs));
  else {
    query.set('from', new Date(window.range.fromMs).toISOString());
    query.set('to', new Date(window.range.toMs).toISOString());
  }
}
