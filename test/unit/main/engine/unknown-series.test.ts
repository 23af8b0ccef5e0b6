import { expect, test } from 'vitest';
import { UnknownSeries } from '../../../../src/main/engine/unknown-series';

function watched(known: readonly string[]) {
  let nowMs = 0;
  let sweeps = 0;
  const unknown = new UnknownSeries(
    ({ name }) => known.includes(name),
    () => {
      sweeps += 1;
    },
    () => nowMs,
  );
  const batch = (name: string) => ({ units: [{ workUnitId: 'press', series: [{ table: 'metric' as const, name }] }] });
  return {
    see: (name: string) => unknown.check(batch(name)),
    pass: (ms: number) => {
      nowMs += ms;
    },
    sweeps: () => sweeps,
  };
}

test('samples of known series ask for nothing', () => {
  const { see, sweeps } = watched(['temperature']);
  see('temperature');
  expect(sweeps()).toBe(0);
});

test('a series that is not in the catalogue is looked for at once, and again only after 5 s', () => {
  const { see, pass, sweeps } = watched([]);
  see('temperature');
  expect(sweeps()).toBe(1);
  pass(4_999);
  see('pressure');
  expect(sweeps()).toBe(1);
  pass(1);
  see('pressure');
  expect(sweeps()).toBe(2);
});
