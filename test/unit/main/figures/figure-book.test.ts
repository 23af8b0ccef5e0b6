import { expect, test } from 'vitest';
import { FigureBook } from '../../../../src/main/figures/figure-book';
import type { FigureUnit } from '../../../../src/main/figures/figure-unit';
import type { FigureAnswer, FigureHistory } from '../../../../src/main/figures/period-reads';
import { LineCalendar } from '../../../../src/shared/calendar/calendar-rules';
import { ShiftCalendar } from '../../../../src/shared/calendar/shift-calendar';
import { BUCKET_MS, OEE_SCORES, type SeriesKey, TILE_SPAN_MS } from '../../../../src/shared/series';
import type { ShiftFigures } from '../../../../src/shared/shift-figures';
import { emptyBuckets, type Tile } from '../../../../src/shared/tile';
import { floorTo, HOUR_MS, MINUTE_MS, type TimeRange } from '../../../../src/shared/time';

const NOW_MS = Date.UTC(2026, 10, 25, 10, 2);
const never = new AbortController().signal;
const SHIFTS = new ShiftCalendar(
  LineCalendar.parse({
    timeZone: 'UTC',
    shifts: [
      { name: 'Early', start: '06:02', end: '14:00' },
      { name: 'Late', start: '14:00', end: '22:00' },
    ],
    dailyStops: [{ name: 'Break', start: '09:00', end: '09:15' }],
  }),
);

/** Rows a minute in which every score is `value`; a bucket holds as many samples as minutes, all of them in it. */
class SteadyHistory implements FigureHistory {
  readonly requests: { readonly series: number; readonly resolution: string }[] = [];
  readonly refused = new Set<string>();
  refusedLevel: string | undefined;
  missing: readonly TimeRange[] = [];
  readonly value: (timeMs: number) => number;

  constructor(value: (timeMs: number) => number) {
    this.value = value;
  }

  isRefused(error: unknown): boolean {
    return error instanceof RangeError;
  }

