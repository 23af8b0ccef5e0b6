import { DAY_MS, intersect, MINUTE_MS, type TimeRange } from '../time';
import { ZoneClock } from '../zone-clock';
import { type LineCalendar, minutesOf, shiftPattern, wallMsOf } from './calendar-rules';
import { dayText, placedShifts, type ShiftPattern, wallLength, weeklyShifts } from './production-days';

/** One shift of a line, as a range of instants. */
export interface Shift extends TimeRange {
  readonly name: string;
  /** The production day that it belongs to whole: "2026-12-24". */
  readonly productionDay: string;
}

/** A planned stop within a shift, as a range of instants. */
export interface PlannedStretch extends TimeRange {
  readonly name: string;
}

/** A shift further back than the longest plant holidays is no "last shift" any more. */
const LOOK_BACK_DAYS = 60;

/**
 * The shifts of one line in time. All ranges are half-open and in ms since the epoch; wall times become instants by
 * {@link ZoneClock.instantOf}. A shift that the setting of the clocks leaves nothing of is left out.
 */
export class ShiftCalendar {
  readonly #rules: LineCalendar;
  readonly #clock: ZoneClock;
  readonly #pattern: ShiftPattern;
  readonly #exceptions: ReadonlyMap<number, ShiftPattern['exceptions'][number]>;

  constructor(rules: LineCalendar) {
    this.#rules = rules;
    this.#clock = new ZoneClock(rules.timeZone);
    this.#pattern = shiftPattern(rules);
    this.#exceptions = new Map(this.#pattern.exceptions.map((exception) => [exception.date, exception]));
  }

  get timeZone(): string {
    return this.#rules.timeZone;
  }

  /** The production day that an instant lies in: "2026-12-24". */
  productionDayOf(timeMs: number): string {
    return dayText(this.#dayOf(timeMs));
  }

  /** A production day as a range: 23 or 25 hours where the clocks are set. @param day "2026-12-24" */
  productionDay(day: string): TimeRange {
    const number = Date.parse(`${day}T00:00Z`) / DAY_MS;
    return { fromMs: this.#dayStartMs(number), toMs: this.#dayStartMs(number + 1) };
  }

  /** The shift at an instant; undefined where nobody is meant to work. */
  shiftAt(timeMs: number): Shift | undefined {
    return this.shiftsOver({ fromMs: timeMs, toMs: timeMs + 1 })[0];
  }

  /** The last shift that had ended by an instant; undefined where there was none for two months. */
  shiftBefore(timeMs: number): Shift | undefined {
    const today = this.#dayOf(timeMs);
    for (let day = today; day >= today - LOOK_BACK_DAYS; day--) {
      const ended = this.#shiftsOf(day).findLast(({ toMs }) => toMs <= timeMs);
      if (ended !== undefined) return ended;
    }
    return undefined;
  }

  /** The shifts that overlap a range, whole, in order of time. */
  shiftsOver(range: TimeRange): readonly Shift[] {
    const shifts: Shift[] = [];
    // A shift may reach into the production day after its own.
    for (let day = this.#dayOf(range.fromMs) - 1; this.#dayStartMs(day) < range.toMs; day++)
      shifts.push(...this.#shiftsOf(day));
    return shifts.filter((shift) => intersect(shift, range) !== undefined);
  }

  /** Planned stops within a shift, cut to it, in order of time; they may overlap. */
  plannedStops(shift: Shift): readonly PlannedStretch[] {
    const daily = this.#rules.dailyStops.filter((stop) => stop.shift === undefined || stop.shift === shift.name);
    const single = this.#rules.singleStops.map(({ name, from, to }) =>
      this.#stretch(name, wallMsOf(from) ?? 0, wallMsOf(to) ?? 0),
    );
    return [...daily.flatMap((stop) => this.#eachDay(stop, shift)), ...single]
      .flatMap(({ name, ...range }) => {
        const within = intersect(range, shift);
        return within === undefined ? [] : [{ name, ...within }];
      })
      .sort((a, b) => a.fromMs - b.fromMs);
  }

  /** A daily stop on each date that a shift touches, and the date before: it may cross midnight. */
  #eachDay({ name, start, end }: LineCalendar['dailyStops'][number], shift: Shift): PlannedStretch[] {
    const startMs = minutesOf(start) * MINUTE_MS;
    const lengthMs = wallLength({ start: minutesOf(start), end: minutesOf(end) }) * MINUTE_MS;
    const lastDay = Math.floor(this.#clock.wallMs(shift.toMs) / DAY_MS);
    const stretches: PlannedStretch[] = [];
    for (let day = Math.floor(this.#clock.wallMs(shift.fromMs) / DAY_MS) - 1; day <= lastDay; day++) {
      const fromMs = day * DAY_MS + startMs;
      stretches.push(this.#stretch(name, fromMs, fromMs + lengthMs));
    }
    return stretches;
  }

  #stretch(name: string, fromWallMs: number, toWallMs: number): PlannedStretch {
    return { name, fromMs: this.#clock.instantOf(fromWallMs), toMs: this.#clock.instantOf(toWallMs) };
  }

  #shiftsOf(day: number): readonly Shift[] {
    const shifts = this.#exceptions.get(day)?.shifts ?? weeklyShifts(this.#pattern, day);
    return placedShifts(shifts, this.#pattern.dayStart, day)
      .map(({ name, fromMinute, toMinute }) => ({
        ...this.#stretch(name, fromMinute * MINUTE_MS, toMinute * MINUTE_MS),
        productionDay: dayText(day),
      }))
      .filter(({ fromMs, toMs }) => fromMs < toMs);
  }

  #dayStartMs(day: number): number {
    return this.#clock.instantOf(day * DAY_MS + this.#pattern.dayStart * MINUTE_MS);
  }

  #dayOf(timeMs: number): number {
    let day = Math.floor((this.#clock.wallMs(timeMs) - this.#pattern.dayStart * MINUTE_MS) / DAY_MS);
    // Around a change of the clocks the wall time alone may be a day off.
    while (timeMs < this.#dayStartMs(day)) day--;
    while (timeMs >= this.#dayStartMs(day + 1)) day++;
    return day;
  }
}
