import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameEnds } from '../../../../src/renderer/ui/name-ends';

test('a short name stays whole, of a long one the end is kept apart', () => {
  expect(nameEnds('Moulder 1')).toEqual({ head: 'Moulder 1', tail: '' });
  expect(nameEnds('plant/area-7/line-3/machine-4')).toEqual({ head: 'plant/area-7/line-3', tail: '/machine-4' });
});

test('no character is lost or cut in two, whatever the name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
      const { head, tail } = nameEnds(name);
      expect(head + tail).toBe(name);
      expect(/\p{Surrogate}/u.test(head) || /\p{Surrogate}/u.test(tail)).toBe(/\p{Surrogate}/u.test(name));
    }),
  );
});
