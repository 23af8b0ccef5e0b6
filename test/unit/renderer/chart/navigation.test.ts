import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  MAX_SPAN_MS,
  MIN_SPAN_MS,
  panned,
  pointedByKey,
  viewportByKey,
  wheelMove,
  zoomed,
} from '../../../../src/renderer/chart/navigation';

const nowMs = 1_700_000_000_000;
const hour = 3_600_000;
const following = { range: { fromMs: nowMs - hour, toMs: nowMs }, following: true };
const fixed = { range: { fromMs: nowMs - 3 * hour, toMs: nowMs - 2 * hour }, following: false };

test('zooming keeps the time under the pointer where it is', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0.1, max: 2, noNaN: true }),
      (at, factor) => {
        const anchorMs = fixed.range.fromMs + at * hour;
        const { range } = zoomed(fixed, factor, anchorMs, nowMs);
        expect((anchorMs - range.fromMs) / (range.toMs - range.fromMs)).toBeCloseTo(at, 3);
      },
    ),
  );
});

test('zooming a following chart leaves its right edge at the present', () => {
  const next = zoomed(following, 0.5, nowMs - hour, nowMs);
  expect(next).toEqual({ range: { fromMs: nowMs - hour / 2, toMs: nowMs }, following: true });
});

test('whatever is done, the span stays within its bounds, the range never passes the present and times are whole', () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({
        zoom: fc.double({ min: 0.001, max: 1_000, noNaN: true }),
        at: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      fc.record({ pan: fc.integer({ min: -1e12, max: 1e12 }) }),
      fc.record({ key: fc.constantFrom('ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', '+', '-', 'End') }),
    ),
  );
  fc.assert(
    fc.property(steps, (all) => {
      let viewport = following;
      for (const step of all) {
        const { fromMs, toMs } = viewport.range;
        if ('zoom' in step) viewport = zoomed(viewport, step.zoom, fromMs + step.at * (toMs - fromMs), nowMs);
        else if ('pan' in step) viewport = panned(viewport, step.pan, nowMs);
        else viewport = viewportByKey(viewport, step.key, nowMs) ?? viewport;
        const spanMs = viewport.range.toMs - viewport.range.fromMs;
        expect(spanMs).toBeGreaterThanOrEqual(MIN_SPAN_MS);
        expect(spanMs).toBeLessThanOrEqual(MAX_SPAN_MS);
        expect(viewport.range.toMs).toBeLessThanOrEqual(nowMs);
        expect(Number.isInteger(viewport.range.fromMs)).toBe(true);
        if (viewport.following) expect(viewport.range.toMs).toBe(nowMs);
      }
    }),
  );
});

test('moving into the past stops following, moving back to the present starts it', () => {
  const past = panned(following, -hour / 10, nowMs);
  expect(past.following).toBe(false);
  expect(panned(past, hour, nowMs)).toEqual(following);
});

test('a key that is not ours is left alone', () => {
  expect(viewportByKey(following, 'a', nowMs)).toBeUndefined();
});

test('moving towards the present catches on to it when it ends near to it; moving away never does', () => {
  const almost = { range: { fromMs: nowMs - hour - 60_000, toMs: nowMs - 60_000 }, following: false };
  expect(panned(almost, 1_000, nowMs)).toEqual(following);
  expect(panned(almost, -1_000, nowMs).following).toBe(false);
});

test('a wheel zooms, sideways or with shift it moves, whichever way the browser turns the step', () => {
  const turn = (change: object) =>
    wheelMove({ deltaX: 0, deltaY: 0, deltaMode: 0, shiftKey: false, ctrlKey: false, ...change });
  expect(turn({ deltaY: 100 })).toEqual({ panPx: 0, zoomPx: 100 });
  expect(turn({ deltaY: 3, deltaMode: 1 })).toEqual({ panPx: 0, zoomPx: 48 });
  expect(turn({ deltaX: 100, deltaY: 4 })).toEqual({ panPx: 100, zoomPx: 0 });
  expect(turn({ deltaY: 100, shiftKey: true })).toEqual({ panPx: 100, zoomPx: 0 });
  expect(turn({ deltaX: 100, shiftKey: true })).toEqual({ panPx: 100, zoomPx: 0 });
  expect(turn({ deltaY: 2, ctrlKey: true }).zoomPx).toBeGreaterThan(2);
});

test('shift and arrows move the cursor inside the range, Escape takes it away, other keys leave it', () => {
  const range = { fromMs: 0, toMs: 100_000 };
  const press = (key: string, shiftKey: boolean, at: number | undefined) => pointedByKey(range, { key, shiftKey }, at);
  expect(press('ArrowRight', true, undefined)).toEqual({ at: 51_000 });
  expect(press('ArrowLeft', true, 51_000)).toEqual({ at: 50_000 });
  expect(press('ArrowLeft', true, 0)).toEqual({ at: 0 });
  expect(press('ArrowRight', true, 99_900)).toEqual({ at: 99_500 });
  expect(press('Escape', false, 10)).toEqual({ at: undefined });
  expect(press('Escape', false, undefined)).toBeUndefined();
  expect(press('ArrowLeft', false, 10)).toBeUndefined();
});
