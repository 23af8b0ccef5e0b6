import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ExportFiles } from '../../../../src/main/desktop/export-files';
import { printReport } from '../../../../src/main/desktop/report-printer';
import { calls } from '../../../../src/shared/ipc';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'taktline-export-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const CSV = { name: 'shift.csv', kind: 'csv' } as const;
const bytes = (text: string) => new TextEncoder().encode(text);
const notWritten = (path: string) => new Error(`${path} cannot be written; choose another place.`);
const filesIn = (place?: string) =>
  new ExportFiles({ choosePlace: async (name) => place ?? join(folder, name), notWritten });

test('the parts of a file are written in their order, and it takes its name when it is whole', async () => {
  const files = filesIn();
  writeFileSync(join(folder, 'shift.csv'), 'of last week');
  const { id = 0 } = await files.exportOpen(CSV);
  expect(await files.exportWrite(id, bytes('a,b\r\n'))).toEqual({});
  expect(await files.exportWrite(id, bytes('1,2\r\n'))).toEqual({});
  expect(readFileSync(join(folder, 'shift.csv'), 'utf8')).toBe('of last week');
  expect(await files.exportClose(id, 'keep')).toEqual({});
  expect(readdirSync(folder)).toEqual(['shift.csv']);
  expect(readFileSync(join(folder, 'shift.csv'), 'utf8')).toBe('a,b\r\n1,2\r\n');
});

test('nothing stays of a file that is dropped, or that another is opened over; its number holds no more', async () => {
  const files = filesIn();
  const { id: first = 0 } = await files.exportOpen(CSV);
  await files.exportWrite(first, bytes('a'));
  const { id: second = 0 } = await files.exportOpen(CSV);
  expect((await files.exportWrite(first, bytes('b'))).sentence).toMatch(/not open any more/);
  await files.exportClose(second, 'drop');
  expect(readdirSync(folder)).toEqual([]);
  expect((await files.exportClose(second, 'keep')).sentence).toMatch(/not open any more/);
});

test('a person who thinks better of it opens nothing; a place that cannot be written is told in a sentence', async () => {
  const none = new ExportFiles({ choosePlace: async () => undefined, notWritten });
  expect(await none.exportOpen(CSV)).toEqual({});
  const nowhere = filesIn(join(folder, 'absent', 'shift.csv'));
  expect((await nowhere.exportOpen(CSV)).sentence).toMatch(/cannot be written; choose another place/);
});

test('a report is printed on the paper that was chosen, with its pages numbered, where a person says', async () => {
  const asked: unknown[] = [];
  const page = {
    printToPDF: async (options: unknown) => {
      asked.push(options);
      return Buffer.from('%PDF-1.7');
    },
  };
  const places = { choosePlace: async (name: string) => join(folder, name), notWritten };
  expect(await printReport(page, { name: 'report.pdf', paper: 'Letter' }, places)).toEqual({ isSaved: true });
  expect(readFileSync(join(folder, 'report.pdf'), 'utf8')).toBe('%PDF-1.7');
  expect(asked).toMatchObject([{ pageSize: 'Letter', printBackground: true, displayHeaderFooter: true }]);
  const nowhere = { ...places, choosePlace: async () => join(folder, 'absent', 'report.pdf') };
  expect((await printReport(page, { name: 'report.pdf', paper: 'A4' }, nowhere)).sentence).toMatch(/cannot be written/);
  const nobody = { ...places, choosePlace: async () => undefined };
  expect(await printReport(page, { name: 'report.pdf', paper: 'A4' }, nobody)).toEqual({ isSaved: false });
  expect(asked).toHaveLength(2);
});

test('the page can name a file, and neither a folder nor a paper of its own', () => {
  const opens = (name: string) => calls.exportOpen.request.safeParse([{ name, kind: 'csv' }]).success;
  expect(['taktline-2026-11-26-0142.csv', 'Schichtbericht Früh.csv'].map(opens)).toEqual([true, true]);
  expect(['', '../x.csv', 'a/b.csv', 'a\\b.csv', '.bashrc', 'a\u0000.csv', 'x'.repeat(121)].map(opens)).toEqual(
    Array.from({ length: 7 }, () => false),
  );
  expect(calls.reportPrint.request.safeParse([{ name: 'a.pdf', paper: 'A0' }]).success).toBe(false);
  expect(calls.exportWrite.request.safeParse([1, new Uint8Array(4_000_001)]).success).toBe(false);
  expect(calls.exportWrite.request.safeParse([1, 'text']).success).toBe(false);
});
