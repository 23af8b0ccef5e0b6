/**
 * Lines of a CSV file (RFC 4180): comma, quotes where needed, CRLF. Numbers have a decimal point whatever the language, and no
 * thousands set apart.
 */
export type CsvCell = string | number | undefined;

/** What makes a spreadsheet take a text for a formula, or hides one that does: OWASP, CSV injection. */
const FORMULA_START = /^[\s\p{Cc}]*[=+\-@＝＋－＠]/u;
const NEEDS_QUOTES = /[",\r\n]/;

/** One line, its end included. Texts that a spreadsheet would reckon with are given an apostrophe in front; numbers never need one. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: CsvCell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const safe = FORMULA_START.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