  async answer(request: Parameters<FigureHistory['answer']>[0]): Promise<readonly FigureAnswer[]> {
    const { series, range, resolution } = request;
    const isRefused = series.some(({ workUnitId }) => this.refused.has(workUnitId));
    if (isRefused && (this.refusedLevel ?? resolution) === resolution) throw new RangeError('refused');
    this.requests.push({ series: series.length, resolution });
    return series.map((key) => ({ tiles: this.#tiles(key, range, resolution), missing: this.missing, preparing: [] }));
  }

  #tiles(series: SeriesKey, { fromMs, toMs }: TimeRange, resolution: '1min' | '5min'): readonly Tile[] {
    const [spanMs, bucketMs] = [TILE_SPAN_MS[resolution], BUCKET_MS[resolution]];
    const tiles: Tile[] = [];
    for (let at = floorTo(fromMs, spanMs); at < toMs; at += spanMs) {
      const columns = emptyBuckets(resolution, spanMs / bucketMs);
      for (let index = 0; index < columns.counts.length; index++) {
        const minutes = Array.from(
          { length: bucketMs / MINUTE_MS },
          (_, own) => at + index * bucketMs + own * MINUTE_MS,
        );
        const values = minutes.filter((timeMs) => timeMs < NOW_MS).map(this.value);
        columns.counts[index] = values.length;
        if (values.length === 0) continue;
        columns.sums[index] = values.reduce((sum, value) => sum + value, 0);
        columns.mins[index] = Math.min(...values);
        columns.maxs[index] = Math.max(...values);
      }
      tiles.push({ series, range: { fromMs: at, toMs: at + spanMs }, asOfMs: NOW_MS, sealed: false, columns });
    }
    return tiles;
  }
}

const unit = (number: number, line: string | null = 'one'): FigureUnit => ({
  ...{ workUnitId: `unit-${number}`, line, scores: OEE_SCORES },
});

function bookOf(history: FigureHistory, units: readonly FigureUnit[], nowMs = () => NOW_MS) {
  const told: ShiftFigures[] = [];
  const book = new FigureBook({
    ...{ history, units: () => units, nowMs },
    calendarOf: (line) => (line === 'one' ? SHIFTS : undefined),
    onChange: (figures) => told.push(figures),
  });
  return { book, told };
}

test('a figure is the sum of the samples over their number: not of planned stops, not of before the shift', async () => {
  // In the break everything stands; before 06:02 another shift would have run.
  const inBreak = (timeMs: number) =>
    timeMs % (24 * HOUR_MS) >= 9 * HOUR_MS && timeMs % (24 * HOUR_MS) < 9.25 * HOUR_MS;
  const history = new SteadyHistory((timeMs) =>
    inBreak(timeMs) ? 0 : timeMs < Date.UTC(2026, 10, 25, 6, 2) ? 0.1 : timeMs < Date.UTC(2026, 10, 25, 8) ? 0.6 : 0.9,
  );
  const { book, told } = bookOf(history, [unit(1)]);
  expect(await book.make(never)).toBe(true);
  const [current, last] = told;
  const [early, late] = [118, 107];
  const score = current?.units[0]?.scores.find(({ name }) => name === 'oee_score');
  expect(current?.periods[0]).toMatchObject({ name: 'Early', excluded: [{ name: 'Break' }] });
  expect(score).toMatchObject({ count: early + late, badCount: 0 });
  expect(score?.average).toBeCloseTo((early * 0.6 + late * 0.9) / (early + late), 12);
  expect(current?.units[0]?.levels).toEqual(['5min', '1min']);
  expect(last).toMatchObject({ of: 'last', periods: [{ name: 'Late', productionDay: '2026-11-24' }] });
  expect(last?.units[0]?.scores[0]).toMatchObject({ count: 480 });
});

test('all units of a period are one request a level, up to 256 series', async () => {
  const history = new SteadyHistory(() => 0.5);
  const { book } = bookOf(
    history,
    Array.from({ length: 48 }, (_, at) => unit(at)),
  );
  await book.make(never);
  expect(history.requests.toSorted((a, b) => a.resolution.localeCompare(b.resolution))).toEqual([
    { series: 192, resolution: '1min' },
    { series: 192, resolution: '5min' },
    { series: 192, resolution: '5min' },
  ]);
});

test('a unit whose 5min buckets cannot be had is read at 1min; one that cannot be read at all costs no other its figure', async () => {
  const history = new SteadyHistory(() => 0.5);
  history.refused.add('unit-2');
  history.refusedLevel = '5min';
  const first = bookOf(history, [unit(1), unit(2), unit(3)]);
  await first.book.make(never);
  expect(first.told[0]?.units.map(({ levels, scores }) => [levels.length, scores[0]?.count])).toEqual([
    [2, 225],
    [1, 225],
    [2, 225],
  ]);
  history.refusedLevel = undefined;
  const second = bookOf(history, [unit(1), unit(2), unit(3)]);
  await second.book.make(never);
  expect(second.told[0]?.units.map(({ scores }) => scores.length)).toEqual([4, 0, 4]);
});

test('lines with and without a calendar have periods of their own', async () => {
  const { book, told } = bookOf(new SteadyHistory(() => 0.5), [unit(1), unit(2, null), unit(3)]);
  await book.make(never);
  expect(told[0]?.periods.map(({ kind }) => kind)).toEqual(['shift', 'recent']);
  expect(told[0]?.units.map(({ workUnitId, period }) => [workUnitId, period])).toEqual([
    ['unit-1', 0],
    ['unit-3', 0],
    ['unit-2', 1],
  ]);
  expect(told[1]?.units.map(({ workUnitId }) => workUnitId)).toEqual(['unit-1', 'unit-3']);
});

test('what is missing is said as far as it lies in the period and outside its stops', async () => {
  const history = new SteadyHistory(() => 0.5);
  history.missing = [{ fromMs: Date.UTC(2026, 10, 25, 5), toMs: Date.UTC(2026, 10, 25, 9, 5) }];
  const { book, told } = bookOf(history, [unit(1)]);
  expect(await book.make(never)).toBe(false);
  expect(told[0]?.units[0]?.missing).toEqual([
    { fromMs: Date.UTC(2026, 10, 25, 6, 2), toMs: Date.UTC(2026, 10, 25, 9) },
  ]);
});

test('a last shift that is as it was is not told again, the present one is', async () => {
  let nowMs = NOW_MS;
  const { book, told } = bookOf(new SteadyHistory(() => 0.5), [unit(1)], () => nowMs);
  await book.make(never);
  nowMs += 15_000;
  await book.make(never);
  expect(told.map(({ of }) => of)).toEqual(['current', 'last', 'current']);
  expect(book.figures().map(({ of, madeMs }) => [of, madeMs])).toEqual([
    ['current', nowMs],
    ['last', NOW_MS],
  ]);
});

test('a failure of history ends the making, and what was told before stays', async () => {
  const history = new SteadyHistory(() => 0.5);
  const { book, told } = bookOf(history, [unit(1)]);
  await book.make(never);
  const kept = book.figures();
  history.answer = async () => {
    throw new Error('the plant is in flames');
  };
  await expect(book.make(never)).rejects.toThrow('in flames');
  expect([book.figures(), told.length]).toEqual([kept, 2]);
});

test('good pieces are what the counter counted in the whole shift, the target leaves planned stops out', async () => {
  const minuteOf = (timeMs: number) => (timeMs - Date.UTC(2026, 10, 25)) / MINUTE_MS;
  // A piece a minute; at 08:00 the counter starts again.
  const history = new SteadyHistory((timeMs) => minuteOf(timeMs) % 480);
  const pieces = { metric: 'good', counting: 'counter', taktSeconds: 75 } as const;
  const scoreless = { ...unit(2), scores: [], pieces: { ...pieces, targetPerShift: 926 } };
  const { book, told } = bookOf(history, [{ ...unit(1), pieces }, scoreless, unit(3)]);
  expect(await book.make(never)).toBe(true);
  const [current, last] = told;
  // 06:02 to 10:01 is 239 pieces and the one since the last reading before it; the one made while it starts again reads as none.
  expect(current?.units[0]?.pieces).toEqual({
    ...{ good: 239, target: (225 * 60) / 75, taktMs: 75_000 },
    wholeTarget: (463 * 60) / 75,
  });
  expect(current?.units[1]).toMatchObject({ scores: [], pieces: { good: 239, wholeTarget: 926, target: 450 } });
  expect(current?.units[2]?.pieces).toBeUndefined();
  // Of the night before: 14:00 to 22:00.
  expect(last?.units[0]?.pieces).toMatchObject({ wholeTarget: 384, target: 384 });
});

test('pieces told by each sample are added up; a counter that cannot be read costs no score', async () => {
  const history = new SteadyHistory(() => 2);
  const samples = { metric: 'good', counting: 'samples' } as const;
  const answer = history.answer.bind(history);
  history.answer = async (request) => {
    if (request.series.some(({ table, workUnitId }) => table === 'metric' && workUnitId === 'unit-2'))
      throw new RangeError('refused');
    return answer(request);
  };
  const { book, told } = bookOf(history, [
    { ...unit(1), pieces: samples },
    { ...unit(2), pieces: samples },
  ]);
  await book.make(never);
  expect(told[0]?.units.map(({ pieces, scores }) => [pieces?.good, scores[0]?.count])).toEqual([
    [480, 225],
    [null, 225],
  ]);
  expect(told[0]?.units[0]?.pieces).toMatchObject({ target: null, wholeTarget: null, taktMs: null });
});

test('rows that come late are told as the figure before and now, the last shift again, and then no more', async () => {
  let nowMs = NOW_MS;
  let [early, late] = [0.5, 0.5];
  // Two minutes of the last shift are told anew, and two of the present one.
  const lastMs = Date.UTC(2026, 10, 24, 20);
  const presentMs = Date.UTC(2026, 10, 25, 7);
  const within = (timeMs: number, fromMs: number) => timeMs >= fromMs && timeMs < fromMs + 2 * MINUTE_MS;
  const history = new SteadyHistory((timeMs) =>
    within(timeMs, lastMs) ? early : within(timeMs, presentMs) ? late : 0.5,
  );
  const { book, told } = bookOf(history, [unit(1)], () => nowMs);
  await book.make(never);
  expect(told.map(({ units }) => units[0]?.revision)).toEqual([undefined, undefined]);
  [early, late] = [0.9, 0.1];
  nowMs += 15_000;
  await book.make(never);
  nowMs += 15_000;
  await book.make(never);
  expect(told.slice(2).map(({ of }) => of)).toEqual(['current', 'last', 'current']);
  const [current, last, again] = told.slice(2).map(({ units }) => units[0]?.revision);
  expect(again).toEqual(current);
  const untilMs = Date.UTC(2026, 10, 25, 10);
  expect(current).toMatchObject({ revisedMs: NOW_MS + 15_000, untilMs, scores: [{ name: 'oee_score' }, {}, {}, {}] });
  expect(last).toMatchObject({ revisedMs: NOW_MS + 15_000, untilMs: Date.UTC(2026, 10, 24, 22) });
  const [score] = last?.scores ?? [];
  expect(score?.before).toEqual({ average: 0.5, count: 480 });
  expect(score?.now.average).toBeCloseTo((478 * 0.5 + 2 * 0.9) / 480, 12);
});
