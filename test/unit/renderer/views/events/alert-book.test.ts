import { expect, test } from 'vitest';
import { AlertBook } from '../../../../../src/renderer/views/events/alert-book';
import type { PlantEvent } from '../../../../../src/shared/events';

const stop = (workUnitId: string, fromMs: number, toMs: number | null = null): PlantEvent => ({
  ...{ workUnitId, kind: 'stop', fromMs, toMs },
});
const names = (events: readonly PlantEvent[]) => events.map(({ workUnitId }) => workUnitId);

test('what goes on when a screen opens is not told of; what becomes old enough later is, once', () => {
  const book = new AlertBook();
  expect(book.due([stop('old', 0)], 100_000, 60_000)).toEqual([]);
  const both = [stop('old', 0), stop('new', 90_000)];
  expect(book.due(both, 120_000, 60_000)).toEqual([]);
  expect(names(book.due(both, 150_000, 60_000))).toEqual(['new']);
  expect(book.due(both, 160_000, 60_000)).toEqual([]);
});

test('one that has ended is told of anew when it comes back; one whose begin has left the range is not', () => {
  const book = new AlertBook();
  book.due([], 0, 0);
  expect(names(book.due([stop('press', 10)], 10, 0))).toEqual(['press']);
  expect(book.due([{ ...stop('press', 500), beganBefore: true }], 900, 0)).toEqual([]);
  expect(book.due([stop('press', 10, 950)], 1_000, 0)).toEqual([]);
  expect(names(book.due([stop('press', 1_100)], 1_200, 0))).toEqual(['press']);
});

test('an answer that knows less than the one before, as while the plant is away, makes nothing news again', () => {
  const book = new AlertBook();
  book.due([], 0, 0);
  expect(names(book.due([stop('press', 90)], 100, 0))).toEqual(['press']);
  expect(book.due([stop('press', 90)], 60, 0)).toEqual([]);
  expect(book.due([], 60, 0)).toEqual([]);
  expect(names(book.due([stop('press', 90), stop('mill', 120)], 130, 0))).toEqual(['mill']);
  expect(book.due([stop('press', 90, 135)], 140, 0)).toEqual([]);
  expect(names(book.due([stop('press', 150)], 160, 0))).toEqual(['press']);
});
