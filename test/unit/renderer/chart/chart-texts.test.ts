import { expect, test } from 'vitest';
import { captionText } from '../../../../src/renderer/chart/chart-caption';
import { timeAxisLabels } from '../../../../src/renderer/chart/time-axis';
import { codeRange, scoreRange, yRange } from '../../../../src/renderer/chart/y-range';

// Local times on purpose: what a screen shows is local wherever the test runs.
const at = (day: number, hours: number, minutes = 0, seconds = 0) =>
  new Date(2026, 10, day, hours, minutes, seconds).getTime();

const facts = {
  resolutions: ['1min'],
  completeToMs: at(23, 14, 2),
  hasLiveTail: true,
  isPreparing: false,
  isRevised: false,
  unknownWhy: undefined,
  asOfMs: undefined,
  samples: 3_600,
  drawnPoints: 1_200,
  badMarks: 0,
  rangeEndMs: at(23, 14, 2, 30),
  nowMs: at(23, 14, 2, 30),
} as const;

test('the caption names level, completeness and tail, and how many samples became how many points', () => {
  expect(captionText(facts)).toEqual({
    source: '1-min averages, complete to 14:02:00, tail live',
    counts: '3,600 samples → 1,200 drawn',
  });
});

test('the caption says what is being prepared and what was bad', () => {
  const { source, counts } = captionText({
    ...facts,
    hasLiveTail: false,
    isPreparing: true,
    isRevised: false,
    samples: 1_234_567,
    badMarks: 2,
  });
  expect(source).toBe('1-min averages, a part is still being prepared');
  expect(counts).toBe('1.2 M samples → 1,200 drawn, 2 marked for bad samples');
});

test('the caption says that a part was revised', () => {
  expect(captionText({ ...facts, isRevised: true }).source).toBe(
    '1-min averages, complete to 14:02:00, a part was revised, tail live',
  );
});

test('the caption says what is not on board, and for when the rest is true', () => {
  const past = { ...facts, hasLiveTail: false, rangeEndMs: at(22, 0) };
  expect(captionText({ ...past, unknownWhy: 'plant-away', asOfMs: at(23, 11, 2) }).source).toBe(
    '1-min averages, a part is not on board, data as of 11:02:00',
  );
  expect(captionText({ ...past, unknownWhy: 'plant-slow' }).source).toBe('1-min averages, a part is not read yet');
  expect(captionText({ ...past, unknownWhy: 'not-kept' }).source).toBe('1-min averages, a part is no longer kept');
  expect(captionText({ ...past, isOnlyOnBoard: true }).source).toContain('a part is kept on board only');
});

test('the caption says where local times came twice', () => {
  expect(captionText({ ...facts, isAmbiguous: true }).source).toBe(
    '1-min averages, complete to 14:02:00, times uncertain where the clocks were set back, tail live',
  );
});

test('a range of the past is complete, series of several levels name each', () => {
  const past = captionText({
    ...facts,
    resolutions: ['raw', '1min', 'raw'],
    rangeEndMs: at(22, 0),
    hasLiveTail: false,
  });
  expect(past.source).toBe('every sample and 1-min averages, complete');
  expect(captionText({ ...facts, resolutions: [], completeToMs: undefined }).source).toBe('newest values, tail live');
});

test('the date stands under the first tick of each day', () => {
  const ticks = [at(22, 20), at(22, 22), at(23, 0), at(23, 2)];
  expect(timeAxisLabels(ticks, 7_200_000, at(22, 21))).toEqual(['', '22:00\nSun 22 Nov', '00:00\nMon 23 Nov', '02:00']);
});

test('near ticks show seconds, far ones dates and years', () => {
  expect(timeAxisLabels([at(23, 14, 0, 5)], 5_000, 0)).toEqual(['14:00:05\nMon 23 Nov']);
  expect(timeAxisLabels([at(23, 0), at(30, 0)], 7 * 86_400_000, 0)).toEqual(['23 Nov\n2026', '30 Nov']);
});

const pictureOf = (mins: number[], maxs: number[]) => ({
  resolution: '1min' as const,
  timesMs: new Float64Array(mins.length),
  values: Float64Array.from(mins),
  mins: Float64Array.from(mins),
  maxs: Float64Array.from(maxs),
  segments: [{ from: 0, to: mins.length }],
  badTimesMs: [],
  gaps: [],
  preparing: [],
  unknown: [],
  revised: [],
  sampleCount: mins.length,
  tailFromMs: undefined,
});

test('the value axis holds all extremes and near limits, and leaves far limits out', () => {
  const picture = pictureOf([10, 12], [14, 20]);
  const [low, high] = yRange([picture], [22, 500]);
  expect(low).toBeLessThan(10);
  expect(high).toBeGreaterThan(22);
  expect(high).toBeLessThan(30);
});

test('a flat line, an empty picture and limits alone get a range with room', () => {
  for (const [pictures, lines] of [
    [[pictureOf([5], [5])], []],
    [[pictureOf([0], [0])], []],
    [[], []],
    [[], [3]],
  ] as const) {
    const [low, high] = yRange(pictures, lines);
    expect(low).toBeLessThan(high);
  }
});

test('scores stand between 0 and 100 %, with more room only where values go beyond', () => {
  const [low, high] = scoreRange([pictureOf([0.91], [0.97])]);
  expect(low).toBeCloseTo(-0.02);
  expect(high).toBeCloseTo(1.02);
  expect(scoreRange([pictureOf([0.91], [1.2])])[1]).toBeGreaterThan(1.2);
  expect(scoreRange([])).toEqual(scoreRange([pictureOf([0.5], [0.5])]));
});

test('codes have the range of all their words, whatever is drawn', () => {
  expect(codeRange({ '0': 'Stopped', '4': 'Planned stop' })).toEqual([-0.5, 4.5]);
  expect(codeRange({})).toEqual([0, 1]);
});
