import type { LineCalendar, PlantCalendar } from '../../../../shared/calendar/calendar-rules';
import { t } from '../../../i18n/text';
import { daysText } from './days-text';

/** What saving would do to one line, said as what goes and what comes. */
export interface LineChange {
  /** Undefined: all lines without shifts of their own. */
  readonly line: string | undefined;
  readonly gone: readonly string[];
  readonly come: readonly string[];
}

/** What differs between two calendars, line by line; lines that stay as they are are left out. */
export function changesOf(before: PlantCalendar, after: PlantCalendar): readonly LineChange[] {
  const names = [...new Set([...Object.keys(before.lines), ...Object.keys(after.lines)])];
  const own = ({ lines }: PlantCalendar, name: string) => (Object.hasOwn(lines, name) ? lines[name] : undefined);
  return [
    lineChange(undefined, before.default, after.default),
    ...names.map((name) => lineChange(name, own(before, name), own(after, name))),
  ].filter(({ gone, come }) => gone.length + come.length > 0);
}

function lineChange(line: string | undefined, before?: LineCalendar, after?: LineCalendar): LineChange {
  const [was, is] = [said(before), said(after)];
  return { line, gone: without(was, is), come: without(is, was) };
}

/** Each entry takes away one of its like. */
export function without(entries: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return entries.filter((entry) => {
    const at = left.indexOf(entry);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** A line's rules, a sentence each. */
function said(rules: LineCalendar | undefined): readonly string[] {
  if (rules === undefined) return [];
  const times = ({ name, start, end }: { name: string; start: string; end: string }) => `${name} ${start}–${end}`;
  return [
    `${t('plan.timeZone')}: ${rules.timeZone}`,
    `${t('plan.dayStart')}: ${rules.dayStart}`,
    ...rules.shifts.map((shift) => `${times(shift)}, ${daysText(shift.days)}`),
    ...rules.exceptions.map(({ date, shifts }) => `${date}: ${shifts.map(times).join(', ') || t('plan.noProduction')}`),
    ...rules.dailyStops.map((stop) => `${t('plan.everyDay')}: ${times(stop)}${stop.shift ? ` (${stop.shift})` : ''}`),
    ...rules.singleStops.map(({ name, from, to }) => `${name}: ${spaced(from)} – ${spaced(to)}`),
  ];
}

function spaced(moment: string): string {
  return moment.replace('T', ' ');
}
