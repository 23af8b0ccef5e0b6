import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../shared/time';
import { weekdayText } from '../i18n/format';
import { locale } from '../i18n/language';

const dayOfMonth = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { day: 'numeric', month: 'short' });

const two = (part: number) => String(part).padStart(2, '0');

/**
 * Labels for ticks of a time axis, in local time: the time of day, and under the first tick and each first one of a day
 * the date; for ticks a day or more apart the date, and the year under the first and each first one of a year.
 * @param ticksMs ascending; those before the axis begins, which uPlot hands over too, are not labelled
 * @param stepMs distance of two ticks
 * @param fromMs where the axis begins
 */
export function timeAxisLabels(ticksMs: readonly number[], stepMs: number, fromMs: number): readonly string[] {
  let above: string | undefined;
  return ticksMs.map((tickMs) => {
    if (tickMs < fromMs) return '';
    const at = new Date(tickMs);
    const day = dayOfMonth.format(at);
    const [upper, lower] =
      stepMs >= DAY_MS ? [day, String(at.getFullYear())] : [timeOfDay(at, stepMs), `${weekdayText(tickMs)} ${day}`];
    const isNew = lower !== above;
    above = lower;
    return isNew ? `${upper}\n${lower}` : upper;
  });
}

function timeOfDay(at: Date, stepMs: number): string {
  const minutes = `${two(at.getHours())}:${two(at.getMinutes())}`;
  if (stepMs >= MINUTE_MS) return minutes;
  const seconds = `${minutes}:${two(at.getSeconds())}`;
  return stepMs >= SECOND_MS ? seconds : `${seconds}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}
