import { expect, test } from 'vitest';
import { calendarSnapshot } from '../../../../src/main/engine/calendar-snapshot';
import { PlantFacts } from '../../../../src/main/engine/plant-facts';
import { PlantCalendar } from '../../../../src/shared/calendar/calendar-rules';
import { DEFAULT_PLANT_TABLES } from '../../../../src/shared/plant-tables';
import type { SourceFacts } from '../../../../src/shared/protocol';

const of = (line: string) =>
  PlantCalendar.parse({
    lines: { [line]: { timeZone: 'UTC', shifts: [{ name: 'Day', start: '06:00', end: '18:00' }] } },
  });
const OF_SETTINGS = of('A');
const OF_PLANT = of('B');

/** The facts of a plant whose table says what `told` says. */
function factsOf(told: { calendar?: PlantCalendar; fault?: string }, ofSettings = OF_SETTINGS) {
  const catalogue = {
    levels: () => ['1min'] as const,
    isKept: () => true,
    keptFor: () => undefined,
    calendar: () => told.calendar,
    calendarFault: () => told.fault,
  };
  return new PlantFacts(catalogue, {
    sourceName: 'plant',
    stateRules: { stateMetric: '', codes: {}, stoppedBelowAvailability: 0.1, slowBelowPerformance: 0.8 },
    calendar: ofSettings,
    pieces: { lines: {}, units: {} },
    tables: DEFAULT_PLANT_TABLES,
  });
}

test("the plant's own calendar goes before that of the settings, as a whole, and where it stands is told", () => {
  expect(factsOf({}).now()).toMatchObject({ calendar: OF_SETTINGS, calendarFrom: 'settings' });
  const now = factsOf({ calendar: OF_PLANT }).now();
  expect(now?.calendar).toBe(OF_PLANT);
  expect(now).toMatchObject({ calendarFrom: 'plant' });
  expect(now).not.toHaveProperty('calendarFault');
});

test('is told again when the plant tells another one, or one that cannot be used', () => {
  const told: { calendar?: PlantCalendar; fault?: string } = {};
  const facts = factsOf(told);
  const heard: SourceFacts[] = [];
  facts.onChange((each) => heard.push(each));
  facts.tell();
  told.calendar = OF_PLANT;
  facts.tell();
  facts.tell();
  told.fault = 'The row of line "B" cannot be used.';
  facts.tell();
  expect(heard.map(({ calendarFrom, calendarFault }) => [calendarFrom, calendarFault])).toEqual([
    ['settings', undefined],
    ['plant', undefined],
    ['plant', 'The row of line "B" cannot be used.'],
  ]);
});

test('diagnostics name the place, or that there are no shifts', () => {
  expect(calendarSnapshot(undefined)).toBeNull();
  expect(calendarSnapshot(factsOf({ calendar: OF_PLANT }).now())).toEqual({ from: 'plant', lines: 1, fault: null });
  const none = factsOf({ fault: 'It cannot be used.' }, PlantCalendar.parse({})).now();
  expect(calendarSnapshot(none)).toEqual({ from: 'none', lines: 0, fault: 'It cannot be used.' });
});

test('a calendar that the settings hold anew is told at once, and only where it counts', () => {
  const told: SourceFacts[] = [];
  const facts = factsOf({});
  facts.tell();
  facts.onChange((now) => told.push(now));
  const pieces = { lines: {}, units: { a: { metric: 'good', counting: 'counter' as const } } };
  facts.goByPlan({ calendar: of('C'), pieces });
  facts.goByPlan({ calendar: of('C'), pieces });
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ calendar: of('C'), pieces });

  const ofPlant = factsOf({ calendar: OF_PLANT });
  ofPlant.tell();
  ofPlant.goByPlan({ calendar: of('C'), pieces: { lines: {}, units: {} } });
  expect(ofPlant.now()?.calendar).toBe(OF_PLANT);
});
