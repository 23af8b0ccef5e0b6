import { WEEKDAYS, type Weekday } from '../../../../shared/calendar/production-days';
import { dayNameText } from '../../../i18n/format';
import { t } from '../../../i18n/text';

/** "Mon", "Mo", "周一". */
export function dayName(day: Weekday): string {
  return dayNameText(WEEKDAYS.indexOf(day));
}

/** "Mon–Fri", "Mon, Wed", "every day". */
export function daysText(days: readonly Weekday[]): string {
  const places = WEEKDAYS.flatMap((day, at) => (days.includes(day) ? [at] : []));
  if (places.length === WEEKDAYS.length) return t('plan.everyDay');
  const [first = 0, last = 0] = [places[0], places.at(-1)];
  const name = (at: number) => dayName(WEEKDAYS[at] ?? 'mon');
  if (places.length > 2 && last - first + 1 === places.length) return `${name(first)}–${name(last)}`;
  return places.map(name).join(', ');
}
