import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  epochSecondsToMs,
  timestamp,
  unpackColumns,
  unpackNumbers,
  unpackSampleValues,
  unpackTimesMs,
} from '../../../../src/main/plant/statements/columns';

/** What PostgreSQL makes of a packed column: the highest byte first, base64 in lines of 76 characters. */
function packedText(values: readonly number[]): string {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [at, value] of values.entries()) bytes.writeDoubleBE(value, at * 8);
  return bytes.toString('base64').replaceAll(/.{76}(?=.)/g, '$&\n');
}

test('any column of numbers comes back bit for bit', () => {
  fc.assert(
    fc.property(fc.array(fc.double()), (values) => {
      expect([...unpackNumbers(packedText(values))]).toEqual(values);
    }),
  );
  expect([...unpackNumbers(null)]).toEqual([]);
  expect([...unpackNumbers('')]).toEqual([]);
});

test('what is no packed column is refused', () => {
  expect(() => unpackNumbers([1, 2])).toThrow(TypeError);
  expect(() => unpackNumbers(packedText([1, 2]).slice(0, -4))).toThrow(TypeError);
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
  const values = unpackSampleValues(packedText([1, NaN, Infinity, -Infinity, 1e151, -1.7e308, 1e150, -1e150, 0]));
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
  expect([...unpackTimesMs(packedText([1_795_454_286.815, 1_795_454_286.8151]))]).toEqual([
    1_795_454_286_815, 1_795_454_286_815.1,
  ]);
  expect(timestamp(1_795_454_286_815)).toBe('2026-11-23T17:18:06.815Z');
});
