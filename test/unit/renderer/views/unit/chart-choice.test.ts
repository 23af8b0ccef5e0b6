import { expect, test } from 'vitest';
import { chosenSeries, dataSpan, placeOf, toggled } from '../../../../../src/renderer/views/unit/chart-choice';
import { RULES, series, unit } from '../catalogue-unit';

const press = unit('press', [series('metric', 'speed', { lastMs: 7 }), series('oee', 'oee_score', { firstMs: -5 })]);
const speed = { table: 'metric', name: 'speed' } as const;
const oee = { table: 'oee', name: 'oee_score' } as const;

test('the address chooses as far as the unit has it; without a choice it is the OEE', () => {
  expect(chosenSeries(press, [{ table: 'metric', name: 'gone' }, speed], RULES)).toEqual([speed]);
  expect(chosenSeries(press, [], RULES)).toEqual([oee]);
  expect(chosenSeries(unit('x', [series('metric', 'speed')]), [oee], RULES)).toEqual([speed]);
  expect(chosenSeries(unit('x', []), [oee], undefined)).toEqual([]);
});

test('of a unit without an OEE the chart shows a metric that is not the state, which its strip shows; of a unit with a state alone, that', () => {
  const state = series('metric', 'state');
  expect(chosenSeries(unit('x', [state, series('metric', 'temperature')]), [], RULES)).toEqual([
    { table: 'metric', name: 'temperature' },
  ]);
  expect(chosenSeries(unit('x', [state]), [], RULES)).toEqual([{ table: 'metric', name: 'state' }]);
});

test('a tap adds or removes; the last one stays, a seventh takes the oldest one’s place', () => {
  expect(toggled([oee], speed)).toEqual([oee, speed]);
  expect(toggled([oee, speed], oee)).toEqual([speed]);
  expect(toggled([oee], oee)).toEqual([oee]);
  const six = Array.from({ length: 6 }, (_, at) => ({ table: 'metric' as const, name: `m${at}` }));
  expect(toggled(six, speed).map(({ name }) => name)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5', 'speed']);
  expect([placeOf([oee, speed], speed), placeOf([oee], speed)]).toEqual([1, undefined]);
});

test('dates reach from the first to the last sample of all series', () => {
  expect(dataSpan(press)).toEqual({ firstMs: -5, lastMs: 1_000_000 });
  expect(dataSpan(unit('x', []))).toBeUndefined();
});
