import type { LineCalendar, PlantCalendar } from './calendar-rules';
import { ShiftCalendar } from './shift-calendar';

/** The calendars of a plant's lines, each made once: lines of the same rules share one, and what it has worked out. */
export class LineCalendars {
  readonly #plant: PlantCalendar;
  readonly #byRules = new Map<LineCalendar, ShiftCalendar>();

  constructor(plant: PlantCalendar) {
    this.#plant = plant;
  }

  /** Of a line; null: of units without one. Undefined where none is kept for it. */
  of(line: string | null): ShiftCalendar | undefined {
    const own = line === null || !Object.hasOwn(this.#plant.lines, line) ? undefined : this.#plant.lines[line];
    const rules = own ?? this.#plant.default;
    if (rules === undefined) return undefined;
    const known = this.#byRules.get(rules) ?? new ShiftCalendar(rules);
    this.#byRules.set(rules, known);
    return known;
  }
}
