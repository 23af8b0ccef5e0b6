import type { HistoryAnswer } from '../../shared/history-frame';
import { type SeriesKey, seriesKeyText } from '../../shared/series';
import type { TimeRange } from '../../shared/time';
import type { After } from '../../shared/viewer/after';
import type { HistoryRequest } from '../../shared/viewer/asked-questions';
import { HistoryFailure } from '../../shared/viewer/pending-requests';
import type { Touch } from './live-store';
import { refreshIntervalMs, rereadAfterTouchMs } from './refresh-policy';
import { rangeOf, type TimeWindow } from './time-window';

/** A request that has run this long gives way to a newer one; a quicker one may finish, so that a drag shows something. */
const GIVE_WAY_AFTER_MS = 250;
const RETRY_AFTER_MS = 2_000;
/** Reading again takes a tenth of the time at most: a plant that answers slowly, or is busy, is asked more seldom. */
const REST_PER_READ = 10;
/** How often it is looked whether a stretch that was being prepared is there now. */
const PREPARING_INTERVAL_MS = 5_000;

export interface HistoryWish {
  readonly series: readonly SeriesKey[];
  readonly window: TimeWindow;
  /** Most points per series. */
  readonly pointBudget: number;
  /** The same is not read again sooner than this after the last reading, though rows in it change; absent: as soon as is worth while. */
  readonly restMs?: number;
}

/** What a chart shows of a wish; a new object for each change. */
export interface HistoryView {
  /** By seriesKeyText; the old answers stay while new ones are under way. */
  readonly answers: ReadonlyMap<string, HistoryAnswer>;
  /** An answer to the present wish is under way and what is shown does not answer it yet. */
  readonly loading: boolean;
  /** Why the last request failed; undefined where it did not. */
  readonly failure: string | undefined;
}

export const NOTHING_YET: HistoryView = { answers: new Map(), loading: false, failure: undefined };

export interface HistoryQueryOptions {
  readonly fetch: (request: HistoryRequest, signal: AbortSignal) => Promise<readonly HistoryAnswer[]>;
  readonly after: After;
  /** Plant time. */
  readonly nowMs: () => number;
  /** From where on the live tail of a series holds everything; undefined without a tail. */
  readonly tailFromMs: (series: SeriesKey) => number | undefined;
  readonly changed: (view: HistoryView) => void;
}

/** Keeps one wish for history answered: latest wins, one request in flight and one in waiting at most, re-read as its data change. */
export class HistoryQuery {
  readonly #options: HistoryQueryOptions;
  #wish: HistoryWish | undefined;
  #view = NOTHING_YET;
  #inFlight: AbortController | undefined;
  #startedAtMs = Number.NEGATIVE_INFINITY;
  #tookMs = 0;
  #wanted = false;
  #stopNext: () => void = () => undefined;
  #nextAtMs = Number.POSITIVE_INFINITY;

  constructor(options: HistoryQueryOptions) {
    this.#options = options;
  }

