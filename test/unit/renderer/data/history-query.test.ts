import { describe, expect, test } from 'vitest';
import { HistoryQuery, type HistoryView, type HistoryWish } from '../../../../src/renderer/data/history-query';
import type { HistoryAnswer } from '../../../../src/shared/history-frame';
import { type Resolution, type SeriesKey, seriesKeyText } from '../../../../src/shared/series';
import type { TimeRange } from '../../../../src/shared/time';
import type { HistoryRequest } from '../../../../src/shared/viewer/asked-questions';
import { HistoryFailure } from '../../../../src/shared/viewer/pending-requests';
import { ManualTime } from '../manual-time';

const OEE: SeriesKey = { table: 'oee', workUnitId: 'a', name: 'oee_score' };
const SPEED: SeriesKey = { table: 'metric', workUnitId: 'a', name: 'speed' };
const HOUR = 3_600_000;
const following = (series: readonly SeriesKey[] = [OEE]): HistoryWish => ({
  series,
  window: { kind: 'follow', spanMs: HOUR },
  pointBudget: 100,
});
const fixed = (fromMs: number, toMs: number): HistoryWish => ({
  series: [OEE],
  window: { kind: 'fixed', range: { fromMs, toMs } },
  pointBudget: 100,
});

/** A history that answers after `takesMs`, and keeps what it was asked. */
function setUp({
  takesMs = 20,
  resolution = '1min' as Resolution,
  tailFromMs = undefined as number | undefined,
  preparing = [] as TimeRange[],
} = {}) {
  const time = new ManualTime();
  time.nowMs = 10 * HOUR;
  const asked: (HistoryRequest & { atMs: number; aborted: boolean })[] = [];
  const views: HistoryView[] = [];
  const failing: HistoryFailure[] = [];
  const fetch = (request: HistoryRequest, signal: AbortSignal) =>
    new Promise<readonly HistoryAnswer[]>((resolve, reject) => {
      const entry = { ...request, atMs: time.nowMs, aborted: false };
      asked.push(entry);
      const failure = failing.shift();
      const stop = time.after(takesMs, () =>
        failure ? reject(failure) : resolve(request.series.map((s) => answer(s, request.range))),
      );
      signal.addEventListener('abort', () => {
        entry.aborted = true;
        stop();
        reject(signal.reason);
      });
    });
  const answer = (series: SeriesKey, range: TimeRange): HistoryAnswer => ({
    requestId: asked.length,
    series,
    range,
    resolution,
    cadenceMs: 1_000,
    completeToMs: range.toMs,
    asOfMs: range.toMs,
    revised: [],
    missing: [],
    missingReason: null,
    preparing: [...preparing],
    before: null,
    after: null,
    tiles: [],
  });
  const query = new HistoryQuery({
    fetch,
    after: time.after,
    nowMs: () => time.nowMs,
    tailFromMs: () => tailFromMs,
    changed: (view) => views.push(view),
  });
  const view = () => views.at(-1);
  return { time, asked, views, failing, query, view };
}

