import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readRecording } from '../../../../src/main/demo/replay/recording-file';
import { type ChartData, chartData } from '../../../../src/renderer/chart/chart-data';
import { EMPTY_TAIL } from '../../../../src/renderer/data/live-tail';
import type { HistoryAnswer } from '../../../../src/shared/history-frame';
import { offeredLevels, resolutionFor } from '../../../../src/shared/resolution';
import { BUCKET_MS, type BucketResolution, RESOLUTIONS, type SeriesKey } from '../../../../src/shared/series';
import { emptyBuckets, type Tile } from '../../../../src/shared/tile';
import { ceilTo, DAY_MS, floorTo, HOUR_MS, MINUTE_MS, type TimeRange } from '../../../../src/shared/time';

const RECORDING = resolve('../shared/data/machine_temperature.csv');
const HAS_RECORDING = existsSync(RECORDING);
if (!HAS_RECORDING)
  process.stdout.write(`left out: the faults of the real recording, which is not there (${RECORDING})\n`);

const SERIES: SeriesKey = { table: 'metric', workUnitId: 'press-1', name: 'temperature' };
const CADENCE_MS = 5 * MINUTE_MS;
const POINTS_PER_PX = 4;
/** A small kiosk's chart and that of a large screen. */
const WIDTHS_PX = [600, 1_800];
/** From three months to an hour. */
const ZOOMS = {
  '90 d': 90 * DAY_MS,
  '30 d': 30 * DAY_MS,
  '7 d': 7 * DAY_MS,
  '1 d': DAY_MS,
  '6 h': 6 * HOUR_MS,
  '1 h': HOUR_MS,
};
/** As those who recorded it have marked them. */
const FAULTS = {
  'the planned shutdown': Date.UTC(2013, 11, 16, 17, 25),
  'the precursor': Date.UTC(2014, 0, 28, 13, 55),
  'the failure': Date.UTC(2014, 1, 8, 14, 30),
};

let samples: readonly { readonly timeMs: number; readonly value: number }[] = [];
beforeAll(async () => {
  if (!HAS_RECORDING) return;
  const { timesMs, values } = await readRecording(RECORDING, { metricName: 'temperature' });
  samples = timesMs.map((timeMs, at) => ({ timeMs, value: values[at] as number })).sort((a, b) => a.timeMs - b.timeMs);
});

/** The samples of a range as history would answer them: the level for the range and the chart's width, in one tile. */
function answerFor(range: TimeRange, widthPx: number): HistoryAnswer {
  const resolution = resolutionFor(range, POINTS_PER_PX * widthPx, offeredLevels(range, CADENCE_MS, RESOLUTIONS));
  const stepMs = resolution === 'raw' ? 1 : BUCKET_MS[resolution];
  const aligned = { fromMs: floorTo(range.fromMs, stepMs), toMs: ceilTo(range.toMs, stepMs) };
  const held = samples.filter(({ timeMs }) => timeMs >= aligned.fromMs && timeMs < aligned.toMs);
  const columns: Tile['columns'] =
    resolution === 'raw'
      ? {
          kind: 'raw',
          timesMs: Float64Array.from(held, ({ timeMs }) => timeMs),
          values: Float64Array.from(held, ({ value }) => value),
        }
      : bucketsOf(resolution, aligned, held);
  const asOfMs = Date.UTC(2014, 5, 1);
  return {
    ...{ requestId: 1, series: SERIES, range, resolution, cadenceMs: CADENCE_MS, completeToMs: range.toMs, asOfMs },
    ...{ revised: [], missing: [], missingReason: null, preparing: [], before: null, after: null },
    tiles: [{ series: SERIES, range: aligned, asOfMs, sealed: true, columns }],
  };
}

function bucketsOf(resolution: BucketResolution, { fromMs, toMs }: TimeRange, held: typeof samples) {
  const columns = emptyBuckets(resolution, (toMs - fromMs) / BUCKET_MS[resolution]);
  for (const { timeMs, value } of held) {
    const at = Math.floor((timeMs - fromMs) / BUCKET_MS[resolution]);
    const isFirst = columns.counts[at] === 0;
    columns.counts[at] = (columns.counts[at] as number) + 1;
    columns.sums[at] = isFirst ? value : (columns.sums[at] as number) + value;
    columns.mins[at] = isFirst ? value : Math.min(columns.mins[at] as number, value);
    columns.maxs[at] = isFirst ? value : Math.max(columns.maxs[at] as number, value);
  }
  return columns;
}

/** The lowest of all that is drawn around a time: of line, band and lonely points. */
function lowestDrawn({ lines }: ChartData, { fromMs, toMs }: TimeRange): number {
  const drawn = lines.flatMap(({ line, band, lonely }) => [
    ...[line, band].flatMap(({ xs, columns }) =>
      columns.flatMap((ys) => xs.map((timeMs, row) => ({ timeMs, value: ys[row] ?? Number.POSITIVE_INFINITY }))),
    ),
    ...lonely,
  ]);
  return Math.min(...drawn.flatMap(({ timeMs, value }) => (timeMs >= fromMs && timeMs < toMs ? [value] : [])));
}

const cases = Object.entries(FAULTS).flatMap(([fault, atMs]) =>
  Object.entries(ZOOMS).flatMap(([zoom, spanMs]) =>
    WIDTHS_PX.map((widthPx) => ({ fault, atMs, zoom, spanMs, widthPx })),
  ),
);

test.runIf(HAS_RECORDING).each(cases)(
  '$fault is drawn to its lowest sample over $zoom on $widthPx pixels',
  ({ atMs, spanMs, widthPx }) => {
    const range = { fromMs: atMs - spanMs / 2, toMs: atMs + spanMs / 2 };
    const answer = answerFor(range, widthPx);
    const drawn = chartData({
      series: [{ answer, tail: EMPTY_TAIL }],
      ...{ range, nowMs: answer.asOfMs, pixelColumns: widthPx },
    });
    // Whatever is drawn for a moment stands at most a bucket or two pixels beside it.
    const stepMs = answer.resolution === 'raw' ? 0 : BUCKET_MS[answer.resolution];
    const blurMs = Math.max(stepMs, (2 * spanMs) / widthPx);
    const aroundMs = Math.min(12 * HOUR_MS, spanMs / 2);
    const around = { fromMs: atMs - aroundMs, toMs: atMs + aroundMs };
    const lowest = Math.min(
      ...samples.flatMap(({ timeMs, value }) => (timeMs >= around.fromMs && timeMs < around.toMs ? [value] : [])),
    );
    const wide = { fromMs: around.fromMs - blurMs, toMs: around.toMs + blurMs };
    expect(lowestDrawn(drawn, wide)).toBeLessThanOrEqual(lowest);
    // And nothing is drawn that was not recorded.
    const recorded = samples.filter(({ timeMs }) => timeMs >= wide.fromMs - blurMs && timeMs < wide.toMs + blurMs);
    expect(lowestDrawn(drawn, wide)).toBeGreaterThanOrEqual(Math.min(...recorded.map(({ value }) => value)));
  },
);
