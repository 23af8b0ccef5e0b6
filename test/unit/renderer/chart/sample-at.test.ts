import { expect, test } from 'vitest';
import { chartData } from '../../../../src/renderer/chart/chart-data';
import { newestReading, readingAt } from '../../../../src/renderer/chart/chart-reading';
import type { FullPiece } from '../../../../src/renderer/chart/full-picture';
import { newestSample, sampleAt } from '../../../../src/renderer/chart/sample-at';
import type { TimeRange } from '../../../../src/shared/time';
import { answerOf, bucketTile, noTail } from './answers';

const minute = 60_000;

function piece(
  fromMs: number,
  toMs: number,
  samples: readonly (readonly [number, number])[],
  unknown: readonly TimeRange[] = [],
): FullPiece {
  return {
    ...{ range: { fromMs, toMs }, unknown },
    timesMs: Float64Array.from(samples, ([timeMs]) => timeMs),
    values: Float64Array.from(samples, ([, value]) => value),
  };
}

const pieces = [
  piece(0, minute, [
    [10_000, 1],
    [20_000, Number.NaN],
    [30_000, 3],
  ]),
  piece(minute, 2 * minute, [[65_000, 5]], [{ fromMs: 90_000, toMs: 2 * minute }]),
];

test('the nearest good sample is told, in the next piece as well; what is not at hand is not guessed', () => {
  expect(sampleAt(pieces, 12_000)).toEqual({ kind: 'value', timeMs: 10_000, value: 1 });
  // The bad one is none.
  expect(sampleAt(pieces, 20_500)).toEqual({ kind: 'value', timeMs: 30_000, value: 3 });
  expect(sampleAt(pieces, 59_000)).toEqual({ kind: 'value', timeMs: 65_000, value: 5 });
  expect(sampleAt(pieces, 61_000)).toEqual({ kind: 'value', timeMs: 65_000, value: 5 });
  expect(sampleAt(pieces, 100_000)).toEqual({ kind: 'not-on-board' });
  expect(sampleAt(pieces, 3 * minute)).toBeUndefined();
  expect(sampleAt([piece(0, minute, [])], 1_000)).toBeUndefined();
});

test('the newest good sample of a range is told where its end is at hand', () => {
  expect(newestSample(pieces, { fromMs: 0, toMs: minute })).toMatchObject({ timeMs: 30_000 });
  expect(newestSample(pieces, { fromMs: 0, toMs: 25_000 })).toMatchObject({ timeMs: 10_000 });
  expect(newestSample(pieces, { fromMs: 0, toMs: 3 * minute })).toBeUndefined();
});

test('while every sample is drawn the cursor tells a sample and not the average of its bucket', () => {
  const range = { fromMs: 0, toMs: 2 * minute };
  const answer = answerOf([bucketTile('1min', 0, [[1, 3], [5]])], {});
  const line = { line: { xs: [], columns: [[]] }, band: { xs: [], columns: [[], []] }, lonely: [] };
  const full = { window: range, line, gaps: [{ fromMs: 35_000, toMs: 50_000 }], samples: 3, pieces };
  const pictureOf = (every: typeof full | undefined) => {
    const series = [{ answer, tail: noTail, ...(every === undefined ? {} : { full: every }) }];
    const [picture] = chartData({ series, range, nowMs: 1e9, pixelColumns: 100 }).pictures;
    if (picture === undefined) throw new Error('no picture');
    return picture;
  };
  expect(readingAt(pictureOf(undefined), 29_000)).toMatchObject({ value: 2, min: 1, max: 3 });
  const every = pictureOf(full);
  expect(readingAt(every, 29_000)).toEqual({ kind: 'value', timeMs: 30_000, value: 3, min: 3, max: 3, isSample: true });
  expect(readingAt(every, 40_000)).toEqual({ kind: 'no-data' });
  expect(newestReading(every, { fromMs: 0, toMs: minute })).toMatchObject({ timeMs: 30_000, isSample: true });
  // While its piece is under way the level's point stands in for it.
  expect(readingAt(pictureOf({ ...full, pieces: [] }), 29_000)).toMatchObject({ value: 2 });
});
