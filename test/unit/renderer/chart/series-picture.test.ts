import { describe, expect, test } from 'vitest';
import { newestReading, readingAt } from '../../../../src/renderer/chart/chart-reading';
import { seriesPicture } from '../../../../src/renderer/chart/series-picture';
import { answerOf, bucketTile, noTail, rawTile } from './answers';

const MINUTE = 60_000;
const everySecond = (fromMs: number, toMs: number): [number, number][] =>
  Array.from({ length: (toMs - fromMs) / 1_000 }, (_, i) => [fromMs + i * 1_000, i]);

describe('raw samples', () => {
  const range = { fromMs: 0, toMs: 60_000 };

  test('a missing stretch is a gap and ends the segment', () => {
    const tile = rawTile(0, 60_000, [...everySecond(0, 20_000), ...everySecond(30_000, 60_000)]);
    const picture = seriesPicture({ answer: answerOf([tile], {}), tail: noTail, range, nowMs: 60_000 });
    expect(picture.segments).toHaveLength(2);
    expect(picture.gaps).toEqual([{ fromMs: 19_000, toMs: 30_000 }]);
    expect(picture.sampleCount).toBe(50);
  });

  test('a stretch of bad samples ends the line, is marked and is no gap', () => {
    const samples = everySecond(0, 60_000).map(
      ([timeMs, value]) => [timeMs, timeMs >= 20_000 && timeMs < 30_000 ? Number.NaN : value] as const,
    );
    const answer = answerOf([rawTile(0, 60_000, samples)], {});
    const picture = seriesPicture({ answer, tail: noTail, range, nowMs: 60_000 });
    expect(picture.segments).toHaveLength(2);
    expect(picture.gaps).toEqual([]);
    expect(picture.badTimesMs).toHaveLength(10);
  });

  test('a series that fell silent is missing up to now, not beyond', () => {
    const answer = answerOf([rawTile(0, 60_000, everySecond(0, 20_000))], { completeToMs: 60_000 });
    const picture = seriesPicture({ answer, tail: noTail, range, nowMs: 50_000 });
    expect(picture.gaps).toEqual([{ fromMs: 19_000, toMs: 50_000 }]);
  });

  test('two samples of one time are both there', () => {
    const tile = rawTile(0, 60_000, [
      [1_000, 1],
      [1_000, 9],
      [2_000, 1],
    ]);
    const picture = seriesPicture({ answer: answerOf([tile], {}), tail: noTail, range, nowMs: 2_000 });
    expect([...picture.values]).toEqual([1, 9, 1]);
    expect(picture.segments).toHaveLength(1);
  });

  test('the tail goes on where history ends, without doubling what both have', () => {
    const answer = answerOf([rawTile(0, 60_000, everySecond(0, 40_000))], { completeToMs: 40_000 });
    const tail = { timesMs: everySecond(20_000, 45_000).map(([timeMs]) => timeMs), values: Array(25).fill(7) };
    const picture = seriesPicture({ answer, tail, range, nowMs: 45_000 });
    expect([...picture.timesMs]).toEqual(everySecond(0, 45_000).map(([timeMs]) => timeMs));
    expect(picture.tailFromMs).toBe(40_000);
    expect(picture.gaps).toEqual([]);
  });

  test('a tail that does not reach back to history leaves a gap, never a line across it', () => {
    const answer = answerOf([rawTile(0, 60_000, everySecond(0, 20_000))], { completeToMs: 20_000 });
    const tail = { timesMs: [40_000, 41_000], values: [1, 1] };
    const picture = seriesPicture({ answer, tail, range, nowMs: 41_000 });
    expect(picture.segments).toHaveLength(2);
    expect(picture.gaps).toEqual([{ fromMs: 19_000, toMs: 40_000 }]);
  });

  test('without an answer the tail alone is drawn and nothing before it is called missing', () => {
    const tail = { timesMs: [50_000, 51_000], values: [1, 2] };
    const picture = seriesPicture({ answer: undefined, tail, range, nowMs: 51_000 });
    expect(picture.segments).toEqual([{ from: 0, to: 2 }]);
    expect(picture.gaps).toEqual([]);
  });

  test('the neighbours outside the tiles carry the line to the edges', () => {
    const answer = answerOf([rawTile(10_000, 20_000, everySecond(10_000, 20_000))], {
      before: { timeMs: 9_000, value: 3 },
      after: { timeMs: 20_000, value: 4 },
    });
    const picture = seriesPicture({ answer, tail: noTail, range: { fromMs: 9_500, toMs: 19_500 }, nowMs: 1e6 });
    expect(picture.segments).toEqual([{ from: 0, to: 12 }]);
  });

  test('only the range and one point on either side are kept', () => {
    const answer = answerOf([rawTile(0, 60_000, everySecond(0, 60_000))], {});
    const picture = seriesPicture({ answer, tail: noTail, range: { fromMs: 10_000, toMs: 12_000 }, nowMs: 60_000 });
    expect(picture.segments).toEqual([{ from: 9, to: 13 }]);
    expect(picture.sampleCount).toBe(2);
  });

  test('outside the tiles nothing is known, so nothing is called missing', () => {
    const answer = answerOf([rawTile(0, 60_000, everySecond(0, 60_000))], {});
    const picture = seriesPicture({ answer, tail: noTail, range: { fromMs: -60_000, toMs: 60_000 }, nowMs: 60_000 });
    expect(picture.gaps).toEqual([]);
    expect(readingAt(picture, -30_000)).toMatchObject({ kind: 'value', timeMs: 0 });
  });
});

