import { z } from 'zod';
import type { LineCalendar, PlantCalendar } from '../../../../shared/calendar/calendar-rules';
import { WEEKDAYS } from '../../../../shared/calendar/production-days';

/**
 * A calendar while a person writes it: whatever was typed stays as it was typed, right or wrong. Decoded again where a page that
 * was loaded anew finds what was not saved yet.
 */

const text = z.string();
/** Names a row while others come and go; of no meaning beyond. */
const key = z.number();

const TimesDraft = z.object({ key, name: text, start: text, end: text });
const ShiftDraft = TimesDraft.extend({ days: z.array(z.enum(WEEKDAYS)) });
const ExceptionDraft = z.object({ key, date: text, shifts: z.array(TimesDraft) });
/** `shift` empty: within every shift. */
const DailyStopDraft = TimesDraft.extend({ shift: text });
const SingleStopDraft = z.object({ key, name: text, fromDate: text, fromTime: text, toDate: text, toTime: text });

const LineDraft = z.object({
  timeZone: text,
  dayStart: text,
  shifts: z.array(ShiftDraft),
  exceptions: z.array(ExceptionDraft),
  dailyStops: z.array(DailyStopDraft),
  singleStops: z.array(SingleStopDraft),
});

export const CalendarDraft = z.object({
  /** Of all lines without rules of their own. */
  other: LineDraft.optional(),
  lines: z.array(z.object({ name: text, rules: LineDraft })),
});

export type TimesDraft = z.infer<typeof TimesDraft>;
export type ShiftDraft = z.infer<typeof ShiftDraft>;
export type ExceptionDraft = z.infer<typeof ExceptionDraft>;
export type DailyStopDraft = z.infer<typeof DailyStopDraft>;
export type SingleStopDraft = z.infer<typeof SingleStopDraft>;
export type LineDraft = z.infer<typeof LineDraft>;
export type CalendarDraft = z.infer<typeof CalendarDraft>;

/** The form of a calendar. */
export function draftOf({ default: other, lines }: PlantCalendar): CalendarDraft {
  return {
    ...(other === undefined ? {} : { other: lineDraftOf(other) }),
    lines: Object.entries(lines).map(([name, rules]) => ({ name, rules: lineDraftOf(rules) })),
  };
}

function lineDraftOf(rules: LineCalendar): LineDraft {
  return {
    timeZone: rules.timeZone,
    dayStart: rules.dayStart,
    shifts: rules.shifts.map((shift, at) => ({ key: at, ...shift })),
    exceptions: rules.exceptions.map(({ date, shifts }, at) => ({
      ...{ key: at, date },
      shifts: shifts.map((shift, place) => ({ key: place, ...shift })),
    })),
    dailyStops: rules.dailyStops.map((stop, at) => ({ key: at, ...stop, shift: stop.shift ?? '' })),
    singleStops: rules.singleStops.map(({ name, from, to }, at) => {
      const [fromDate = '', fromTime = ''] = from.split('T');
      const [toDate = '', toTime = ''] = to.split('T');
      return { key: at, name, fromDate, fromTime, toDate, toTime };
    }),
  };
}

/** What a form says, as the decoder reads it; it may be wrong. */
export function documentOf({ other, lines }: CalendarDraft): unknown {
  return {
    ...(other === undefined ? {} : { default: lineDocumentOf(other) }),
    lines: Object.fromEntries(lines.map(({ name, rules }) => [name, lineDocumentOf(rules)])),
  };
}

/** The same of one line. */
export function lineDocumentOf({
  timeZone,
  dayStart,
  shifts,
  exceptions,
  dailyStops,
  singleStops,
}: LineDraft): unknown {
  return {
    ...{ timeZone, dayStart },
    shifts: shifts.map(withoutKey),
    exceptions: exceptions.map(({ date, shifts: others }) => ({ date, shifts: others.map(withoutKey) })),
    dailyStops: dailyStops.map(({ key: _, shift, ...stop }) => ({ ...stop, ...(shift === '' ? {} : { shift }) })),
    singleStops: singleStops.map(({ name, fromDate, fromTime, toDate, toTime }) => ({
      ...{ name, from: `${fromDate}T${fromTime}`, to: `${toDate}T${toTime}` },
    })),
  };
}

function withoutKey<Row extends { key: number }>({ key: _, ...row }: Row): Omit<Row, 'key'> {
  return row;
}

type Keyed = { readonly key: number };

/** @param row without its name among the rows */
export function withRow<Row extends Keyed>(rows: readonly Row[], row: Omit<Row, 'key'>): Row[] {
  const next = rows.reduce((highest, each) => Math.max(highest, each.key), -1) + 1;
  return [...rows, { ...row, key: next } as Row];
}

export function withoutRow<Row extends Keyed>(rows: readonly Row[], gone: Row): Row[] {
  return rows.filter((row) => row.key !== gone.key);
}

export function withChangedRow<Row extends Keyed>(rows: readonly Row[], changed: Row): Row[] {
  return rows.map((row) => (row.key === changed.key ? changed : row));
}

/** Whose rules: of a line, or those of all others, which have no name. */
export type Whose = string | undefined;

export function rulesOf({ other, lines }: CalendarDraft, whose: Whose): LineDraft | undefined {
  return whose === undefined ? other : lines.find(({ name }) => name === whose)?.rules;
}

/** @param rules undefined: none of their own */
export function withRules(draft: CalendarDraft, whose: Whose, rules: LineDraft | undefined): CalendarDraft {
  const { other: _, ...lines } = draft;
  if (whose === undefined) return rules === undefined ? lines : { ...lines, other: rules };
  const isThere = draft.lines.some(({ name }) => name === whose);
  if (rules === undefined) return { ...draft, lines: draft.lines.filter(({ name }) => name !== whose) };
  const own = { name: whose, rules };
  return {
    ...draft,
    lines: isThere ? draft.lines.map((each) => (each.name === whose ? own : each)) : [...draft.lines, own],
  };
}
