import { expect, test } from 'vitest';
import { AnswerShelf } from '../../../../src/renderer/chart/answer-shelf';
import { backdrops, unread } from '../../../../src/renderer/chart/backdrop';
import { seriesKeyText } from '../../../../src/shared/series';
import { answerOf, bucketTile } from './answers';

const minute = 60_000;
const whole = answerOf(
  [
    bucketTile(
      '5min',
      0,
      Array.from({ length: 12 }, (_, i) => [i]),
    ),
  ],
  {},
);
const fine = answerOf(
  [
    bucketTile(
      '1min',
      20 * minute,
      Array.from({ length: 20 }, () => [7]),
    ),
  ],
  {},
);
const nowMs = 1e9;

test('what the present answer does not hold is filled from what was shown before, and nothing else is', () => {
  const range = { fromMs: 0, toMs: 60 * minute };
  const shelf = new AnswerShelf();
  shelf.show(new Map([['a', whole]]));
  shelf.show(new Map([['a', fine]]));
  const found = backdrops({ kept: shelf.of('a'), range, nowMs, pixelColumns: 600 });
  expect(found.length).toBe(2);
  for (const { line } of found) {
    const inside = line.line.xs.filter((x) => x >= 21 * minute && x < 39 * minute - 5 * minute);
    // One point beyond either edge carries the line to it.
    expect(inside.length).toBeLessThanOrEqual(1);
  }
  const held = { fromMs: 21 * minute, toMs: 30 * minute };
  expect(backdrops({ kept: shelf.of('a'), range: held, nowMs, pixelColumns: 600 })).toEqual([]);
});

test('of two that fill the same stretch the finer one does, whichever was shown last', () => {
  const shelf = new AnswerShelf();
  const later = answerOf([bucketTile('1min', 100 * minute, [[1], [2]])], {});
  for (const answer of [fine, whole, later]) shelf.show(new Map([['a', answer]]));
  const range = { fromMs: 0, toMs: 60 * minute };
  const found = backdrops({ kept: shelf.of('a'), range, nowMs, pixelColumns: 600 });
  expect(found.map(({ source }) => source.resolution)).toEqual(['1min', '5min', '5min']);
});

test('what was seen from afar is still there after any number of steps inwards, and what is laid beneath stays beneath', () => {
  const shelf = new AnswerShelf();
  const key = seriesKeyText(whole.series);
  const day = answerOf([bucketTile('1day', 0, [[1], [2], [3]])], {});
  const week = answerOf(
    [
      bucketTile(
        '1hour',
        0,
        Array.from({ length: 48 }, () => [4]),
      ),
    ],
    {},
  );
  shelf.lay([week]);
  expect(shelf.of(key)).toEqual([]);
  for (const answer of [day, whole]) shelf.show(new Map([[key, answer]]));
  for (let i = 0; i < 20; i++) shelf.show(new Map([[key, answerOf([bucketTile('1min', i * 60 * minute, [[1]])], {})]]));
  shelf.lay([week]);
  expect(shelf.of(key)).toContain(day);
  expect(shelf.of(key)).toContain(whole);
  expect(shelf.of(key).at(-1)).toBe(week);
  expect(shelf.of(key)).toBe(shelf.of(key));
});

test('where an older answer has nothing on board the stretch is still being read', () => {
  const range = { fromMs: 0, toMs: 60 * minute };
  const missing = [{ fromMs: 0, toMs: 10 * minute }];
  expect(unread({ kept: [fine, { ...whole, missing, range }], range })).toEqual(missing);
});

test('the shelf keeps a few answers, lets go of what a newer one holds as well, and of series that are gone', () => {
  const shelf = new AnswerShelf();
  for (let i = 0; i < 20; i++) {
    const answer = answerOf([bucketTile('1min', i * 60 * minute, [[1], [2]])], {});
    shelf.show(new Map([['a', answer]]));
    expect(shelf.of('a')[0]).toBe(answer);
  }
  expect(shelf.of('a').length).toBeLessThanOrEqual(6);
  const again = answerOf([...(shelf.of('a')[0]?.tiles ?? [])], {});
  const before = shelf.of('a').length;
  shelf.show(new Map([['a', again]]));
  expect(shelf.of('a').length).toBe(before);
  shelf.show(new Map());
  expect(shelf.of('a')).toEqual([]);
});

test('a side of which nothing at hand tells is being read; what was answered, or lies behind the newest answer, is not', () => {
  const at = (from: number, to: number) => ({ fromMs: from * minute, toMs: to * minute });
  // The answer reaches over its tiles from minute 20 to 40.
  expect(unread({ kept: [fine], range: at(0, 60) })).toEqual([at(0, 20)]);
  expect(unread({ kept: [fine, whole], range: at(0, 60) })).toEqual([]);
  expect(unread({ kept: [fine], range: at(25, 50) })).toEqual([]);
  // A range that holds no sample is answered all the same.
  expect(unread({ kept: [answerOf([], { range: at(0, 30), asOfMs: 60 * minute })], range: at(-10, 30) })).toEqual([
    at(-10, 0),
  ]);
  // Behind the present answer the past goes on, where that was asked for later.
  expect(unread({ kept: [{ ...fine, asOfMs: 60 * minute }], range: at(10, 50) })).toEqual([at(10, 20), at(40, 50)]);
  expect(unread({ kept: [], range: at(0, 60) })).toEqual([]);
});
