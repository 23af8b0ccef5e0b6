import { z } from 'zod';
import { isTimeZone } from '../plant-tables';
import { DAY_MS, MINUTE_MS } from '../time';
import { firstOverlap } from './overlaps';
import { dayText, type ShiftPattern, WEEKDAYS } from './production-days';

const zone = z.string().refine(isTimeZone, 'it names no time zone; write one such as "Europe/Berlin"');
const name = z.string().min(1, 'it has no name; give it one').max(60, 'a name has 60 characters at most');
const wallTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day is written as "06:00"; midnight is "00:00"');
const date = z.string().refine((text) => dayOf(text) !== undefined, 'a date is written as "2026-12-24"');
const wallMoment = z
  .string()
  .refine((text) => wallMsOf(text) !== undefined, 'a date with its time of day is written as "2026-12-24T14:00"');

const Shift = z.strictObject({
  name,
  start: wallTime,
  /** Not after the start: of the next day; equal to it: 24 hours later. */
  end: wallTime,
});

/**
 * When a line produces: a week's shifts, other days, planned stops. Times are those of the line's clocks. A shift belongs whole to the
 * production day on which it starts, and a production day is named by the date on which it begins.
 */
export const LineCalendar = z
  .strictObject({
    timeZone: zone,
    /** When a production day begins; a shift that starts earlier belongs to the day before. */
    dayStart: wallTime.default('00:00'),
    /** `days`: production days that have the shift. */
    shifts: z
      .array(
        Shift.extend({
          days: z
            .array(z.enum(WEEKDAYS))
            .min(1, 'it has no day; choose one at least')
            .default([...WEEKDAYS]),
        }),
      )
      .min(1, 'it has no shift; write one at least')
      .max(50),
    /** In place of the week's shifts on that production day; none: no production. */
    exceptions: z
      .array(z.strictObject({ date, shifts: z.array(Shift).max(24) }))
      .max(2_000)
      .default([]),
    /** Every day, within shifts; of this name where one is given. */
    dailyStops: z
      .array(Shift.extend({ shift: name.optional() }))
      .max(100)
      .default([]),
    singleStops: z
      .array(z.strictObject({ name, from: wallMoment, to: wallMoment }))
      .max(2_000)
      .default([]),
  })
  .superRefine((calendar, context) => {
    for (const { path, message } of faultsOf(calendar)) context.addIssue({ code: 'custom', path, message });
  });
export type LineCalendar = z.infer<typeof LineCalendar>;

/** The calendars of a plant: one for all lines, and those of lines that differ, each as a whole. */
export const PlantCalendar = z.strictObject({
  default: LineCalendar.optional(),
  lines: z.record(z.string(), LineCalendar).default({}),
});
export type PlantCalendar = z.infer<typeof PlantCalendar>;

/** The shifts of a decoded calendar in numbers. */
export function shiftPattern(calendar: LineCalendar): ShiftPattern {
  const inMinutes = <Times extends { start: string; end: string }>(times: Times) => ({
    ...times,
    ...{ start: minutesOf(times.start), end: minutesOf(times.end) },
  });
  return {
    dayStart: minutesOf(calendar.dayStart),
    shifts: calendar.shifts.map(inMinutes),
    exceptions: calendar.exceptions.map((each) => ({
      date: dayOf(each.date) ?? 0,
      shifts: each.shifts.map(inMinutes),
    })),
  };
}

/** Minutes since midnight of a decoded time of day. */
export function minutesOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
}

/** What a clock shows, as the ms that the same reading would be in UTC; undefined for a text that is no moment. */
export function wallMsOf(text: string): number | undefined {
  const [day = '', clock = '', rest] = text.split('T');
  const number = dayOf(day);
  if (number === undefined || !wallTime.safeParse(clock).success || rest !== undefined) return undefined;
  return number * DAY_MS + minutesOf(clock) * MINUTE_MS;
}

/** Days since the epoch; undefined for a text that is no date. */
function dayOf(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const timeMs = Date.parse(`${text}T00:00Z`);
  // The 31st of a month of 30 days is no date.
  return Number.isNaN(timeMs) || dayText(timeMs / DAY_MS) !== text ? undefined : timeMs / DAY_MS;
}

interface Fault {
  readonly path: (string | number)[];
  readonly message: string;
}

/** What no field alone can show. */
function faultsOf(calendar: LineCalendar): readonly Fault[] {
  const overlap = firstOverlap(shiftPattern(calendar));
  if (overlap !== undefined) {
    const message = `"${overlap.first}" and "${overlap.second}" overlap on ${overlap.when}; let one end where the next begins`;
    return [{ path: [overlap.isException ? 'exceptions' : 'shifts'], message }];
  }
  return [...doubleDates(calendar), ...faultyDailyStops(calendar), ...faultySingleStops(calendar)];
}

function doubleDates({ exceptions }: LineCalendar): readonly Fault[] {
  const seen = new Set<string>();
  return exceptions.flatMap(({ date: day }, at) => {
    const isDouble = seen.has(day);
    seen.add(day);
    const message = `${day} stands here twice; write its shifts into one`;
    return isDouble ? [{ path: ['exceptions', at, 'date'], message }] : [];
  });
}

function faultyDailyStops({ dailyStops, shifts, exceptions }: LineCalendar): readonly Fault[] {
  const names = new Set([...shifts, ...exceptions.flatMap((each) => each.shifts)].map((shift) => shift.name));
  return dailyStops.flatMap(({ start, end, shift }, at): Fault[] => {
    const path = (field: string) => ['dailyStops', at, field];
    if (start === end) return [{ path: path('end'), message: 'it equals "start"; a stop has a length' }];
    if (shift === undefined || names.has(shift)) return [];
    const message = `no shift is called "${shift}"; write one of ${[...names].join(', ')}`;
    return [{ path: path('shift'), message }];
  });
}

function faultySingleStops({ singleStops }: LineCalendar): readonly Fault[] {
  return singleStops.flatMap(({ from, to }, at) => {
    const isForward = (wallMsOf(from) ?? 0) < (wallMsOf(to) ?? 0);
    return isForward ? [] : [{ path: ['singleStops', at, 'to'], message: 'it is not after "from"; swap the two' }];
  });
}
