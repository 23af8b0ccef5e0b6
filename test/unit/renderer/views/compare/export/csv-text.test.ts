import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CsvCell, csvLine } from '../../../../../../src/renderer/views/compare/export/csv-text';

/** Reads one line as RFC 4180 says. */
function cellsOf(line: string): string[] {
  expect(line.endsWith('\r\n')).toBe(true);
  const cells: string[] = [];
  let at = 0;
  const end = line.length - 2;
  for (;;) {
    let cell = '';
    if (line[at] === '"') {
      at++;
      while (line[at] !== '"' || line[at + 1] === '"') {
        if (line[at] === '"') at++;
        cell += line[at++];
      }
      at++;
    } else while (at < end && line[at] !== ',') cell += line[at++];
    cells.push(cell);
    if (at >= end) return cells;
    at++;
  }
}

test('whatever texts hold, they are read back as they were, or with an apostrophe in front', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 }), (texts) => {
      const read = cellsOf(csvLine(texts));
      expect(read.map((cell, at) => (cell === `'${texts[at]}` ? texts[at] : cell))).toEqual(texts);
    }),
  );
});

test('no text begins as a formula does, whatever stands before its sign; numbers stay numbers', () => {
  const signs = fc.constantFrom('=', '+', '-', '@', '＝', '＠');
  const lead = fc.constantFrom('', ' ', '\t', '\r', '\n', '\u0000', '  \t');
  fc.assert(
    fc.property(lead, signs, fc.string(), (before, sign, rest) => {
      expect(cellsOf(csvLine([`${before}${sign}${rest}`]))[0]?.startsWith("'")).toBe(true);
    }),
  );
  const cells: CsvCell[] = [-1.5, 0.1, 1e21, Number.NaN, undefined, 'a "b", c'];
  expect(csvLine(cells)).toBe('-1.5,0.1,1e+21,,,"a ""b"", c"\r\n');
});
