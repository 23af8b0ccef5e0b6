import { expect, test } from 'vitest';
import { shiftLack } from '../../../../../src/renderer/views/wall/shift-lack';
import type { PieceFigure, UnitFigure } from '../../../../../src/shared/shift-figures';
import { MINUTE_MS } from '../../../../../src/shared/time';

const AWAY = [{ fromMs: 0, toMs: 260 * MINUTE_MS }];
const PIECES: PieceFigure = { good: 120, target: 130.5, wholeTarget: 480, taktMs: 60_000 };

function figure(average: number | null, more: Partial<UnitFigure> = {}): UnitFigure {
  return {
    ...{ workUnitId: 'press', period: 0, levels: ['5min'], missing: [], preparing: [] },
    scores: [{ name: 'oee_score', average, count: average === null ? 0 : 10, badCount: 0 }],
    ...more,
  };
}

test('a figure that is whole says nothing', () => {
  expect(shiftLack(figure(0.8))).toEqual({ isEmpty: false, text: undefined, word: undefined });
  expect(shiftLack(figure(0.8, { pieces: PIECES }))).toEqual({ isEmpty: false, text: undefined, word: undefined });
});

test('a number of a part of its shift is told as such, a number that is to come by what it waits for', () => {
  const preparing = { preparing: AWAY };
  expect(shiftLack(figure(0.8, preparing))).toEqual({
    ...{ isEmpty: false, text: '4 h 20 min being prepared', word: 'not whole' },
  });
  expect(shiftLack(figure(null, preparing))).toMatchObject({ isEmpty: true, word: 'being prepared' });
  expect(shiftLack(figure(null, { missing: AWAY }))).toEqual({
    ...{ isEmpty: true, text: '4 h 20 min not on board', word: 'not on board' },
  });
});

test('where pieces are large it is theirs, also of a unit without scores', () => {
  const none = { ...PIECES, good: null };
  expect(shiftLack(figure(0.8, { pieces: none }))).toEqual({
    isEmpty: true,
    text: 'no count yet',
    word: 'no count yet',
  });
  expect(shiftLack(figure(null, { pieces: PIECES })).isEmpty).toBe(false);
  expect(shiftLack(figure(null, { scores: [], pieces: PIECES }))).toMatchObject({ isEmpty: false, text: undefined });
  expect(shiftLack(figure(null, { scores: [], pieces: none, preparing: AWAY })).word).toBe('being prepared');
});

test('before any figure has come, nothing is lacking of it', () => {
  expect(shiftLack(undefined)).toEqual({ isEmpty: true, text: undefined, word: undefined });
  expect(shiftLack(figure(null)).text).toBeUndefined();
});
