import { expect, test } from 'vitest';
import { afterFirstPicture } from '../../../../src/renderer/app/first-picture';

/** A screen whose catalogue and clock are told by the test. */
function screen() {
  let units: readonly unknown[] | undefined;
  const listeners = new Set<() => void>();
  const waiting = new Map<() => void, number>();
  let runs = 0;
  const source = {
    catalogueKnown: () => units !== undefined,
    catalogue: () => units ?? [],
    onCatalogue: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const after = (delayMs: number, run: () => void) => {
    waiting.set(run, delayMs);
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
      for (const run of [...waiting.keys()]) run();
    },
    waitsMs: () => [...waiting.values()],
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

test('its time begins with the first catalogue, and no later one lengthens it', () => {
  const { tell, timePasses, runs, waitsMs } = screen();
  expect(waitsMs()).toEqual([2_000]);
  tell([{ workUnitId: 'press-01' }]);
  expect(waitsMs()).toEqual([500]);
  tell([{ workUnitId: 'press-01' }, { workUnitId: 'press-02' }]);
  expect(waitsMs()).toEqual([500]);
  timePasses();
  expect(runs()).toBe(1);
});

test('it comes as well where no catalogue is told', () => {
  const { timePasses, runs, isOver } = screen();
  timePasses();
  expect(runs()).toBe(1);
  expect(isOver()).toBe(true);
});
