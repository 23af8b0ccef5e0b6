import type { Tile } from '../../shared/tile';
import { DAY_MS, HOUR_MS, type TimeRange } from '../../shared/time';
import type { Deadline } from './deadline';
import { answerEdge, bucketEdges, rawAfter, rawBefore } from './edges';
import type { Edges } from './history-answer';
import type { HistoryClock, Neighbours, PlantHistoryReader } from './history-plant';
import { NeighbourLoader } from './neighbour-loader';
import type { SeriesPlan } from './series-plan';

export interface AnswerEdgesOptions {
  readonly plant: PlantHistoryReader;
  readonly clock: HistoryClock;
  readonly isPlantAway?: () => boolean;
}

/** How long a request waits: until nobody does any more, or patience ends. */
export interface Wait {
  readonly signal: AbortSignal;
  readonly deadline: Deadline;
}

/** The sample beside a raw range is looked for as far as a line could lead to it (a gap is three cadences), an hour at least. */
const LEAST_REACH_MS = HOUR_MS;
const LONGEST_REACH_MS = 30 * DAY_MS;
const CADENCES_TO_A_GAP = 3;

/** Finds the samples on either side of an answer: in its tiles, else in the plant. */
export class AnswerEdges {
  readonly #options: AnswerEdgesOptions;
  readonly #neighbours: NeighbourLoader;

  constructor(options: AnswerEdgesOptions) {
    this.#options = options;
    this.#neighbours = new NeighbourLoader(options.plant, options.clock);
  }

  /** Rows were changed: what was found before may not be the nearest any more. */
  forget(): void {
    this.#neighbours.forget();
  }

  /** @param tiles of the answer, in order of time. @throws what the reader throws, but for an unreachable plant */
  async of(plan: SeriesPlan, tiles: readonly Tile[], range: TimeRange, wait: Wait): Promise<Edges> {
    if (plan.resolution !== 'raw') {
      const { before, after } = bucketEdges(tiles, plan.resolution, range);
      return { before: answerEdge(before), after: answerEdge(after) };
    }
    const [first, last] = [tiles[0], tiles.at(-1)];
    if (first === undefined || last === undefined) return { before: null, after: null };
    const before = rawBefore(tiles, range.fromMs);
    const after = rawAfter(tiles, range.toMs);
    // Behind a tile that reaches beyond its own reading time there is nothing yet.
    const isEndKnown = after !== undefined || last.range.toMs > last.asOfMs;
    if (before !== undefined && isEndKnown) return { before: answerEdge(before), after: answerEdge(after) };
    const around = { fromMs: first.range.fromMs, toMs: last.range.toMs };
    const beside = await this.#beside(plan, around, wait);
    return { before: answerEdge(before ?? beside.before), after: answerEdge(after ?? beside.after) };
  }

  /** A line that ends at the edge of the chart is no reason to fail, nor to wait longer: without the plant there are no neighbours. */
  async #beside(plan: SeriesPlan, range: TimeRange, { signal, deadline }: Wait): Promise<Neighbours> {
    const { plant, isPlantAway } = this.#options;
    if (isPlantAway?.() === true) return NO_NEIGHBOURS;
    try {
      const want = { series: plan.series, range, reachMs: reachMs(plan.cadenceMs) };
      const loading = this.#neighbours.load(want, signal);
      // It may fail after the deadline has passed, when nobody listens any more.
      loading.catch(() => {});
      return (await Promise.race([loading, deadline.passed])) ?? NO_NEIGHBOURS;
    } catch (error) {
      if (signal.aborted || plant.troubleOf(error) !== 'unreachable') throw error;
      return NO_NEIGHBOURS;
    }
  }
}

const NO_NEIGHBOURS: Neighbours = { before: undefined, after: undefined };

function reachMs(cadenceMs: number | undefined): number {
  return Math.min(LONGEST_REACH_MS, Math.max(LEAST_REACH_MS, CADENCES_TO_A_GAP * (cadenceMs ?? 0)));
}
