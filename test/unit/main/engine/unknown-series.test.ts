import { expect, test } from 'vitest';
import { UnknownSeries } from '../../../../src/main/engine/unknown-series';

function watched(known: readonly string[]) {
  let nowMs = 0;
  let sweeps = 0;
  let due: { readonly atMs: number; readonly run: () => void } | undefined;
  const unknown = new UnknownSeries(
    ({ name }) => known.includes(name),
    () => {
      sweeps += 1;
    },
    {
      monotonicMs: () => nowMs,
      after: (delayMs, run) => {
        due = { atMs: nowMs + delayMs, run };
        return () => {
          due = undefined;
        };
      },
    },
  );
  const batch = (name: string) => ({ units: [{ workUnitId: 'press', series: [{ table: 'metric' as const, name }] }] });
  return {
    see: (name: string) => unknown.check(batch(name)),
    pass: (ms: number) => {
      nowMs += ms;
      if (due === undefined || due.atMs > nowMs) return;
      const { run } = due;
      due = undefined;
      run();
    },
    close: () => unknown.close(),
    sweeps: () => sweeps,
  };
}

test('samples of known series ask for nothing', () => {
  const { see, sweeps } = watched(['temperature']);
  see('temperature');
  expect(sweeps()).toBe(0);
});

test('a series that is not in the catalogue is looked for at once', () => {
  const { see, sweeps } = watched([]);
  see('temperature');
  expect(sweeps()).toBe(1);
});

test('one that comes within 5 s of a sweep is looked for when they have passed, though it is seen only once', () => {
  const { see, pass, sweeps } = watched([]);
  see('temperature');
  pass(1_000);
  see('pressure');
  see('force');
  pass(3_999);
  expect(sweeps()).toBe(1);
  pass(1);
  expect(sweeps()).toBe(2);
  pass(60_000);
  expect(sweeps()).toBe(2);
});

test('nothing is looked for after the end', () => {
  const { see, pass, close, sweeps } = watched([]);
  see('temperature');
  see('pressure');
  close();
  pass(60_000);
  see('force');
  expect(sweeps()).toBe(1);
});
