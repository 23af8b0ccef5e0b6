import { type SeriesKey, seriesKeyText } from '../../shared/series';
import type { TimeRange } from '../../shared/time';
import { BatchWindow } from './batch-window';
import type { HistoryClock, Neighbours, PlantHistoryReader } from './history-plant';
import { abortedByAll, SharedFlight } from './shared-flight';

/** Samples beside a range that are wanted, because its tiles do not hold them. */
export interface NeighbourWant {
  readonly series: SeriesKey;
  readonly range: TimeRange;
  readonly reachMs: number;
}

interface NeighbourFlight {
  readonly want: NeighbourWant;
  readonly flight: SharedFlight<Neighbours>;
}

const WINDOW_MS = 10;
/** Answers remembered, so that a chart out of memory needs no statement for its ends. */
const MAX_REMEMBERED = 4_096;
/** What is beyond a range may change as time goes on; a touched row makes all be forgotten at once. */
const REMEMBERED_MS = 60_000;

/** Finds the samples beside ranges: one flight per question, one statement for all series of a table and range. */
export class NeighbourLoader {
  readonly #reader: PlantHistoryReader;
  readonly #flights = new Map<string, NeighbourFlight>();
  readonly #clock: HistoryClock;
  #remembered = new Map<string, { readonly neighbours: Neighbours; readonly asOfMs: number }>();
  readonly #window: BatchWindow<NeighbourFlight>;

  constructor(reader: PlantHistoryReader, clock: HistoryClock) {
    this.#reader = reader;
    this.#clock = clock;
    this.#window = new BatchWindow({
      setTimer: clock.setTimer,
      windowMs: WINDOW_MS,
      dispatch: (flights) => this.#read(flights),
    });
  }

  /** @throws what the reader throws; the signal's reason */
  load(want: NeighbourWant, signal: AbortSignal): Promise<Neighbours> {
    const key = `${groupKey(want)} ${seriesKeyText(want.series)}`;
    const remembered = this.#remembered.get(key);
    if (remembered !== undefined && this.#clock.plantNowMs() - remembered.asOfMs <= REMEMBERED_MS) {
      return signal.aborted ? Promise.reject(signal.reason) : Promise.resolve(remembered.neighbours);
    }
    const known = this.#flights.get(key);
    if (known !== undefined) return known.flight.join(signal);
    const flight = new SharedFlight<Neighbours>();
    this.#flights.set(key, { want, flight });
    const land = () => {
      if (this.#flights.get(key)?.flight === flight) this.#flights.delete(key);
    };
    flight.abandoned.addEventListener('abort', land, { once: true });
    const joining = flight.join(signal).finally(land);
    this.#window.add([{ want, flight }]);
    return joining;
  }

  /** Rows were changed: what was found before may not be the nearest any more. */
  forget(): void {
    this.#remembered = new Map();
  }

  /** Never rejects: the flights carry the outcome. */
  async #read(batch: readonly NeighbourFlight[]): Promise<void> {
    const groups = new Map<string, NeighbourFlight[]>();
    for (const entry of batch) {
      if (entry.flight.abandoned.aborted) continue;
      const key = groupKey(entry.want);
      groups.set(key, [...(groups.get(key) ?? []), entry]);
    }
    await Promise.all([...groups.values()].map((group) => this.#readGroup(group)));
  }

  async #readGroup(group: readonly NeighbourFlight[]): Promise<void> {
    const first = group[0]?.want;
    if (first === undefined) return;
    const asOfMs = this.#clock.plantNowMs();
    const into = this.#remembered;
    try {
      const found = await this.#reader.readNeighbours(
        {
          table: first.series.table,
          series: group.map(({ want }) => want.series),
          range: first.range,
          reachMs: first.reachMs,
        },
        abortedByAll(group.map(({ flight }) => flight.abandoned)),
      );
      for (const [at, { want, flight }] of group.entries()) {
        const neighbours = found[at] ?? { before: undefined, after: undefined };
        if (into.size >= MAX_REMEMBERED) into.clear();
        into.set(`${groupKey(want)} ${seriesKeyText(want.series)}`, { neighbours, asOfMs });
        flight.resolve(neighbours);
      }
    } catch (error) {
      for (const { flight } of group) flight.reject(error);
    }
  }
}

/** Questions of one key share a statement. */
function groupKey({ series, range, reachMs }: NeighbourWant): string {
  return `${series.table} ${range.fromMs} ${range.toMs} ${reachMs}`;
}
