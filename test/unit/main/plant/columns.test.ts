import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  epochSecondsToMs,
  parseNumbers,
  parseSampleValues,
  parseTimesMs,
  timestamp,
} from '../../../../src/main/plant/statements/columns';

/** PostgreSQL's array text of these numbers. */
function arrayText(values: readonly (number | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : String(value))).join(',')}}`;
}

test('any column of numbers comes back bit for bit; NULL becomes NaN', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.double(), { nil: null })), (values) => {
      // PostgreSQL writes -0 as -0, JavaScript as 0.
      const plain = values.map((value) => (Object.is(value, -0) ? 0 : value));
      expect([...parseNumbers(arrayText(plain))]).toEqual(plain.map((value) => value ?? Number.NaN));
    }),
  );
  expect([...parseNumbers(null)]).toEqual([]);
  expect(() => parseNumbers([1, 2])).toThrow(TypeError);
});

test('NULL, NaN, infinities and magnitudes above 1e150 are bad samples', () => {
  const values = parseSampleValues('{1,NULL,NaN,Infinity,-Infinity,1e151,-1.7e308,1e150,-1e150,0}');
  expect([...values]).toEqual([1, NaN, NaN, NaN, NaN, NaN, NaN, 1e150, -1e150, 0]);
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
  expect([...parseTimesMs('{1795454286.815,1795454286.8151}')]).toEqual([1_795_454_286_815, 1_795_454_286_815.1]);
  expect(timestamp(1_795_454_286_815)).toBe('2026-11-23T17:18:06.815Z');
});