  /** Asks for something else; answers of series that are still wanted stay until theirs come. */
  setWish(wish: HistoryWish): void {
    this.#wish = wish;
    const wanted = new Set(wish.series.map(seriesKeyText));
    const answers = new Map([...this.#view.answers].filter(([key]) => wanted.has(key)));
    this.#show({ answers, loading: wish.series.length > 0, failure: undefined });
    this.#refetch();
  }

  /** The connection is back, or everything else speaks for reading again at once. */
  resync(): void {
    this.#refetch();
  }

  /** Rows were written, changed or deleted. */
  touched(touch: Touch): void {
    const delays = [...this.#view.answers.values()]
      .filter(({ series }) => series.workUnitId === touch.workUnitId && series.table === touch.table)
      .map((answer) => this.#delayFor(answer, touch.range))
      .filter((delayMs) => delayMs !== undefined);
    if (delays.length > 0) this.#reread(Math.min(...delays));
  }

  /** More has been prepared: what is shown may have been waiting for it. */
  preparedMore(): void {
    const waits = [...this.#view.answers.values()].some(({ preparing }) => preparing.length > 0);
    if (waits) this.#reread(PREPARING_INTERVAL_MS);
  }

  dispose(): void {
    this.#stopNext();
    this.#wish = undefined;
    this.#wanted = false;
    this.#inFlight?.abort();
  }

  #delayFor(answer: HistoryAnswer, touched: TimeRange): number | undefined {
    const window = this.#wish?.window;
    if (window === undefined) return undefined;
    const tailFromMs = window.kind === 'follow' ? this.#options.tailFromMs(answer.series) : undefined;
    const { fromMs, toMs } = rangeOf(window, this.#options.nowMs());
    const range = { fromMs, toMs: window.kind === 'follow' ? Number.POSITIVE_INFINITY : toMs };
    return rereadAfterTouchMs({ range, resolution: answer.resolution, tailFromMs }, touched);
  }

  #refetch(): void {
    if (this.#inFlight === undefined) return void this.#send();
    this.#wanted = true;
    this.#schedule(this.#startedAtMs + GIVE_WAY_AFTER_MS);
  }

  async #send(): Promise<void> {
    const wish = this.#wish;
    this.#stopNext();
    this.#nextAtMs = Number.POSITIVE_INFINITY;
    this.#wanted = false;
    this.#inFlight?.abort();
    this.#inFlight = undefined;
    if (wish === undefined || wish.series.length === 0) return;
    const flight = new AbortController();
    this.#inFlight = flight;
    this.#startedAtMs = this.#options.nowMs();
    const range = rangeOf(wish.window, this.#startedAtMs);
    try {
      const { series, pointBudget } = wish;
      const answers = await this.#options.fetch({ series, range, pointBudget }, flight.signal);
      if (this.#inFlight === flight) this.#landed(wish, answers);
    } catch (error) {
      if (this.#inFlight === flight) this.#failed(error);
    }
  }

  #landed(wish: HistoryWish, answers: readonly HistoryAnswer[]): void {
    this.#inFlight = undefined;
    this.#tookMs = this.#options.nowMs() - this.#startedAtMs;
    const answersByKey = new Map(answers.map((answer) => [seriesKeyText(answer.series), answer]));
    const current = wish === this.#wish;
    if (current) this.#show({ answers: answersByKey, loading: false, failure: undefined });
    else this.#showPassing(answersByKey);
    if (this.#wanted || !current) return void this.#send();
    if (wish.window.kind === 'follow') this.#reread(refreshIntervalMs(answers.map(({ resolution }) => resolution)));
  }

  /** An answer to a wish of a moment ago: shown for the series that are still wanted, so that a drag is not blind. */
  #showPassing(answers: ReadonlyMap<string, HistoryAnswer>): void {
    const wanted = (this.#wish?.series ?? []).map(seriesKeyText);
    const merged = wanted.flatMap((key) => {
      const answer = answers.get(key) ?? this.#view.answers.get(key);
      return answer === undefined ? [] : [[key, answer] as const];
    });
    this.#show({ ...this.#view, answers: new Map(merged) });
  }

  #failed(error: unknown): void {
    this.#inFlight = undefined;
    const retryable = !(error instanceof HistoryFailure) || error.retryable;
    this.#show({ ...this.#view, loading: false, failure: error instanceof Error ? error.message : String(error) });
    if (this.#wanted) return void this.#send();
    if (retryable) this.#schedule(this.#startedAtMs + RETRY_AFTER_MS);
  }

  /** Reads the same again, so long after the last reading began, or later where that took long. */
  #reread(afterMs: number): void {
    this.#schedule(this.#startedAtMs + Math.max(afterMs, this.#wish?.restMs ?? 0, REST_PER_READ * this.#tookMs));
  }

  /** Reads again at that plant time, or earlier where that is planned already. */
  #schedule(atMs: number): void {
    if (atMs >= this.#nextAtMs) return;
    this.#stopNext();
    this.#nextAtMs = atMs;
    this.#stopNext = this.#options.after(Math.max(0, atMs - this.#options.nowMs()), () => {
      this.#nextAtMs = Number.POSITIVE_INFINITY;
      // A read that is under way and not overtaken by a new wish will do: only a new wish cuts it off.
      if (this.#inFlight !== undefined && !this.#wanted) this.#wanted = true;
      else void this.#send();
    });
  }

  #show(view: HistoryView): void {
    this.#view = view;
    this.#options.changed(view);
  }
}
