import { describe, expect, test } from 'vitest';
import type { Sample, UnitPresent } from '../../../../../src/renderer/data/unit-live';
import { captionText } from '../../../../../src/renderer/views/common/caption-text';
import {
  headlineSeries,
  listedSeries,
  newestMs,
  readSeries,
  readUnit,
} from '../../../../../src/renderer/views/common/unit-reading';
import { RULES, series, unit } from '../catalogue-unit';

const NOW = 1_000_000;
const online = { nowMs: NOW, link: 'online' } as const;
const offline = { nowMs: NOW, link: 'offline' } as const;
const OEE_SERIES = ['oee_score', 'availability', 'performance', 'quality'].map((name) => series('oee', name));

function present(samples: Readonly<Record<string, Sample>>): UnitPresent {
  return { latest: new Map(Object.entries(samples)), sourceAheadMs: undefined };
}
const at = (value: number, timeMs = NOW) => ({ timeMs, value });
const scores = (availability: number, performance: number, timeMs = NOW) =>
  present({
    'oee:oee_score': at(availability * performance, timeMs),
    'oee:availability': at(availability, timeMs),
    'oee:performance': at(performance, timeMs),
    'oee:quality': at(1, timeMs),
  });

describe('one series', () => {
  const temperature = series('metric', 'temperature');
  test('is current while it is live or late, and old after that or without a link', () => {
    const read = (timeMs: number, moment: { nowMs: number; link: 'online' | 'offline' } = online) =>
      readSeries(temperature, present({ 'metric:temperature': at(20, timeMs) }), moment);
    expect(read(NOW)).toMatchObject({ current: true, freshness: { state: 'live' } });
    expect(read(NOW - 5_000)).toMatchObject({ current: true, freshness: { state: 'late' } });
    expect(read(NOW - 11_000)).toMatchObject({ current: false, freshness: { state: 'stale' } });
    expect(read(NOW, offline)).toMatchObject({ current: false, freshness: { state: 'offline' } });
  });

  test('without a sample is never current, and as old as the catalogue says', () => {
    const read = readSeries({ ...temperature, lastMs: NOW - 90_000 }, present({}), online);
    expect(read).toMatchObject({ current: false, sample: undefined, freshness: { state: 'stale', ageMs: 90_000 } });
  });

  test('says what its number is and how old, the age beside an old one too', () => {
    const read = (timeMs: number, moment: { nowMs: number; link: 'online' | 'offline' } = online) =>
      captionText(readSeries(series('oee', 'oee_score'), present({ 'oee:oee_score': at(0.8, timeMs) }), moment), NOW);
    expect(read(NOW - 1_000)).toBe('OEE, 1 s ago');
    expect(read(NOW - 60_000)).toMatch(/^OEE as of (\w+ \d+, \d{4} )?\d\d:\d\d:\d\d, 1 min old$/);
    expect(read(NOW, offline)).toMatch(/^OEE as of /);
    expect(captionText(readSeries(temperature, present({}), online), NOW)).toBe('Temperature: no sample at hand');
  });
});

describe('a unit', () => {
  test('is as new as its newest sample, at hand or known of', () => {
    const known = unit('a', [{ ...series('metric', 'temperature'), lastMs: NOW - 5_000 }]);
    expect(newestMs(known, present({ 'metric:temperature': at(20, NOW - 9_000) }))).toBe(NOW - 5_000);
    expect(newestMs(known, present({ 'metric:temperature': at(20, NOW - 1_000) }))).toBe(NOW - 1_000);
    expect(newestMs(unit('a', []), present({}))).toBeUndefined();
  });

  test('without a state metric is judged by its scores', () => {
    const oee = unit('a', OEE_SERIES);
    expect(readUnit(oee, scores(0.9, 0.95), RULES, online).state).toBe('running');
    expect(readUnit(oee, scores(0.9, 0.5), RULES, online).state).toBe('slow');
    expect(readUnit(oee, scores(0.1, 0.95), RULES, online).state).toBe('stopped');
    expect(readUnit(oee, scores(0.9, 0.95, NOW - 60_000), RULES, online).state).toBe('no-data');
    expect(readUnit(oee, scores(0.9, 0.95), RULES, offline).state).toBe('no-data');
  });

  test('with a state metric is believed, and not guessed about while that is silent', () => {
    const both = unit('a', [...OEE_SERIES, series('metric', 'state')]);
    const told = (sample: Sample) => ({
      ...scores(0.9, 0.95),
      latest: new Map([...scores(0.9, 0.95).latest, ['metric:state', sample]]),
    });
    expect(readUnit(both, told(at(3)), RULES, online).state).toBe('stopped');
    expect(readUnit(both, told(at(3, NOW - 60_000)), RULES, online).state).toBe('no-data');
    expect(readUnit(both, scores(0.9, 0.95), RULES, online).state).toBe('no-data');
  });

  test('that is stopped as planned is fresh by its state, while its last OEE is shown as old', () => {
    const both = unit('a', [...OEE_SERIES, series('metric', 'state')]);
    const old = scores(0.9, 0.95, NOW - 3_600_000);
    const told = { ...old, latest: new Map([...old.latest, ['metric:state', at(1)]]) };
    const reading = readUnit(both, told, RULES, online);
    expect(reading).toMatchObject({ state: 'running', freshness: { state: 'live' }, headline: { current: false } });
  });

  test('without OEE shows its first metric large, and is not called “no data” while that is live', () => {
    const recorded = unit('a', [series('metric', 'state'), series('metric', 'temperature')]);
    expect(headlineSeries(recorded, RULES)?.name).toBe('temperature');
    const only = unit('a', [series('metric', 'temperature')]);
    const live = readUnit(only, present({ 'metric:temperature': at(20) }), RULES, online);
    expect(live).toMatchObject({ state: 'no-data', stateWord: 'State not told', freshness: { state: 'live' } });
    expect(readUnit(only, present({}), RULES, online).stateWord).toBeUndefined();
  });

  test('without any series is shown as having none', () => {
    expect(readUnit(unit('a', []), present({}), RULES, online)).toMatchObject({
      headline: undefined,
      state: 'no-data',
      freshness: { state: 'stale' },
    });
  });

  test('lists its scores first, in the order OEE, A, P, Q, then its metrics by name', () => {
    const mixed = unit('a', [series('metric', 'm10'), series('metric', 'm9'), ...[...OEE_SERIES].reverse()]);
    expect(listedSeries(mixed).map(({ name }) => name)).toEqual([
      'oee_score',
      'availability',
      'performance',
      'quality',
      'm9',
      'm10',
    ]);
  });
});
