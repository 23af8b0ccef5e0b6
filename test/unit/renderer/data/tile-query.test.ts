import { expect, test } from 'vitest';
import { TileQuery, type TileView, type TileWish } from '../../../../src/renderer/data/tile-query';
import type { HistoryAnswer } from '../../../../src/shared/history-frame';
import type { HistoryRequest } from '../../../../src/shared/viewer/asked-questions';
import { HistoryFailure } from '../../../../src/shared/viewer/pending-requests';
import { ManualTime } from '../manual-time';

const HOUR = 3_600_000;
const wish = (from: number, workUnitId = 'a'): TileWish => ({
  series: [{ table: 'oee', workUnitId, name: 'oee_score' }],
  range: { fromMs: from * HOUR, toMs: (from + 1) * HOUR },
  resolution: '1hour',
});
const touch = (workUnitId: string, from: number) => ({
  ...{ workUnitId, table: 'oee' as const },
  range: { fromMs: from * HOUR, toMs: from * HOUR },
});

/** A history that answers after 100 ms; `fail` is what its next answers fail with. */
function setUp() {
  const time = new ManualTime();
  const asked: HistoryRequest[] = [];
  const views: TileView[] = [];
  const fail: Error[] = [];
  let [underWay, most, aborted] = [0, 0, 0];
  const query = new TileQuery({
    fetch: (request, signal) =>
      new Promise((resolve, reject) => {
        asked.push(request);
        most = Math.max(most, ++underWay);
        const failure = fail.shift();
        const answers = [{ range: request.range } as HistoryAnswer];
        const stop = time.after(100, () => {
          underWay--;
          if (failure === undefined) resolve(answers);
          else reject(failure);
        });
        signal.addEventListener('abort', () => {
          [underWay, aborted] = [underWay - 1, aborted + 1];
          stop();
          reject(signal.reason);
        });
      }),
    after: time.after,
    nowMs: () => time.nowMs,
    changed: (view) => views.push(view),
  });
  return { time, asked, views, fail, query, most: () => most, aborted: () => aborted };
}

test('all wishes are answered in their order, a few at a time', async () => {
  const { time, views, query, most } = setUp();
  const wishes = Array.from({ length: 9 }, (_, at) => wish(at));
  query.setWishes(wishes);
  await time.pass(1_000);
  expect(views.at(-1)?.answers.map(([answer]) => answer?.range.fromMs)).toEqual(
    wishes.map(({ range }) => range.fromMs),
  );
  expect(most()).toBe(4);
});

test('other wishes cut the reading off; what was shown stays, with its own wishes, until theirs are whole', async () => {
  const { time, views, query, aborted } = setUp();
  const [first, second] = [[wish(1)], [wish(2)]];
  query.setWishes(first);
  await time.pass(200);
  query.setWishes([wish(3)]);
  await time.pass(50);
  query.setWishes(second);
  await time.pass(50);
  expect(aborted()).toBe(1);
  expect(views.at(-1)?.wishes).toBe(first);
  await time.pass(100);
  expect(views.at(-1)?.wishes).toBe(second);
  query.setWishes([]);
  expect(views.at(-1)?.answers).toEqual([]);
});

test('rows that change in it have it read again, once in 15 s however many there are; others do not', async () => {
  const { time, asked, query } = setUp();
  query.setWishes([wish(1)]);
  await time.pass(1_000);
  query.touched(touch('b', 1));
  query.touched(touch('a', 3));
  await time.pass(60_000);
  expect(asked).toHaveLength(1);
  for (let at = 0; at < 40; at++) {
    query.touched(touch('a', 1));
    await time.pass(1_000);
  }
  expect(asked.length).toBeGreaterThanOrEqual(3);
  expect(asked.length).toBeLessThanOrEqual(5);
});

test('a failure is told beside what was shown, and tried again where that can help', async () => {
  const { time, asked, views, fail, query } = setUp();
  query.setWishes([wish(1)]);
  await time.pass(200);
  fail.push(new HistoryFailure('The plant is away.', true));
  query.resync();
  await time.pass(200);
  expect(views.at(-1)).toMatchObject({ failure: 'The plant is away.', answers: [[{ range: wish(1).range }]] });
  await time.pass(5_000);
  expect(views.at(-1)?.failure).toBeUndefined();
  fail.push(new HistoryFailure('This range cannot be read at 1hour.', false));
  query.resync();
  await time.pass(200);
  const before = asked.length;
  await time.pass(60_000);
  expect(asked).toHaveLength(before);
  query.dispose();
});
