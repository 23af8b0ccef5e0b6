import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse/sync';
import { type ColumnNames, findColumns, type RecordingColumns } from './recording-columns';
import { parseTime } from './time-text';

/** A recording as its file has it: in the file's order, duplicates and disorder kept. */
export interface Recording {
  /** Name of the file, without its folder. */
  readonly fileName: string;
  /** ms since the epoch; same length as `values`, at least 1. */
  readonly timesMs: readonly number[];
  readonly values: readonly number[];
  readonly badRows: BadRows;
}

/** Rows that were left out. Nothing in them is guessed. */
export interface BadRows {
  readonly count: number;
  /** The first 20, with their line in the file, counted from 1. */
  readonly first: readonly { readonly line: number; readonly reason: string }[];
}

export interface ReadRecordingOptions extends ColumnNames {
  readonly metricName: string;
}

const BAD_ROWS_KEPT = 20;
const DELIMITERS = [',', ';', '\t'] as const;
const NUMBER_PATTERN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** Enough for any header; a file without a line end in it is no table. */
const HEADER_BYTES = 65_536;

/**
 * Reads a CSV file with a header: one column of times, one of values. The delimiter (comma, semicolon, tab) is taken
 * from the header.
 * @throws Error with one sentence for a file that cannot be read or holds no usable sample
 */
export async function readRecording(path: string, options: ReadRecordingOptions): Promise<Recording> {
  const delimiter = await findDelimiter(path);
  const collected = new Collector();
  let columns: RecordingColumns | undefined;
  let width = 0;
  let line = 0;
  const input = createReadStream(path);
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  // readline does not pass on what goes wrong below it.
  let readError: Error | undefined;
  input.on('error', (error) => {
    readError = error;
    lines.close();
  });
  for await (const text of lines) {
    line += 1;
    const record = splitLine(line === 1 ? text.replace(/^\ufeff/, '') : text, delimiter);
    if (record === 'blank') continue;
    if (record === 'broken quotes') collected.reject(line, 'the quotes are broken');
    else if (columns !== undefined) collected.add(record, columns, width, line);
    else {
      columns = findColumns(record, options, options.metricName, path);
      width = record.length;
    }
  }
  if (readError !== undefined) throw unreadable(path, readError);
  if (columns === undefined) throw new Error(`${path} is empty; a recording has a header and rows of time and value.`);
  return collected.finish(path);
}

/**
 * The fields of one line. Line by line, because a lost quote would otherwise swallow the good rows after it; a field
 * that runs over several lines has no place in a recording.
 */
function splitLine(text: string, delimiter: string): readonly string[] | 'blank' | 'broken quotes' {
  if (text.trim() === '') return 'blank';
  if (!text.includes('"')) return text.split(delimiter);
  try {
    return parse(text, { delimiter })[0] ?? 'blank';
  } catch {
    // csv-parse says which rule was broken; for a person it is the quotes, and the line is named.
    return 'broken quotes';
  }
}

class Collector {
  readonly #timesMs: number[] = [];
  readonly #values: number[] = [];
  readonly #bad: { line: number; reason: string }[] = [];
  #badCount = 0;

  add(record: readonly string[], columns: RecordingColumns, width: number, line: number): void {
    if (record.length !== width) {
      this.reject(line, `has ${record.length} columns, the header has ${width}`);
      return;
    }
    const timeText = record[columns.time] ?? '';
    const valueText = (record[columns.value] ?? '').trim();
    const timeMs = parseTime(timeText);
    const value = NUMBER_PATTERN.test(valueText) ? Number(valueText) : Number.NaN;
    if (timeMs === undefined) this.reject(line, `the time ${quote(timeText)} is not like 2013-12-02 21:15:00`);
    else if (valueText === '') this.reject(line, 'the value is missing');
    else if (!Number.isFinite(value)) this.reject(line, `the value ${quote(valueText)} is not a finite number`);
    else {
      this.#timesMs.push(timeMs);
      this.#values.push(value);
    }
  }

  finish(path: string): Recording {
    const badRows = { count: this.#badCount, first: this.#bad };
    if (this.#timesMs.length === 0) {
      const first = this.#bad[0];
      const why = first === undefined ? 'it has a header and no rows' : `line ${first.line}: ${first.reason}`;
      throw new Error(`${path} holds no usable sample (${why}).`);
    }
    return { fileName: basename(path), timesMs: this.#timesMs, values: this.#values, badRows };
  }

  reject(line: number, reason: string): void {
    this.#badCount += 1;
    if (this.#bad.length < BAD_ROWS_KEPT) this.#bad.push({ line, reason });
  }
}

/** The delimiter of the first line that is not blank; the file's first 64 kB are looked at. */
async function findDelimiter(path: string): Promise<string> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw unreadable(path, error);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    const text = buffer.subarray(0, bytesRead).toString('utf8');
    if (text.includes('\0')) throw new Error(`${path} is not a text file; a recording is a CSV file.`);
    const header = text.split(/\r?\n/).find((line) => line.trim() !== '') ?? '';
    return DELIMITERS.find((each) => header.includes(each)) ?? ',';
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    await file.close();
  }
}

function unreadable(path: string, error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return new Error(`There is no file ${path}; check the path given with --file.`);
  if (code === 'EISDIR') return new Error(`${path} is a folder; name the CSV file in it with --file.`);
  if (code === 'EACCES' || code === 'EPERM') return new Error(`${path} may not be read by this user.`);
  return error instanceof Error ? error : new Error(String(error));
}

function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