describe('buckets', () => {
  const range = { fromMs: 0, toMs: 5 * MINUTE };

  test('a point is the exact average in the middle of its bucket, with its extremes', () => {
    const answer = answerOf([bucketTile('1min', 0, [[1, 2, 6], [4], [4], [4], [4]])], {});
    const picture = seriesPicture({ answer, tail: noTail, range, nowMs: 10 * MINUTE });
    expect([picture.timesMs[0], picture.values[0], picture.mins[0], picture.maxs[0]]).toEqual([30_000, 3, 1, 6]);
    expect(picture.sampleCount).toBe(7);
  });

  test('an empty bucket is a gap; one with bad samples alone ends the line and is marked instead', () => {
    const answer = answerOf([bucketTile('1min', 0, [[1], [], [1], [Number.NaN], [1]])], {});
    const picture = seriesPicture({ answer, tail: noTail, range, nowMs: 10 * MINUTE });
    expect(picture.segments).toHaveLength(3);
    expect(picture.gaps).toEqual([{ fromMs: MINUTE, toMs: 2 * MINUTE }]);
    expect(picture.badTimesMs).toEqual([3.5 * MINUTE]);
    expect(readingAt(picture, 1.5 * MINUTE).kind).toBe('no-data');
  });

  test('what is still being prepared is neither data nor a gap', () => {
    const preparing = [{ fromMs: 0, toMs: 3 * MINUTE }];
    const answer = answerOf([bucketTile('1min', 0, [[], [], [], [1], [1]])], { preparing });
    const picture = seriesPicture({ answer, tail: noTail, range, nowMs: 10 * MINUTE });
    expect(picture.gaps).toEqual([]);
    expect(picture.preparing).toEqual(preparing);
    expect(readingAt(picture, MINUTE).kind).toBe('preparing');
  });

  test('while a level is being made the live tail shows its newest buckets', () => {
    const answer = answerOf([bucketTile('1min', 0, [[1], [2], [], [], []])], {
      preparing: [{ fromMs: 2 * MINUTE, toMs: 10 * MINUTE }],
      completeToMs: 2 * MINUTE,
    });
    const timesMs = Array.from({ length: 20 }, (_, at) => 6.5 * MINUTE + at * 10_000);
    const tail = { timesMs, values: timesMs.map(() => 5) };
    const picture = seriesPicture({ answer, tail, range: { fromMs: 0, toMs: 10 * MINUTE }, nowMs: 10 * MINUTE });
    // From its first whole bucket on; what lies before is still being made.
    expect(picture.preparing).toEqual([{ fromMs: 2 * MINUTE, toMs: 7 * MINUTE }]);
    expect([...picture.values].slice(0, 2)).toEqual([1, 2]);
    expect(picture.values.at(-1)).toBe(5);
    expect(picture.timesMs.at(-1)).toBeGreaterThan(9 * MINUTE);
    expect(picture.gaps).toEqual([]);
  });

  test('what is not on board is neither data nor a gap, but for what the tail has brought', () => {
    const missing = [
      { fromMs: -MINUTE, toMs: 2 * MINUTE },
      { fromMs: 4 * MINUTE, toMs: 5 * MINUTE },
    ];
    const answer = answerOf([bucketTile('1min', 2 * MINUTE, [[1], [1]])], { missing, missingReason: 'plant-away' });
    const tail = { timesMs: [4 * MINUTE + 1], values: [1] };
    const picture = seriesPicture({ answer, tail, range, nowMs: 10 * MINUTE });
    expect(picture.unknown).toEqual([
      { fromMs: 0, toMs: 2 * MINUTE },
      { fromMs: 4 * MINUTE, toMs: 4 * MINUTE + 1 },
    ]);
    expect(picture.gaps).toEqual([]);
    expect(readingAt(picture, MINUTE).kind).toBe('not-on-board');
  });

  test('what was revised is marked as far as the range shows it, and drawn as any other', () => {
    const revised = [{ fromMs: -MINUTE, toMs: 2 * MINUTE }];
    const answer = answerOf([bucketTile('1min', 0, [[1], [1], [1], [1], [1]])], { revised });
    const picture = seriesPicture({ answer, tail: noTail, range, nowMs: 10 * MINUTE });
    expect(picture.revised).toEqual([{ fromMs: 0, toMs: 2 * MINUTE }]);
    expect(picture.gaps).toEqual([]);
    expect(picture.segments).toHaveLength(1);
  });

  test('the open bucket is what the tile knew and the tail since, and stands in the past', () => {
    const answer = answerOf([bucketTile('1min', 0, [[1], [2], [3], [4], [10, 20]], 4.5 * MINUTE)], {
      completeToMs: 4 * MINUTE,
    });
    const tail = { timesMs: [4.4 * MINUTE, 4.6 * MINUTE], values: [99, 30] };
    const picture = seriesPicture({ answer, tail, range, nowMs: 4.8 * MINUTE });
    expect(newestReading(picture, range)).toEqual({ kind: 'value', timeMs: 4.4 * MINUTE, value: 20, min: 10, max: 30 });
  });

  test('a tail that reaches back to the bucket replaces a tile that knew less', () => {
    const answer = answerOf([bucketTile('1min', 0, [[1], [2], [3], [4], [10]], 4.5 * MINUTE)], {
      completeToMs: 4 * MINUTE,
    });
    const tail = { timesMs: [4 * MINUTE, 4.1 * MINUTE, 4.2 * MINUTE], values: [10, 20, Number.NaN] };
    const picture = seriesPicture({ answer, tail, range, nowMs: 5 * MINUTE });
    expect(newestReading(picture, range)).toMatchObject({ value: 15, min: 10, max: 20 });
    expect(picture.badTimesMs).toEqual([4.5 * MINUTE]);
  });

  test('the averages of the buckets beside the tiles carry the line to the edges', () => {
    const answer = answerOf([bucketTile('1min', 0, [[1], [2], [3]])], {
      before: { timeMs: -0.5 * MINUTE, value: 0 },
      after: { timeMs: 3.5 * MINUTE, value: 4 },
    });
    const picture = seriesPicture({ answer, tail: noTail, range: { fromMs: 0, toMs: 3 * MINUTE }, nowMs: 10 * MINUTE });
    expect(picture.segments).toEqual([{ from: 0, to: 5 }]);
    expect([...picture.values]).toEqual([0, 1, 2, 3, 4]);
  });

  test('a neighbour that a tile holds as well is there once', () => {
    const answer = answerOf([bucketTile('1min', 0, [[1], [2], [3]])], {
      range: { fromMs: MINUTE, toMs: 2 * MINUTE },
      before: { timeMs: 0.5 * MINUTE, value: 1 },
      after: { timeMs: 2.5 * MINUTE, value: 3 },
    });
    const picture = seriesPicture({ answer, tail: noTail, range: answer.range, nowMs: 10 * MINUTE });
    expect([...picture.values]).toEqual([1, 2, 3]);
  });

  test('a tile asked long ago says nothing of what came since', () => {
    const answer = answerOf([bucketTile('1min', 0, [[1], [1], [], [], []], 3.5 * MINUTE)], {
      completeToMs: 3 * MINUTE,
    });
    const picture = seriesPicture({ answer, tail: noTail, range, nowMs: 5 * MINUTE });
    expect(picture.gaps).toEqual([{ fromMs: 2 * MINUTE, toMs: 3.5 * MINUTE }]);
  });

  test('the bucket that is still open is not missing while nothing has come into it', () => {
    const tile = bucketTile('1min', 0, [[1], [1], [1], [1], []], 4.4 * MINUTE);
    const answer = answerOf([tile], { completeToMs: 4 * MINUTE });
    const picture = seriesPicture({ answer, tail: noTail, range, nowMs: 4.5 * MINUTE });
    expect(picture.gaps).toEqual([]);
  });
});
