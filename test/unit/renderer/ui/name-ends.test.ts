import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameEnds } from '../../../../src/renderer/ui/name-ends';

test('of a short name its number is kept apart, of a long one the end', () => {
  expect(nameEnds('Moulder 1')).toEqual({ head: 'Moulder', tail: ' 1' });
  expect(nameEnds('press-12')).toEqual({ head: 'press', tail: '-12' });
  for (const whole of ['Moulder', 'M12', '2026']) expect(nameEnds(whole)).toEqual({ head: whole, tail: '' });
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
