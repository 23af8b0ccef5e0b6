import { MAX_AHEAD_MS } from '../../shared/freshness';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/time';
import { t } from '../i18n/text';

/**
 * An age for a person: "3 s", "4 min", "2 h 10 min", "3 d", always rounded down.
 * A time in the future reads "12 s ahead"; within the tolerated 5 s it reads "0 s".
 */
export function ageText(ageMs: number): string {
  if (ageMs < -MAX_AHEAD_MS) return t('ui.ahead', { age: ageText(-ageMs) });
  if (ageMs < MINUTE_MS) return t('ui.seconds', { n: Math.max(0, Math.floor(ageMs / SECOND_MS)) });
  if (ageMs < HOUR_MS) return t('ui.minutes', { n: Math.floor(ageMs / MINUTE_MS) });
  if (ageMs >= DAY_MS) return t('ui.days', { n: Math.floor(ageMs / DAY_MS) });
  const minutes = Math.floor((ageMs % HOUR_MS) / MINUTE_MS);
  const hours = Math.floor(ageMs / HOUR_MS);
  return minutes === 0 ? t('ui.hours', { n: hours }) : t('ui.hoursMinutes', { hours, minutes });
}
