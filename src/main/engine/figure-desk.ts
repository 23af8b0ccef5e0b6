import type { PlantCalendar } from '../../shared/calendar/calendar-rules';
import { LineCalendars } from '../../shared/calendar/line-calendars';
import type { ShiftCalendar } from '../../shared/calendar/shift-calendar';
import { type PieceRules, pieceRuleOf } from '../../shared/piece-rules';
import type { CatalogueUnit, PlantLink } from '../../shared/protocol';
import { OEE_SCORES } from '../../shared/series';
import type { ShiftFigures } from '../../shared/shift-figures';
import { SECOND_MS } from '../../shared/time';
import { FigureBook } from '../figures/figure-book';
import type { FigureUnit } from '../figures/figure-unit';
import type { HistoryService } from '../history/history-service';
import type { PlantTimers } from '../plant/clock';
import { PeriodicTask } from '../plant/periodic-task';
import { isRefused } from './refused-level';
import type { SourceFollower } from './source-follower';

export interface FigureDeskOptions {
  readonly history: HistoryService;
  readonly units: () => readonly CatalogueUnit[];
  /** The same object while nothing in it has changed. */
  readonly calendar: () => PlantCalendar;
  readonly pieces: () => PieceRules;
  readonly link: () => PlantLink;
  readonly preparation: SourceFollower['preparation'];
  readonly plantNowMs: () => number;
  readonly timers: PlantTimers;
  readonly onChange: (figures: ShiftFigures) => void;
  readonly onTrouble: (error: Error) => void;
}

/** What a screen shows at once comes first. */
const FIRST_AFTER_MS = SECOND_MS;
/** A shift's figure moves by less than it shows in this time; the tile that grows is read again as often. */
const EVERY_MS = 15 * SECOND_MS;
/** Where something is missing it may be under way; where it stays so, it is asked for more seldom. */
const NOT_WHOLE_MS = 3 * SECOND_MS;

/** Makes the figures of the shifts, over and over, from the history of the source that is followed. */
export class FigureDesk {
  readonly #options: FigureDeskOptions;
  readonly #book: FigureBook;
  readonly #task: PeriodicTask;
  #stopWaiting: () => void = () => {};
  #stopListening: () => void = () => {};
  #isPreparing = false;
  #againMs = NOT_WHOLE_MS;
  #calendar: PlantCalendar | undefined;
  #lines: LineCalendars | undefined;

  constructor(options: FigureDeskOptions) {
    const { history, units, plantNowMs, timers, onChange, onTrouble } = options;
    this.#options = options;
    this.#book = new FigureBook({
      history: {
        answer: (request, signal) => history.answer(request, signal),
        isRefused,
      },
      units: () => units().flatMap((unit) => figureUnit(unit, options.pieces())),
      calendarOf: (line) => this.#calendarOf(line),
      nowMs: plantNowMs,
      onChange,
    });
    this.#task = new PeriodicTask({
      run: (signal) => this.#make(signal),
      ...{ timers, retryMs: EVERY_MS, onFailure: onTrouble },
    });
  }

  figures(): readonly ShiftFigures[] {
    return this.#book.figures();
  }

  start(): void {
    const { preparation } = this.#options;
    this.#stopListening = preparation.onChange((preparing) => this.#preparingChanged(preparing.length > 0));
    this.#stopWaiting = this.#options.timers.setTimer(() => void this.#task.trigger(), FIRST_AFTER_MS);
  }

  /** What they are made by has changed. */
  again(): void {
    void this.#task.trigger();
  }

  close(): void {
    this.#stopWaiting();
    this.#stopListening();
    this.#task.close();
  }

  /** Made before it was known that something is being prepared, a figure would claim to be whole. */
  #preparingChanged(isPreparing: boolean): void {
    if (this.#isPreparing === isPreparing) return;
    this.#isPreparing = isPreparing;
    void this.#task.trigger();
  }

  async #make(signal: AbortSignal): Promise<number> {
    if (this.#options.units().length === 0) return NOT_WHOLE_MS;
    const isWhole = await this.#book.make(signal);
    if (isWhole || this.#options.link().state === 'offline') {
      this.#againMs = NOT_WHOLE_MS;
      return EVERY_MS;
    }
    const delayMs = this.#againMs;
    this.#againMs = Math.min(EVERY_MS, 2 * delayMs);
    return delayMs;
  }

  #calendarOf(line: string | null): ShiftCalendar | undefined {
    const calendar = this.#options.calendar();
    if (this.#calendar !== calendar) this.#lines = new LineCalendars(calendar);
    this.#calendar = calendar;
    return this.#lines?.of(line);
  }
}

function figureUnit({ workUnitId, line, series }: CatalogueUnit, rules: PieceRules): readonly FigureUnit[] {
  const scores = OEE_SCORES.filter((score) => series.some(({ table, name }) => table === 'oee' && name === score));
  const rule = pieceRuleOf(rules, workUnitId, line);
  const isTold = rule !== undefined && series.some(({ table, name }) => table === 'metric' && name === rule.metric);
  if (scores.length === 0 && !isTold) return [];
  return [{ workUnitId, line, scores, ...(isTold ? { pieces: rule } : {}) }];
}
