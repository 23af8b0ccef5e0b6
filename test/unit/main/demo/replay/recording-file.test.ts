import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { readRecording } from '../../../../../src/main/demo/replay/recording-file';
import { parseTime } from '../../../../../src/main/demo/replay/time-text';

const folder = mkdtempSync(join(tmpdir(), 'taktline-recording-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

function fileWith(content: string | Buffer): string {
  files += 1;
  const path = join(folder, `${files}.csv`);
  writeFileSync(path, content);
  return path;
}

const read = (content: string | Buffer, names: { time?: string; value?: string } = {}) =>
  readRecording(fileWith(content), { metricName: 'temperature', ...names });

test('duplicate times and disorder are kept in the order of the file', async () => {
  const recording = await read(
    'timestamp,value\n2020-01-01 00:05:00,2\n2020-01-01 00:00:00,1\n2020-01-01 00:05:00,3\n2020-01-01 00:05:00,3\n',
  );
  const start = Date.UTC(2020, 0, 1);
  expect(recording.timesMs).toEqual([start + 300_000, start, start + 300_000, start + 300_000]);
  expect(recording.values).toEqual([2, 1, 3, 3]);
  expect(recording.badRows).toEqual({ count: 0, first: [] });
});

test('bad rows are told by line with the reason, left out, and never guessed', async () => {
  const recording = await read(
    [
      'timestamp,value',
      '2020-01-01 00:00:00,1',
      '2020-02-30 00:00:00,2',
      '2020-01-01 00:10:00,',
      '2020-01-01 00:15:00,NaN',
      '',
      '2020-01-01 00:20:00,7,5',
      '01/02/2020 00:00,3',
      '2020-01-01 00:25:00,1e999',
      '"2020-01-01 00:26:00"x,4',
      '2020-01-01 00:30:00,0x10',
      '2020-01-01 00:35:00,+8.50',
    ].join('\n'),
  );
  expect(recording.values).toEqual([1, 8.5]);
  expect(recording.badRows.first.map((row) => row.line)).toEqual([3, 4, 5, 7, 8, 9, 10, 11]);
  expect(recording.badRows.count).toBe(8);
  const reasons = recording.badRows.first.map((row) => row.reason).join('\n');
  for (const part of ['2020-02-30', 'missing', 'NaN', '3 columns', '01/02/2020', '1e999', 'quotes', '0x10']) {
    expect(reasons).toContain(part);
  }
});

test('only the first 20 bad rows are kept, all are counted', async () => {
  const recording = await read(`timestamp,value\n2020-01-01 00:00:00,1\n${'x,y\n'.repeat(57)}`);
  expect(recording.badRows.count).toBe(57);
  expect(recording.badRows.first).toHaveLength(20);
});

test.each([
  ['no header', '2020-01-01 00:00:00,1\n', /has no header line/],
  ['an empty file', '', /is empty/],
  ['blank lines alone', '\n\n  \n', /no one column is the time|is empty/],
  ['a header without rows', 'timestamp,value\n', /a header and no rows/],
  ['bad rows alone', 'timestamp,value\nx,1\n', /no usable sample \(line 2: the time "x"/],
  ['two columns that could be the time', 'date,time,value\n', /name it with --time-column/],
  ['several columns that could be the value', 'time,a,b\n', /name it with --value-column/],
  ['a binary file', Buffer.from([1, 0, 2, 0]), /not a text file/],
])('%s is refused with one sentence', async (_what, content, sentence) => {
  await expect(read(content)).rejects.toThrow(sentence);
});

test('a missing file and a folder are refused with one sentence', async () => {
  await expect(readRecording(join(folder, 'none.csv'), { metricName: 'm' })).rejects.toThrow(/There is no file/);
  await expect(readRecording(folder, { metricName: 'm' })).rejects.toThrow(/is a folder/);
});

test('columns are found by heading, by the metric, or by the names given; BOM, semicolons and CRLF are read', async () => {
  const expected = [Date.UTC(2020, 0, 1)];
  const row = '2020-01-01 00:00:00';
  expect((await read(`\ufeffTime;Value\r\n${row};4\r\n`)).timesMs).toEqual(expected);
  expect((await read(`id,Date Time,temperature,value\n9,${row},5,6\n`)).values).toEqual([5]);
  expect((await read(`a,b,c\n1,${row},3\n`, { time: 'b', value: 'c' })).values).toEqual([3]);
  expect((await read(`\n\ntimestamp\tv\n${row}\t-1.5e-3`)).values).toEqual([-0.0015]);
  await expect(read(`a,b\n1,2\n`, { time: 'z' })).rejects.toThrow(/no column "z"; its headings are "a", "b"/);
});

test('a time without a zone is UTC, a zone is applied, ISO is accepted', () => {
  const at = Date.UTC(2013, 11, 2, 21, 15);
  for (const text of [
    '2013-12-02 21:15:00',
    '2013-12-02T21:15:00Z',
    '2013-12-02T22:15:00+01:00',
    '2013-12-02 16:45-0430',
    '2013-12-02 23:15:00+02',
    ' 2013-12-02T21:15:00.000000Z ',
  ]) {
    expect(parseTime(text), text).toBe(at);
  }
  expect(parseTime('2013-12-02 21:15:00.25')).toBe(at + 250);
});

test('what is no such time is not guessed', () => {
  for (const text of [
    '',
    '2013-12-02',
    '2013-02-29 00:00',
    '2013-13-01 00:00',
    '2013-12-02 24:00:00',
    '1386018900',
    '2.12.2013 21:15',
    '2013-12-02 21:15:00 PM',
    '2013-12-02 21:60',
    '2013-12-02 21:15+99:00',
    '0099-12-02 21:15',
  ]) {
    expect(parseTime(text), text).toBeUndefined();
  }
});

test('every time written as ISO is read back to the millisecond', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }), (date) => {
      expect(parseTime(date.toISOString())).toBe(date.getTime());
      expect(parseTime(date.toISOString().replace('T', ' ').replace('Z', ''))).toBe(date.getTime());
    }),
  );
});
