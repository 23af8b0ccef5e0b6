import fc from 'fast-check';
import { expect, test } from 'vitest';
import { busyMs, pieceTarget } from '../../../../src/main/figures/piece-target';
import { HOUR_MS, MINUTE_MS } from '../../../../src/shared/time';

const stop = (fromMinute: number, toMinute: number) => ({
  ...{ name: 'Break', fromMs: fromMinute * MINUTE_MS, toMs: toMinute * MINUTE_MS },
});
const shift = (excluded: readonly ReturnType<typeof stop>[]) => ({
  ...{ kind: 'shift' as const, name: 'Early', productionDay: '2026-11-26', timeZone: 'UTC' },
  ...{ fromMs: 0, toMs: 8 * HOUR_MS, excluded: [...excluded] },
});
const rule = { metric: 'good', counting: 'counter' } as const;

test('busy time is what lies outside of stops, each minute of which counts once however they overlap', () => {
  const stops = fc.array(fc.tuple(fc.integer({ min: -20, max: 120 }), fc.nat({ max: 60 })), { maxLength: 8 });
  fc.assert(
    fc.property(stops, fc.nat({ max: 100 }), (list, length) => {
      const sorted = list.map(([from, minutes]) => stop(from, from + minutes)).sort((a, b) => a.fromMs - b.fromMs);
      const minutes = Array.from({ length }, (_, minute) => minute * MINUTE_MS);
      const isBusy = (at: number) => !sorted.some(({ fromMs, toMs }) => at >= fromMs && at < toMs);
      expect(busyMs({ fromMs: 0, toMs: length * MINUTE_MS }, sorted)).toBe(minutes.filter(isBusy).length * MINUTE_MS);
    }),
  );
});

test('the target follows the takt, rests in planned stops, and ends at the shift’s own', () => {
  const at = (minute: number, more = {}) => {
    const begun = [stop(60, 75)].filter(({ fromMs }) => fromMs < minute * MINUTE_MS);
    const times = { nowMs: minute * MINUTE_MS, wholeMs: 465 * MINUTE_MS };
    return pieceTarget({ ...rule, taktSeconds: 30, ...more }, shift(begun), times);
  };
  expect([at(0), at(60), at(70), at(75), at(76)].map(({ soFar }) => soFar)).toEqual([0, 120, 120, 120, 122]);
  expect(at(480)).toEqual({ soFar: 930, whole: 930, taktMs: 30_000 });
  // What is told later than the shift's end belongs to the next one.
  expect(at(600).soFar).toBe(930);
  expect(at(480, { targetPerShift: 465 })).toEqual({ soFar: 465, whole: 465, taktMs: 30_000 });
  expect(at(240, { targetPerShift: 465, taktSeconds: undefined })).toEqual({ soFar: 225, whole: 465, taktMs: 60_000 });
  expect(at(76, { taktSeconds: undefined, idealCycleSeconds: 60 }).soFar).toBe(61);
});

test('without a pace there is no target; a shift’s target says nothing where there is no shift', () => {
  const times = { nowMs: HOUR_MS, wholeMs: undefined };
  const nothing = { soFar: null, whole: null, taktMs: null };
  expect(pieceTarget(rule, shift([]), times)).toEqual(nothing);
  expect(pieceTarget({ ...rule, targetPerShift: 900 }, shift([]), times)).toEqual(nothing);
  expect(pieceTarget({ ...rule, taktSeconds: 36 }, shift([]), times)).toEqual({
    soFar: 100,
    whole: null,
    taktMs: 36_000,
  });
});
