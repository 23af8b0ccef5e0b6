import { type CalendarRow, calendarOfRows } from '../../shared/calendar/calendar-rows';
import type { PlantCalendar } from '../../shared/calendar/calendar-rules';

/**
 * The calendar that the plant's own table holds, as it was read last: the same object while its rows say the same. Rows that
 * cannot be used change nothing but {@link fault}.
 */
export class CalendarReading {
  #calendar: PlantCalendar | undefined;
  #fault: string | undefined;
  #taken: string | undefined;

  /** Undefined: the plant has none. */
  get calendar(): PlantCalendar | undefined {
    return this.#calendar;
  }

  /** Why what the plant holds now is not in use, a sentence; undefined while it is. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Stands in for the plant until its rows are taken. */
  restore(calendar: PlantCalendar | undefined): void {
    this.#calendar = calendar;
  }

  /** @returns a fault that was not there before, to be told once */
  take(rows: readonly CalendarRow[]): string | undefined {
    const text = JSON.stringify(rows);
    if (text === this.#taken) return undefined;
    this.#taken = text;
    const read = calendarOfRows(rows);
    this.#fault = read.kind === 'fault' ? read.sentence : undefined;
    if (read.kind === 'none') this.#calendar = undefined;
    if (read.kind === 'calendar' && !isSame(read.calendar, this.#calendar)) this.#calendar = read.calendar;
    return this.#fault;
  }
}

function isSame(a: PlantCalendar, b: PlantCalendar | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
