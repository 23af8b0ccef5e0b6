import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  epochSecondsToMs,
  packedNumbers,
  sampleValues,
  timestamp,
  unpackColumns,
  unpackRows,
} from '../../../../src/main/plant/statements/columns';

const MICROSECONDS_TO_2000 = 946_684_800_000_000;

/** What PostgreSQL makes of packed numbers: the highest byte first, base64 in lines of 76 characters. */
function packedText(values: readonly number[]): string {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [at, value] of values.entries()) bytes.writeDoubleBE(value, at * 8);
  return inLines(bytes);
}

/** Rows of a time in microseconds since 1970 and as many numbers each. */
function packedRowsText(
  rows: readonly { readonly microseconds: number; readonly numbers: readonly number[] }[],
): string {
  const parts = rows.map(({ microseconds, numbers }) => {
    const bytes = Buffer.alloc((1 + numbers.length) * 8);
    bytes.writeBigInt64BE(BigInt(microseconds - MICROSECONDS_TO_2000));
    for (const [at, value] of numbers.entries()) bytes.writeDoubleBE(value, (at + 1) * 8);
    return bytes;
  });
  return inLines(Buffer.concat(parts));
}

function inLines(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll(/.{76}(?=.)/g, '$&\n');
}

test('what is no packed text is refused', () => {
  expect(() => unpackColumns([1, 2], 1)).toThrow(TypeError);
  expect(() => unpackColumns(packedText([1, 2]).slice(0, -4), 1)).toThrow(TypeError);
  expect(() => unpackRows(undefined, 1)).toThrow(TypeError);
});

test('any number of numbers is sent by as few calls as there are types of four and of two', () => {
  const calls = (count: number) =>
    [...packedNumbers(Array.from({ length: count }, (_, at) => `n${at}`)).matchAll(/(\w+)send\(/g)].map(
      ([, name]) => name,
    );
  expect(calls(1)).toEqual(['float8']);
  expect(calls(3)).toEqual(['point_', 'float8']);
  expect(calls(4)).toEqual(['lseg_']);
  expect(calls(11)).toEqual(['lseg_', 'lseg_', 'point_', 'float8']);
});

test('rows of a time and numbers come back, the time exact to the microsecond before and after 2000', () => {
  const microseconds = fc.integer({ min: -1_000_000_000_000_000, max: 4_000_000_000_000_000 });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 21 }),
      fc.array(microseconds),
      fc.infiniteStream(fc.double()),
      (width, times, any) => {
        const rows = times.map((time) => ({ microseconds: time, numbers: [...any.take(width)] }));
        const unpacked = unpackRows(packedRowsText(rows), width);
        expect([...unpacked.timesMs]).toEqual(times.map((time) => time / 1_000));
        expect(unpacked.columns.map((column) => [...column])).toEqual(
          Array.from({ length: width }, (_, column) => rows.map(({ numbers }) => numbers[column])),
        );
      },
    ),
  );
  expect(unpackRows(null, 1)).toEqual({ timesMs: new Float64Array(0), columns: [new Float64Array(0)] });
  expect(() => unpackRows(packedText([1, 2, 3]), 1)).toThrow(TypeError);
});

test('rows that were packed come back as columns, bit for bit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 21 }), fc.array(fc.double()), (width, values) => {
      const rows = values.slice(0, values.length - (values.length % width));
      const columns = unpackColumns(packedText(rows), width);
      expect(columns.map((column) => [...column])).toEqual(
        Array.from({ length: width }, (_, column) => rows.filter((_value, at) => at % width === column)),
      );
    }),
  );
  expect(unpackColumns(null, 2)).toEqual([new Float64Array(0), new Float64Array(0)]);
  expect(() => unpackColumns(packedText([1, 2, 3]), 2)).toThrow(TypeError);
});

test('NaN (also for NULL), infinities and magnitudes above 1e150 are bad samples', () => {
  const values = sampleValues(Float64Array.of(1, NaN, Infinity, -Infinity, 1e151, -1.7e308, 1e150, -1e150, 0));
  expect([...values]).toEqual([1, NaN, NaN, NaN, NaN, NaN, 1e150, -1e150, 0]);
});

test('times are exact to the microsecond, the finest that the database counts', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000_000_000 }), (microseconds) => {
      const seconds = Number(
        `${BigInt(microseconds) / 1_000_000n}.${String(microseconds % 1_000_000).padStart(6, '0')}`,
      );
      expect(epochSecondsToMs(seconds)).toBe(microseconds / 1_000);
    }),
  );
  expect([1_795_454_286.815, 1_795_454_286.8151].map(epochSecondsToMs)).toEqual([
    1_795_454_286_815, 1_795_454_286_815.1,
  ]);
  expect(timestamp(1_795_454_286_815)).toBe('2026-11-23T17:18:06.815Z');
});
