import type { HistoryAnswer } from '../../shared/history-frame';
import type { Resolution, SeriesKey } from '../../shared/series';
import type { TimeRange } from '../../shared/time';
import type { After } from '../../shared/viewer/after';
import type { HistoryRequest } from '../../shared/viewer/asked-questions';
import { HistoryFailure } from '../../shared/viewer/pending-requests';
import type { Touch } from './live-store';

/** Tiles of one level over a range, for reckoning with: whatever a chart would choose. */
export interface TileWish {
  /** As many as a request takes, one at least. */
  readonly series: readonly SeriesKey[];
  readonly range: TimeRange;
  readonly resolution: Resolution;
}

export interface TileView {
  /** The wishes that are answered: those of before while the present ones are being read. */
  readonly wishes: readonly TileWish[];
  /** One list of answers for each of these wishes, in their order. */
  readonly answers: readonly (readonly HistoryAnswer[])[];
  /** Why the last reading failed; undefined where it did not. */
  readonly failure: string | undefined;
}

export const NO_TILES: TileView = { wishes: [], answers: [], failure: undefined };

export interface TileQueryOptions {
  readonly fetch: (request: HistoryRequest, signal: AbortSignal) => Promise<readonly HistoryAnswer[]>;
  readonly after: After;
  /** Plant time. */
  readonly nowMs: () => number;
  readonly changed: (view: TileView) => void;
}

/** Requests of one reading that are under way at once: a viewer may have sixteen, and charts ask beside it. */
const MOST_AT_ONCE = 4;
/** Rows come all the time: a figure over hours moves little in so long. */
const REREAD_AFTER_MS = 15_000;
const RETRY_AFTER_MS = 5_000;
/** Reading again takes a twentieth of the time at most. */
const REST_PER_READ = 20;

/**
 * Keeps some wishes for tiles answered: read at once when they change or the connection is back, and again, at a distance, when rows
 * in them change. What was read last stays until the next is whole.
 */
export class TileQuery {
  readonly #options: TileQueryOptions;
  #wishes: readonly TileWish[] = [];
  #view = NO_TILES;
  #inFlight: AbortController | undefined;
  #startedAtMs = Number.NEGATIVE_INFINITY;
  #tookMs = 0;
  #stopNext: (() => void) | undefined;

  constructor(options: TileQueryOptions) {
    this.#options = options;
  }

  setWishes(wishes: readonly TileWish[]): void {
    this.#wishes = wishes;
    if (wishes.length === 0) this.#show(NO_TILES);
    this.resync();
  }

  /** Reads anew at once. */
  resync(): void {
    this.#inFlight?.abort();
    this.#inFlight = undefined;
    void this.#read();
  }

  /** Rows were written, changed or deleted. */
  touched({ workUnitId, table, range }: Touch): void {
    const isMine = this.#wishes.some(
      (wish) =>
        range.fromMs < wish.range.toMs &&
        range.toMs >= wish.range.fromMs &&
        wish.series.some((series) => series.workUnitId === workUnitId && series.table === table),
    );
    if (isMine) this.readLater();
  }

  /** Reads anew, soon: more may be there than there was. */
  readLater(): void {
    this.#schedule(Math.max(REREAD_AFTER_MS, REST_PER_READ * this.#tookMs));
  }

  dispose(): void {
    this.#wishes = [];
    this.#inFlight?.abort();
    this.#stopNext?.();
  }

  async #read(): Promise<void> {
    this.#stopNext?.();
    this.#stopNext = undefined;
    const wishes = this.#wishes;
    if (wishes.length === 0) return;
    const flight = new AbortController();
    this.#inFlight = flight;
    this.#startedAtMs = this.#options.nowMs();
    try {
      const answers = await this.#fetchAll(wishes, flight.signal);
      if (this.#inFlight !== flight) return;
      this.#tookMs = this.#options.nowMs() - this.#startedAtMs;
      this.#show({ wishes, answers, failure: undefined });
    } catch (error) {
      if (this.#inFlight === flight) this.#failed(error);
    } finally {
      if (this.#inFlight === flight) this.#inFlight = undefined;
    }
  }

  async #fetchAll(wishes: readonly TileWish[], signal: AbortSignal): Promise<readonly (readonly HistoryAnswer[])[]> {
    const answers: (readonly HistoryAnswer[])[] = [];
    let next = 0;
    const work = async () => {
      while (next < wishes.length) {
        const at = next++;
        const { series, range, resolution } = wishes[at] as TileWish;
        answers[at] = await this.#options.fetch({ series, range, resolution, pointBudget: 1 }, signal);
      }
    };
    await Promise.all(Array.from({ length: Math.min(MOST_AT_ONCE, wishes.length) }, work));
    return answers;
  }

  #failed(error: unknown): void {
    this.#show({ ...this.#view, failure: error instanceof Error ? error.message : String(error) });
    if (!(error instanceof HistoryFailure) || error.retryable) this.#schedule(RETRY_AFTER_MS);
  }

  /** Reads again so long after the last reading began, where that is not planned already. */
  #schedule(afterMs: number): void {
    if (this.#stopNext !== undefined) return;
    const waitMs = Math.max(0, this.#startedAtMs + afterMs - this.#options.nowMs());
    this.#stopNext = this.#options.after(waitMs, () => {
      this.#stopNext = undefined;
      // The one under way will do: what has changed since is told of again.
      if (this.#inFlight === undefined) void this.#read();
    });
  }

  #show(view: TileView): void {
    this.#view = view;
    this.#options.changed(view);
  }
}
