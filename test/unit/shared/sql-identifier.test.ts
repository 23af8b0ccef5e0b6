import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoteIdentifier } from '../../../src/shared/sql-identifier';

test('every name of 1 to 63 bytes is quoted so that undoing the quotes gives it back', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 15 }).filter((name) => !name.includes('\0')),
      (name) => {
        const quoted = quoteIdentifier(name);
        expect(quoted.slice(1, -1).replaceAll('""', '"')).toBe(name);
        expect(quoted.slice(1, -1).replaceAll('""', '')).not.toContain('"');
      },
    ),
  );
});

test.each([[''], ['a'.repeat(64)], ['é'.repeat(32)], ['a\0b']])(
  '%j, which PostgreSQL could not hold, is refused',
  (name) => {
    expect(() => quoteIdentifier(name)).toThrow(RangeError);
  },
);
