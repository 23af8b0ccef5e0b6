// The figures of benches as people read them.

/** @typedef {{ bench: string, figure: string, value: number, unit: string, floor?: number, ratio?: number }} Figure see test/bench/figure.ts */

const COLUMNS = /** @type {const} */ (['bench', 'figure', 'value', 'unit', 'floor', 'ratio']);

/**
 * @param {readonly Figure[]} figures
 * @returns {string} a table with a heading, columns in line
 */
export function table(figures) {
  const cell = (/** @type {string | number | undefined} */ value) =>
    typeof value === 'number' ? String(Number(value.toPrecision(4))) : (value ?? '');
  const rows = [[...COLUMNS], ...figures.map((figure) => COLUMNS.map((column) => cell(figure[column])))];
  const widths = COLUMNS.map((_, index) => Math.max(...rows.map((row) => (row[index] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((text, index) => text.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
