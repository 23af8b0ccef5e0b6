import { describe, expect, test } from 'vitest';
import {
  excludedTexts,
  gapText,
  isCurrentFigure,
  isToCome,
  lackingWord,
  levelsText,
  periodText,
  periodWords,
  productOf,
} from '../../../../../src/renderer/views/common/figure-text';
import type { Reading } from '../../../../../src/renderer/views/common/unit-reading';
import type { FigurePeriod, UnitFigure } from '../../../../../src/shared/shift-figures';
import { HOUR_MS, MINUTE_MS } from '../../../../../src/shared/time';

const NOW_MS = Date.UTC(2026, 10, 25, 10, 2);
const EARLY: FigurePeriod = {
  ...{ kind: 'shift', name: 'Early shift', productionDay: '2026-11-25', timeZone: 'Europe/Berlin' },
  ...{ fromMs: Date.UTC(2026, 10, 25, 5), toMs: Date.UTC(2026, 10, 25, 13) },
  excluded: [{ name: 'Break', fromMs: Date.UTC(2026, 10, 25, 8), toMs: Date.UTC(2026, 10, 25, 8, 15) }],
};
const RECENT: FigurePeriod = {
  ...{ kind: 'recent', name: null, productionDay: null, timeZone: null, excluded: [] },
  ...{ fromMs: NOW_MS - HOUR_MS, toMs: NOW_MS },
};
const FIGURE: UnitFigure = {
  ...{ workUnitId: 'press', period: 0, levels: ['5min', '1min'], missing: [], preparing: [] },
  scores: [
    { name: 'oee_score', average: 0.5, count: 10, badCount: 0 },
    { name: 'availability', average: 0.9, count: 10, badCount: 0 },
    { name: 'performance', average: 0.8, count: 10, badCount: 0 },
    { name: 'quality', average: 1, count: 10, badCount: 0 },
  ],
};

describe('the stretch that a figure is of', () => {
  test('is told by the clocks of the line, wherever the screen stands', () => {
    expect(periodText(EARLY, 'current', NOW_MS)).toBe('Early shift, 06:00 – now');
    expect(periodText(EARLY, 'last', NOW_MS)).toBe('Early shift, 06:00 – 14:00');
    expect(excludedTexts(EARLY)).toEqual(['Break 09:00 – 09:15']);
  });

  test('has its date where it began more than a day ago', () => {
    expect(periodText(EARLY, 'last', NOW_MS + 48 * HOUR_MS)).toBe('Early shift, Nov 25, 2026 06:00 – 14:00');
  });

  test('is the last hour without a calendar, and where no shift is on', () => {
    expect(periodText(RECENT, 'current', NOW_MS)).toBe('last 60 min');
    expect(periodText({ ...RECENT, timeZone: 'UTC' }, 'current', NOW_MS)).toBe('no shift now, last 60 min');
  });

  test('comes in two short parts for narrow places', () => {
    const brief = { of: 'current', nowMs: NOW_MS, brief: true } as const;
    expect(periodWords(EARLY, brief)).toEqual({ name: 'Early shift', span: 'since 06:00' });
  });
});

test('a figure that is not of its whole period says what it lacks', () => {
  expect(gapText(FIGURE)).toBeUndefined();
  expect(gapText({ ...FIGURE, missing: [{ fromMs: 0, toMs: 65 * MINUTE_MS }] })).toBe('1 h 5 min not on board');
  const preparing = [
    { fromMs: 0, toMs: 10 * MINUTE_MS },
    { fromMs: HOUR_MS, toMs: HOUR_MS + 10 * MINUTE_MS },
  ];
  expect(gapText({ ...FIGURE, preparing })).toBe('20 min being prepared');
  expect(gapText({ ...FIGURE, scores: [] })).toMatch(/^cannot be read/);
});

test('what is not told yet is to come where parts are not at hand, and not otherwise', () => {
  const part = { fromMs: 0, toMs: MINUTE_MS };
  const lacking = [FIGURE, { ...FIGURE, missing: [part] }, { ...FIGURE, missing: [part], preparing: [part] }];
  expect(lacking.map(isToCome)).toEqual([false, true, true]);
  expect(lacking.map(lackingWord)).toEqual([undefined, 'not on board', 'being prepared']);
  expect([isToCome(undefined), isToCome({ ...FIGURE, scores: [] })]).toEqual([false, false]);
});

test('it is current while it was made within the minute and its newest sample is', () => {
  const told = { figure: FIGURE, period: EARLY, madeMs: NOW_MS };
  const newest = (current: boolean) => ({ current }) as Reading;
  expect(isCurrentFigure(told, newest(true), NOW_MS + MINUTE_MS)).toBe(true);
  expect(isCurrentFigure(told, newest(true), NOW_MS + MINUTE_MS + 1)).toBe(false);
  expect(isCurrentFigure(told, newest(false), NOW_MS)).toBe(false);
  expect(isCurrentFigure(undefined, newest(true), NOW_MS)).toBe(false);
});

test('levels, and the product of the averages, for the explanation', () => {
  expect(levelsText(['5min', '1min'])).toBe('5-min buckets, edges from 1-min buckets');
  expect(levelsText(['1min'])).toBe('1-min buckets');
  expect(levelsText([])).toBe('nothing yet');
  expect(productOf(FIGURE)).toBeCloseTo(0.72, 12);
  expect(productOf({ ...FIGURE, scores: FIGURE.scores.slice(0, 3) })).toBeUndefined();
});
