import { expect, test } from 'vitest';
import { matchingZones, typedTime } from '../../../../../../src/renderer/views/plan/shifts/field-texts';

test.each([
  ['6', '06:00'],
  ['600', '06:00'],
  ['0600', '06:00'],
  ['6.30', '06:30'],
  [' 6:30 ', '06:30'],
  ['22h15', '22:15'],
  ['24:00', '00:00'],
  ['06:00', '06:00'],
])('the time of day %j is meant as %j', (typed, meant) => {
  expect(typedTime(typed)).toBe(meant);
});

test.each(['', '25:00', '6:75', '24:30', 'six', '6:3'])('%j stays as it was typed', (typed) => {
  expect(typedTime(typed)).toBe(typed);
});

test('zones are found by any words of theirs, cities that begin with them first', () => {
  const zones = ['America/Argentina/Salta', 'America/New_York', 'Europe/Berlin', 'Asia/Shanghai', 'Europe/Malta'];
  expect(matchingZones(zones, 'new york', 6)).toEqual(['America/New_York']);
  expect(matchingZones(zones, 'malta', 6)).toEqual(['Europe/Malta']);
  expect(matchingZones(zones, 'lta', 6)).toEqual(['America/Argentina/Salta', 'Europe/Malta']);
  expect(matchingZones(zones, 'a', 2)).toEqual(['America/Argentina/Salta', 'America/New_York']);
  expect(matchingZones(zones, 'nowhere', 6)).toEqual([]);
});
