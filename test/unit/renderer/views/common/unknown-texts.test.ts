import { expect, test } from 'vitest';
import { unknownTexts } from '../../../../../src/renderer/views/common/unknown-texts';

test('what is not known says whether it is still being made, not on board, or both', () => {
  const minute = (at: number) => at * 60_000;
  const open = {
    table: 'metric',
    resolution: '1min',
    preparedFromMs: 0,
    preparedToMs: minute(5),
    targetToMs: minute(9),
  } as const;
  const of = (unknown: readonly [number, number][], preparing: Parameters<typeof unknownTexts>[1]) =>
    unknownTexts(
      { unknown: unknown.map(([from, to]) => ({ fromMs: minute(from), toMs: minute(to) })), resolution: '1min' },
      preparing,
    );
  expect(of([], [open])).toEqual([]);
  expect(of([[6, 8]], [open])).toEqual(['some of it is still being prepared']);
  expect(of([[4, 8]], [open])).toEqual(['some of it is still being prepared', 'some of it is not on board']);
  expect(of([[1, 3]], [open])).toEqual(['some of it is not on board']);
  expect(of([[6, 8]], [{ ...open, resolution: '1hour' }])).toEqual(['some of it is not on board']);
  expect(of([[6, 8]], [])).toEqual(['some of it is not on board']);
});
