import { expect, test } from 'vitest';
import { pinText } from '../../../../../src/renderer/views/unit/pin-text';

test.each([
  ['fetching', 0, 0, '0 % on board'],
  ['fetching', 199, 200, '99 % on board'],
  ['waiting', 50, 200, '25 % on board, waits for the plant'],
  ['complete', 200, 200, 'All on board'],
  ['limited', 150, 150, 'On board as far as the disk budget goes'],
] as const)('%s with %i of %i tiles reads "%s"', (state, tilesOnBoard, tilesWanted, text) => {
  expect(pinText({ workUnitId: 'x', state, tilesOnBoard, tilesWanted })).toBe(text);
});

test('a unit that is not pinned says nothing', () => {
  expect(pinText(undefined)).toBe('');
});