describe('a wish', () => {
  test('is asked for at once and shown when it is answered', async () => {
    const { query, time, asked, view } = setUp();
    query.setWish(following());
    expect(view()?.loading).toBe(true);
    await time.pass(20);
    expect(asked[0]?.range).toEqual({ fromMs: 9 * HOUR, toMs: 10 * HOUR });
    expect(view()?.loading).toBe(false);
    expect(view()?.answers.get(seriesKeyText(OEE))?.range).toEqual(asked[0]?.range);
  });

  test('dragging never has more than one request in flight, and the last wish wins', async () => {
    const { query, time, asked, view } = setUp({ takesMs: 100 });
    for (let step = 0; step < 40; step++) {
      query.setWish(fixed(step, step + HOUR));
      await time.pass(16);
      const open = asked.filter(({ atMs, aborted }) => !aborted && atMs + 100 > time.nowMs);
      expect(open.length).toBeLessThanOrEqual(1);
    }
    await time.pass(300);
    expect(asked.length).toBeLessThan(12);
    expect(view()?.answers.get(seriesKeyText(OEE))?.range).toEqual({ fromMs: 39, toMs: 39 + HOUR });
    expect(view()?.loading).toBe(false);
  });

  test('a slow answer gives way to a newer wish after a quarter of a second', async () => {
    const { query, time, asked } = setUp({ takesMs: 5_000 });
    query.setWish(fixed(0, HOUR));
    await time.pass(100);
    query.setWish(fixed(1, HOUR));
    await time.pass(149);
    expect(asked).toHaveLength(1);
    await time.pass(1);
    expect(asked.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  test('the old answer of a series that is still wanted stays while the new one is under way', async () => {
    const { query, time, view } = setUp();
    query.setWish(following());
    await time.pass(20);
    query.setWish(following([OEE, SPEED]));
    expect([...(view()?.answers.keys() ?? [])]).toEqual([seriesKeyText(OEE)]);
    expect(view()?.loading).toBe(true);
    await time.pass(300);
    expect(view()?.answers.size).toBe(2);
    query.setWish(following([SPEED]));
    expect([...(view()?.answers.keys() ?? [])]).toEqual([seriesKeyText(SPEED)]);
  });

  test('nothing wished, nothing asked; disposed, nothing more', async () => {
    const { query, time, asked } = setUp();
    query.setWish(following([]));
    await time.pass(10_000);
    expect(asked).toHaveLength(0);
    query.setWish(following());
    query.dispose();
    await time.pass(60_000);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.aborted).toBe(true);
  });
});

describe('keeping it current', () => {
  test.each([
    ['raw', 60_000],
    ['1min', 5_000],
    ['1hour', 60_000],
    ['1day', 300_000],
  ] as const)('while following, %s is read again each %i ms', async (resolution, everyMs) => {
    const { query, time, asked } = setUp({ resolution });
    query.setWish(following());
    await time.pass(3 * everyMs + 100);
    expect(asked.map(({ atMs }) => atMs - 10 * HOUR)).toEqual([0, everyMs, 2 * everyMs, 3 * everyMs]);
  });

  test('a fixed range is not read again by itself', async () => {
    const { query, time, asked } = setUp();
    query.setWish(fixed(0, HOUR));
    await time.pass(HOUR);
    expect(asked).toHaveLength(1);
  });

  test('a storm of changed rows in the range costs one read a second; changes elsewhere cost none', async () => {
    const { query, time, asked } = setUp();
    query.setWish(fixed(0, HOUR));
    await time.pass(1_100);
    for (let step = 0; step < 100; step++) {
      query.touched({ workUnitId: 'b', table: 'oee', range: { fromMs: 5, toMs: 6 } });
      query.touched({ workUnitId: 'a', table: 'metric', range: { fromMs: 5, toMs: 6 } });
      query.touched({ workUnitId: 'a', table: 'oee', range: { fromMs: 2 * HOUR, toMs: 3 * HOUR } });
      await time.pass(10);
    }
    expect(asked).toHaveLength(1);
    for (let step = 0; step < 300; step++) {
      query.touched({ workUnitId: 'a', table: 'oee', range: { fromMs: 5, toMs: 5 } });
      await time.pass(10);
    }
    expect(asked.length).toBeGreaterThanOrEqual(3);
    expect(asked.length).toBeLessThanOrEqual(5);
  });

  test('new samples that the tail holds are no reason to read raw again, a late row is', async () => {
    const { query, time, asked } = setUp({ resolution: 'raw', tailFromMs: 10 * HOUR - 1_000 });
    query.setWish(following());
    await time.pass(2_000);
    query.touched({ workUnitId: 'a', table: 'oee', range: { fromMs: 10 * HOUR, toMs: 10 * HOUR } });
    await time.pass(2_000);
    expect(asked).toHaveLength(1);
    query.touched({ workUnitId: 'a', table: 'oee', range: { fromMs: 9.5 * HOUR, toMs: 9.5 * HOUR } });
    await time.pass(1);
    expect(asked).toHaveLength(2);
  });

  test('after a reconnect it is read again at once', async () => {
    const { query, time, asked } = setUp();
    query.setWish(fixed(0, HOUR));
    await time.pass(50);
    query.resync();
    await time.pass(1);
    expect(asked).toHaveLength(2);
  });
});

describe('failing', () => {
  test('what can help is tried again while the old answer stays, and the reason is said', async () => {
    const { query, time, asked, failing, view } = setUp();
    query.setWish(following());
    await time.pass(100);
    failing.push(new HistoryFailure('the plant is unreachable', true));
    query.resync();
    await time.pass(100);
    expect(view()).toMatchObject({ failure: 'the plant is unreachable', loading: false });
    expect(view()?.answers.size).toBe(1);
    await time.pass(2_000);
    expect(asked).toHaveLength(3);
    expect(view()?.failure).toBeUndefined();
  });

  test('what cannot help is not', async () => {
    const { query, time, asked, failing } = setUp();
    failing.push(new HistoryFailure('no such series', false));
    query.setWish(following());
    await time.pass(60_000);
    expect(asked).toHaveLength(1);
  });
});

describe('sparing the plant', () => {
  test('a slow answer is followed by ten times as long a rest, however many rows change', async () => {
    const { query, time, asked } = setUp({ takesMs: 400 });
    query.setWish(fixed(0, HOUR));
    for (let step = 0; step < 1_200; step++) {
      query.touched({ workUnitId: 'a', table: 'oee', range: { fromMs: 5, toMs: 5 } });
      await time.pass(10);
    }
    expect(asked.map(({ atMs }) => atMs - 10 * HOUR)).toEqual([0, 4_000, 8_000, 12_000]);
  });

  test('what is still being prepared is looked for again as the preparation goes on, and only that', async () => {
    const preparing = [{ fromMs: 0, toMs: 5 }];
    const { query, time, asked } = setUp({ preparing });
    query.setWish(fixed(0, HOUR));
    await time.pass(100);
    query.preparedMore();
    await time.pass(10_000);
    expect(asked).toHaveLength(2);
    preparing.length = 0;
    query.preparedMore();
    await time.pass(10_000);
    expect(asked).toHaveLength(3);
    query.preparedMore();
    await time.pass(10_000);
    expect(asked).toHaveLength(3);
  });
});
