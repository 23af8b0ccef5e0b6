import { expect, test } from 'vitest';
import { afterFirstPicture } from '../../../../src/renderer/app/first-picture';

/** A screen whose catalogue and clock are told by the test. */
function screen() {
  let units: readonly unknown[] | undefined;
  const listeners = new Set<() => void>();
  const waiting = new Set<() => void>();
  let runs = 0;
  const source = {
    catalogueKnown: () => units !== undefined,
    catalogue: () => units ?? [],
    onCatalogue: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const after = (_delayMs: number, run: () => void) => {
    waiting.add(run);
    return () => waiting.delete(run);
  };
  afterFirstPicture(source, after, () => {
    runs += 1;
  });
  return {
    tell: (told: readonly unknown[]) => {
      units = told;
      for (const listener of [...listeners]) listener();
    },
    timePasses: () => {
      for (const run of [...waiting]) run();
    },
    runs: () => runs,
    isOver: () => listeners.size === 0 && waiting.size === 0,
  };
}

test('what comes after the first picture waits while there are units to draw', () => {
  const { tell, timePasses, runs, isOver } = screen();
  tell([{ workUnitId: 'press-01' }]);
  expect(runs()).toBe(0);
  timePasses();
  expect(runs()).toBe(1);
  expect(isOver()).toBe(true);
});

test('where there are no units it comes at once, and once', () => {
  const { tell, timePasses, runs, isOver } = screen();
  tell([]);
  expect(runs()).toBe(1);
  tell([]);
  timePasses();
  expect(runs()).toBe(1);
  expect(isOver()).toBe(true);
});
