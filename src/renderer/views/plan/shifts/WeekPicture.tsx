import { useMemo, useState } from 'react';
import type { LineCalendar } from '../../../../shared/calendar/calendar-rules';
import { MINUTE_MS } from '../../../../shared/time';
import { usePlantTime } from '../../../data/use-live';
import { dayOfYearText, shortText } from '../../../i18n/format';
import { t } from '../../../i18n/text';
import { zoneTimeText } from '../../../ui/zone-text';
import { dayName } from './days-text';
import {
  dayAfter,
  nextClockChange,
  type PicturedDay,
  type PicturedShift,
  presentDay,
  weekdayOf,
  weekPicture,
} from './week-picture';

const DAYS = 7;

/** What the rules come to over seven production days. @param rules undefined while something in them is wrong */
export function WeekPicture({ rules }: { readonly rules: LineCalendar | undefined }) {
  return (
    <section className="setup-part plan-picture" data-testid="week-picture">
      <h2>{t('plan.picture')}</h2>
      {rules === undefined ? <p>{t('plan.pictureWaits')}</p> : <Days rules={rules} />}
    </section>
  );
}

function Days({ rules }: { readonly rules: LineCalendar }) {
  const plantMs = usePlantTime();
  const [chosen, setFrom] = useState<string>();
  const minute = Math.floor((plantMs > 0 ? plantMs : Date.now()) / MINUTE_MS);
  const today = useMemo(() => presentDay(rules, minute * MINUTE_MS), [rules, minute]);
  const from = chosen ?? today;
  const { days, spanMs } = useMemo(() => weekPicture(rules, from, DAYS), [rules, from]);
  const toChange = () => {
    const day = nextClockChange(rules, from);
    // The night before stands above it.
    if (day !== undefined) setFrom(dayAfter(day, -1));
  };
  return (
    <>
      <div className="plan-buttons">
        <button
          type="button"
          className="control"
          data-testid="week-before"
          aria-label={t('plan.weekBefore')}
          onClick={() => setFrom(dayAfter(from, -DAYS))}
        >
          ◀
        </button>
        <button type="button" className="control" data-testid="week-today" onClick={() => setFrom(undefined)}>
          {t('plan.today')}
        </button>
        <button
          type="button"
          className="control"
          data-testid="week-after"
          aria-label={t('plan.weekAfter')}
          onClick={() => setFrom(dayAfter(from, DAYS))}
        >
          ▶
        </button>
        <button type="button" className="control" data-testid="week-clock-change" onClick={toChange}>
          {t('plan.clockChange')}
        </button>
      </div>
      <ol className="plan-strips">
        {days.map((day) => (
          <DayRow key={day.day} day={day} spanMs={spanMs} zone={rules.timeZone} isToday={day.day === today} />
        ))}
      </ol>
      <p className="setup-quiet">{t('plan.pictureMeaning', { zone: rules.timeZone })}</p>
    </>
  );
}

interface RowProps {
  readonly day: PicturedDay;
  readonly spanMs: number;
  readonly zone: string;
  readonly isToday: boolean;
}

function DayRow({ day, spanMs, zone, isToday }: RowProps) {
  const share = (ms: number) => `${decimalPercent(ms / spanMs)}%`;
  return (
    <li data-testid="week-day" data-day={day.day} data-hours={day.hours} aria-current={isToday ? 'date' : undefined}>
      <span className="plan-day">
        <b>{dayName(weekdayOf(day.day))}</b> {dayOfYearText(day.day)}
        {day.hours !== 24 && <em>{t('plan.dayOfHours', { hours: shortText(day.hours) })}</em>}
      </span>
      <span className="plan-strip">
        {day.shifts.length === 0 && <span className="plan-idle">{t('plan.noProduction')}</span>}
        {day.shifts.map((shift) => (
          <span
            key={shift.fromMs}
            className="plan-block"
            data-testid="week-shift"
            data-hours={shift.hours}
            style={{ left: share(shift.fromMs - day.fromMs), width: share(shift.toMs - shift.fromMs) }}
          >
            {shift.stops.map((stop) => (
              <i
                key={`${stop.fromMs} ${stop.name}`}
                title={stop.name}
                style={{
                  left: `${decimalPercent((stop.fromMs - shift.fromMs) / (shift.toMs - shift.fromMs))}%`,
                  width: `${decimalPercent((stop.toMs - stop.fromMs) / (shift.toMs - shift.fromMs))}%`,
                }}
              />
            ))}
            <span data-may-be-cut>{blockText(shift, zone)}</span>
          </span>
        ))}
      </span>
    </li>
  );
}

/** When first: of a name that is cut off less is lost. The length only where it is not what the clock says. */
function blockText({ name, fromMs, toMs, hours, isClockSet }: PicturedShift, zone: string): string {
  const length = isClockSet ? ` · ${t('plan.hours', { hours: shortText(hours) })}` : '';
  return `${zoneTimeText(fromMs, zone)}–${zoneTimeText(toMs, zone)}${length} ${name}`;
}

function decimalPercent(share: number): string {
  return (100 * share).toFixed(3);
}
