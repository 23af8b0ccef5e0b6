import type { Weekday } from '../../../../shared/calendar/production-days';
import { t } from '../../../i18n/text';
import type { LineDraft } from './calendar-draft';

export const TEMPLATES = ['one', 'two', 'three'] as const;
export type Template = (typeof TEMPLATES)[number];

const WORKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri'];

/** The week's shifts of a template, with names in the page's language. */
function shiftsOf(template: Template): LineDraft['shifts'] {
  const early = { name: t('plan.earlyShift'), start: '06:00', end: '14:00' };
  const late = { name: t('plan.lateShift'), start: '14:00', end: '22:00' };
  const night = { name: t('plan.nightShift'), start: '22:00', end: '06:00' };
  const shifts = {
    one: [{ ...early, name: t('plan.dayShift') }],
    two: [early, late],
    three: [early, late, night],
  } as const;
  return shifts[template].map((shift, key) => ({ key, ...shift, days: [...WORKDAYS] }));
}

/** Puts a template's shifts into the place of those that a line has; all else of it stays. @param timeZone for a line without rules */
export function fromTemplate(template: Template, rules: LineDraft | undefined, timeZone: string): LineDraft {
  const others = rules ?? { timeZone, exceptions: [], dailyStops: [], singleStops: [] };
  return { ...others, dayStart: '06:00', shifts: shiftsOf(template) };
}
