import { expect, test } from 'vitest';
import { holds } from '../../../../src/renderer/chart/answer-shelf';
import { answerOf, bucketTile } from './answers';

const minute = 60_000;
const hour = () => Array.from({ length: 60 }, () => [1]);
const answer = answerOf([bucketTile('1min', 0, hour()), bucketTile('1min', 60 * minute, hour())], {});
const range = (from: number, to: number) => ({ fromMs: from * minute, toMs: to * minute });

test('a range that is panned within the tiles of its answer is held by it, across two tiles as well', () => {
  expect(holds(answer, range(0, 60), 60 * minute)).toBe(true);
  expect(holds(answer, range(31, 91), 60 * minute)).toBe(true);
});

test('what reaches beyond the tiles, or into a hole between them, is to be asked for', () => {
  expect(holds(answer, range(61, 121), 60 * minute)).toBe(false);
  const torn = answerOf([bucketTile('1min', 0, hour()), bucketTile('1min', 90 * minute, hour())], {});
  expect(holds(torn, range(45, 105), 60 * minute)).toBe(false);
  expect(holds(undefined, range(0, 60), 60 * minute)).toBe(false);
});

test('a range that is zoomed is to be asked for, though the tiles reach over it: it may have another level', () => {
  expect(holds(answer, range(10, 40), 60 * minute)).toBe(false);
});
