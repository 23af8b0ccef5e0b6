import { describe, expect, test } from 'vitest';
import { freshnessText } from '../../../../src/renderer/ui/freshness-text';
import { seriesLabel, unitLabel } from '../../../../src/renderer/ui/names';
import { clockText, dateText, localDay, momentText, rangeText } from '../../../../src/renderer/ui/time-text';
import { limitText, numberText, percentText, valueParts } from '../../../../src/renderer/ui/value-text';

describe('values', () => {
  test.each([
    [0, '0.00'],
    [0.0421, '0.042'],
    [0.00001, '1.00e-5'],
    [83.4123, '83.41'],
    [-120.06, '-120.1'],
    [1_284.4, '1284'],
    [384, '384'],
    [82, '82.00'],
    [2e7, '2.00e+7'],
  ])('%d reads %s', (value, text) => {
    expect(numberText(value)).toBe(text);
  });

  test('scores are percent, metrics carry their unit, a bad sample is called one, none is a dash', () => {
    expect(valueParts('oee', 0.834, null)).toEqual({ number: '83.4', unit: '%' });
    expect(valueParts('metric', 82, '°C')).toEqual({ number: '82.00', unit: '°C' });
    expect(valueParts('metric', Number.NaN, '°C')).toEqual({ number: 'bad sample', unit: '' });
    expect(valueParts('oee', undefined, null)).toEqual({ number: '–', unit: '' });
    expect([limitText('oee', 0.85), limitText('metric', 4.5)]).toEqual(['85 %', '4.5']);
  });
});

test('a fraction reads as percent with one digit, one that is none as not available', () => {
  expect([0.834, 0, 1.042].map(percentText)).toEqual(['83.4 %', '0.0 %', '104.2 %']);
  expect([Number.NaN, null, undefined].map(percentText)).toEqual(['n/a', 'n/a', 'n/a']);
});

describe('times', () => {
  const noon = new Date(2026, 10, 23, 12, 3, 4).getTime();
  test('a moment of another day carries its date', () => {
    expect(clockText(noon)).toBe('12:03:04');
    expect(momentText(noon, noon + 3_600_000)).toBe('12:03:04');
    expect(momentText(noon, noon + 86_400_000)).toBe('Nov 23, 2026 12:03:04');
  });

  test('a date is its local day, from midnight to midnight, and nothing else is a day', () => {
    const day = localDay('2026-11-23');
    expect(day && [dateText(day.fromMs), clockText(day.fromMs), dateText(day.toMs)]).toEqual([
      '2026-11-23',
      '00:00:00',
      '2026-11-24',
    ]);
    expect(['', '23.11.2026', '2026-1-1'].map(localDay)).toEqual([undefined, undefined, undefined]);
  });
});

test('a badge says word and age, and names a clock that is ahead', () => {
  expect(freshnessText({ state: 'live', ageMs: 1_900, reason: undefined })).toBe('LIVE 1 s');
  expect(freshnessText({ state: 'offline', ageMs: 65_000, reason: 'link' })).toBe('OFFLINE 1 min');
  expect(freshnessText({ state: 'stale', ageMs: undefined, reason: 'missing' })).toBe('STALE');
  expect(freshnessText({ state: 'stale', ageMs: -12_000, reason: 'ahead' })).toBe('CLOCK 12 s ahead');
});

test('names are the plant’s own where it has them, else made readable', () => {
  const named = { table: 'metric', name: 'cycle_time', displayName: null } as const;
  expect(seriesLabel(named)).toBe('Cycle time');
  expect(seriesLabel({ ...named, displayName: 'Takt' })).toBe('Takt');
  expect(seriesLabel({ table: 'oee', name: 'oee_score', displayName: null })).toBe('OEE');
  expect(seriesLabel({ table: 'oee', name: 'toString', displayName: null })).toBe('ToString');
  expect([
    unitLabel({ workUnitId: 'p', displayName: null }),
    unitLabel({ workUnitId: 'p', displayName: 'Press' }),
  ]).toEqual(['p', 'Press']);
});

test('a stretch of time names each date once, seconds only where they count, and “now” where it moves on', () => {
  const at = (day: number, hours: number, minutes = 0) => new Date(2026, 10, day, hours, minutes).getTime();
  expect(rangeText({ fromMs: at(23, 8), toMs: at(23, 14) }, false)).toBe('Nov 23, 2026 08:00 – 14:00');
  expect(rangeText({ fromMs: at(22, 8), toMs: at(23, 8) }, false)).toBe('Nov 22, 2026 08:00 – Nov 23, 2026 08:00');
  expect(rangeText({ fromMs: at(23, 8), toMs: at(23, 8, 10) }, false)).toBe('Nov 23, 2026 08:00:00 – 08:10:00');
  expect(rangeText({ fromMs: at(22, 8), toMs: at(23, 8) }, true)).toBe('Nov 22, 2026 08:00 – now');
});
