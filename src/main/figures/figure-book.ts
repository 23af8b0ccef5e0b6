import type { ShiftCalendar } from '../../shared/calendar/shift-calendar';
import type { ShiftFigures } from '../../shared/shift-figures';
import { currentPeriod, lastPeriod, plannedBusyMs } from './figure-periods';
import { readFigures } from './figure-reader';
import { FigureRevisions } from './figure-revisions';
import type { FigureUnit } from './figure-unit';
import type { FigureHistory } from './period-reads';

export interface FigureBookOptions {
  readonly history: FigureHistory;
  readonly units: () => readonly FigureUnit[];
  /** Of a line; null: of units without one. Undefined where none is kept. The same object while nothing in it has changed. */
  readonly calendarOf: (line: string | null) => ShiftCalendar | undefined;
  /** Plant time, ms. */
  readonly nowMs: () => number;
  /** Told of figures that differ from those told before. */
  readonly onChange: (figures: ShiftFigures) => void;
}

type Of = ShiftFigures['of'];

/** The figures of all units, made once for all screens and kept: those of the shift that is on, and of the last one. */
export class FigureBook {
  readonly #options: FigureBookOptions;
  readonly #revisions = new FigureRevisions();
  readonly #kept = new Map<Of, { readonly figures: ShiftFigures; readonly text: string }>();

  constructor(options: FigureBookOptions) {
    this.#options = options;
  }

  /** What was told last; nothing before the first making. */
  figures(): readonly ShiftFigures[] {
    return [...this.#kept.values()].map(({ figures }) => figures);
  }

  /**
   * Makes them anew. @returns whether nothing of them is missing
   * @throws what history throws for another reason than a level that cannot be read
   */
  async make(signal: AbortSignal): Promise<boolean> {
    const nowMs = this.#options.nowMs();
    const [current, last] = await Promise.all([
      this.#figuresOf('current', nowMs, signal),
      this.#figuresOf('last', nowMs, signal),
    ]);
    signal.throwIfAborted();
    this.#revisions.forgetOthers();
    this.#keep(current);
    this.#keep(last);
    return [...current.units, ...last.units].every(({ missing }) => missing.length === 0);
  }

  async #figuresOf(of: Of, nowMs: number, signal: AbortSignal): Promise<ShiftFigures> {
    const { history } = this.#options;
    const revisions = this.#revisions;
    const groups = [...this.#unitsByCalendar()].flatMap(([calendar, units]) => {
      const period = of === 'current' ? currentPeriod(calendar, nowMs) : lastPeriod(calendar, nowMs);
      return period === undefined ? [] : [{ period, units, wholeMs: plannedBusyMs(calendar, period) }];
    });
    const units = await Promise.all(
      groups.map(({ units, ...of }, place) => readFigures(history, units, { ...of, place, nowMs, revisions }, signal)),
    );
    return { of, madeMs: nowMs, periods: groups.map(({ period }) => period), units: units.flat() };
  }

  /** Lines of one calendar share its periods. */
  #unitsByCalendar(): ReadonlyMap<ShiftCalendar | undefined, readonly FigureUnit[]> {
    const groups = new Map<ShiftCalendar | undefined, FigureUnit[]>();
    for (const unit of this.#options.units()) {
      const calendar = this.#options.calendarOf(unit.line);
      groups.set(calendar, [...(groups.get(calendar) ?? []), unit]);
    }
    return groups;
  }

  /** What is as it was is not told again: a last shift would be, to every screen, four times a minute. */
  #keep(figures: ShiftFigures): void {
    const text = textOf(figures);
    const mayRest = figures.of === 'last' || figures.units.length === 0;
    if (mayRest && this.#kept.get(figures.of)?.text === text) return;
    this.#kept.set(figures.of, { figures, text });
    this.#options.onChange(figures);
  }
}

function textOf({ periods, units }: ShiftFigures): string {
  return JSON.stringify([periods, units]);
}
