import type { HeatRow } from './HeatMap';

/** As many as have room on a page of A4 or Letter beneath the hours and above the legend. */
const MOST_ROWS = 48;

/** The rows of a map in equal parts that fit a page each, so that none is torn from its hours and its legend. */
export function heatSheets(rows: readonly HeatRow[]): readonly (readonly HeatRow[])[] {
  const sheets = Math.ceil(rows.length / MOST_ROWS);
  const each = Math.ceil(rows.length / Math.max(1, sheets));
  return Array.from({ length: sheets }, (_, at) => rows.slice(at * each, (at + 1) * each));
}
