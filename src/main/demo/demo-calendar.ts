import type { LineCalendar, PlantCalendar } from '../../shared/calendar/calendar-rules';
import { WEEKDAYS } from '../../shared/calendar/production-days';

type DailyStops = LineCalendar['dailyStops'];

/** Cleaning and handing over at the end of each shift. */
const HANDING_OVER: DailyStops = [
  { name: 'Handing over', start: '13:50', end: '14:00' },
  { name: 'Handing over', start: '21:50', end: '22:00' },
  { name: 'Handing over', start: '05:50', end: '06:00' },
];
const WORKDAYS = WEEKDAYS.filter((day) => day !== 'sun');

function calendar(days: readonly (typeof WEEKDAYS)[number][], breaks: DailyStops): LineCalendar {
  return {
    ...{ timeZone: 'UTC', dayStart: '06:00', exceptions: [], singleStops: [] },
    shifts: [
      { name: 'Early shift', start: '06:00', end: '14:00', days: [...days] },
      { name: 'Late shift', start: '14:00', end: '22:00', days: [...days] },
      { name: 'Night shift', start: '22:00', end: '06:00', days: [...WEEKDAYS] },
    ],
    dailyStops: [...breaks, ...HANDING_OVER],
  };
}

/** When the simulated lines produce; what the simulator goes by itself, held against it by a test. */
export const DEMO_CALENDAR: PlantCalendar = {
  lines: {
    bottling: calendar(WEEKDAYS, [
      { name: 'Break', start: '09:45', end: '10:15' },
      { name: 'Break', start: '17:45', end: '18:15' },
      { name: 'Break', start: '01:45', end: '02:15' },
    ]),
    machining: calendar(WORKDAYS, [
      { name: 'Break', start: '10:25', end: '10:55' },
      { name: 'Break', start: '18:25', end: '18:55' },
      { name: 'Break', start: '02:25', end: '02:55' },
    ]),
  },
};
