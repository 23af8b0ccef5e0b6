import { expect, test } from 'vitest';
import { chartedSeries } from '../../../../src/renderer/chart/charted-series';
import { sameChartSeries } from '../../../../src/renderer/chart/same-series';
import { RULES, series, unit } from '../views/catalogue-unit';

const PRESS = unit('press', [series('metric', 'state'), series('metric', 'speed', { highLimit: 90 })]);
const NONE: readonly never[] = [];
const TAIL = { timesMs: [], values: [] };

function charted(names: readonly string[]) {
  return chartedSeries({
    series: names.map((name) => ({ table: 'metric', workUnitId: 'press', name })),
    ...{ units: [PRESS], rules: RULES, answers: new Map(), full: new Map(), kept: () => NONE, tail: () => TAIL },
  });
}

test('made again of the same, also of a state with its words, they are the same: else a chart would be made anew for ever', () => {
  for (const names of [['speed'], ['state'], ['state', 'speed']])
    expect(sameChartSeries(charted(names), charted(names))).toBe(true);
});

test('the state is told in words, another metric in numbers; what the plant does not have is left out and keeps its colour', () => {
  const [state, speed] = charted(['state', 'gone', 'speed']);
  expect(state).toMatchObject({ words: { '1': 'Running', '3': 'Stopped' }, colourIndex: 0 });
  expect(speed).toMatchObject({ highLimit: 90, colourIndex: 2 });
  expect(speed).not.toHaveProperty('words');
});
