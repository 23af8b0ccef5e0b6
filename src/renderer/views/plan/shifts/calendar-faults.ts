import { LineCalendar } from '../../../../shared/calendar/calendar-rules';
import { told } from '../../../i18n/told';
import { type CalendarDraft, type LineDraft, lineDocumentOf } from './calendar-draft';

/** What is wrong with a line's rules: a sentence for each place, by its path in the document ("shifts.0.start"). */
export type Faults = ReadonlyMap<string, string>;

/** As the one decoder of calendars says it, in the page's language. */
export function faultsOf(rules: LineDraft): Faults {
  const result = LineCalendar.safeParse(lineDocumentOf(rules));
  if (result.success) return new Map();
  const faults = new Map<string, string>();
  for (const { path, message } of result.error.issues) {
    const place = path.join('.');
    if (!faults.has(place)) faults.set(place, told(message));
  }
  return faults;
}

/** How many places are wrong, all lines together. */
export function faultCount({ other, lines }: CalendarDraft): number {
  const all = [...(other === undefined ? [] : [other]), ...lines.map(({ rules }) => rules)];
  return all.reduce((count, rules) => count + faultsOf(rules).size, 0);
}
