import fc from 'fast-check';
import { PlantCalendar } from '../../src/shared/calendar/calendar-rules';
import { WEEKDAYS } from '../../src/shared/calendar/production-days';

const two = (part: number) => String(part).padStart(2, '0');
const hour = fc.integer({ min: 0, max: 23 });
const minute = fc.integer({ min: 0, max: 59 });
const time = fc.tuple(hour, minute).map(([h, m]) => `${two(h)}:${two(m)}`);
const name = fc.string({ minLength: 1, maxLength: 20 });
const date = fc
  .integer({ min: 0, max: 3_000 })
  .map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10));
const days = fc.subarray([...WEEKDAYS], { minLength: 1 });

/** Shifts of one day that follow one another: what any calendar that may be kept is made of. */
const shifts = fc.uniqueArray(hour, { minLength: 1, maxLength: 5 }).chain((hours) => {
  const ordered = hours.toSorted((a, b) => a - b);
  return fc.tuple(...ordered.map(() => name)).map((names) =>
    ordered.map((start, at) => ({
      name: names[at] ?? '',
      start: `${two(start)}:00`,
      end: `${two((ordered[at + 1] ?? ordered[0] ?? 0) % 24)}:00`,
    })),
  );
});

const stop = fc.tuple(name, time, time).filter(([, start, end]) => start !== end);

const line = shifts.chain((ofDay) =>
  fc.record({
    timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC'),
    dayStart: fc.constantFrom('00:00', ofDay[0]?.start ?? '00:00'),
    shifts: fc
      .tuple(...ofDay.map(() => days))
      .map((each) => ofDay.map((shift, at) => ({ ...shift, days: each[at] ?? [] }))),
    exceptions: fc.uniqueArray(date, { maxLength: 3 }).map((dates) => dates.map((day) => ({ date: day, shifts: [] }))),
    dailyStops: fc.array(
      fc
        .tuple(stop, fc.option(fc.constantFrom(...ofDay.map((shift) => shift.name)), { nil: undefined }))
        .map(([[called, start, end], shift]) => ({
          name: called,
          start,
          end,
          ...(shift === undefined ? {} : { shift }),
        })),
      { maxLength: 3 },
    ),
    singleStops: fc.array(
      fc.tuple(name, date, time, time).map(([called, day, from, to]) => ({
        ...{ name: called, from: `${day}T${from < to ? from : to}`, to: `${day}T${from < to ? to : from}` },
      })),
      { maxLength: 3 },
    ),
  }),
);

/** Any calendar that the decoder takes: lines with names of every kind, shifts round the clock, exceptions, stops. */
export const anyCalendar: fc.Arbitrary<PlantCalendar> = fc
  .record(
    {
      default: line,
      lines: fc.dictionary(fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('__proto__', 'constructor')), line),
    },
    { requiredKeys: ['lines'] },
  )
  .map((each) => PlantCalendar.safeParse(each).data)
  .filter((each) => each !== undefined);
