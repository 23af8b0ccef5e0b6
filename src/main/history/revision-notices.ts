import type { RevisedStretch } from '../../shared/protocol';
import type { SeriesTable } from '../../shared/series';
import type { TimeRange } from '../../shared/time';
import type { HistoryClock } from './history-plant';
import { joined } from './tile-grid';

export interface RevisionNoticesOptions {
  readonly clock: Pick<HistoryClock, 'setTimer'>;
  /** Told of what has gathered, in one call. */
  readonly announce: (stretches: readonly RevisedStretch[]) => void;
}

/** Revisions of one reading come together: they are told together after so long. */
const GATHER_MS = 20;
/** Stretches told per unit and table; more become one. */
const MAX_STRETCHES = 16;

/** Gathers revisions into few notices: viewers are told per unit and table, not per series and tile. */
export class RevisionNotices {
  readonly #options: RevisionNoticesOptions;
  #gathered = new Map<string, { table: SeriesTable; workUnitId: string; ranges: readonly TimeRange[] }>();
  #callOff: (() => void) | undefined;

  constructor(options: RevisionNoticesOptions) {
    this.#options = options;
  }

  add(unit: { readonly table: SeriesTable; readonly workUnitId: string }, range: TimeRange): void {
    const { table, workUnitId } = unit;
    const key = `${table} ${workUnitId}`;
    const ranges = joined([...(this.#gathered.get(key)?.ranges ?? []), range]);
    this.#gathered.set(key, { table, workUnitId, ranges: ranges.length <= MAX_STRETCHES ? ranges : [hull(ranges)] });
    this.#callOff ??= this.#options.clock.setTimer(() => this.#tell(), GATHER_MS);
  }

  /** Tells nothing more. */
  close(): void {
    this.#callOff?.();
    this.#callOff = () => {};
    this.#gathered.clear();
  }

  #tell(): void {
    const stretches = [...this.#gathered.values()].flatMap(({ table, workUnitId, ranges }) =>
      ranges.map((range) => ({ table, workUnitId, ...range })),
    );
    this.#gathered = new Map();
    this.#callOff = undefined;
    this.#options.announce(stretches);
  }
}

function hull(ranges: readonly TimeRange[]): TimeRange {
  return {
    fromMs: ranges.reduce((least, { fromMs }) => Math.min(least, fromMs), Number.POSITIVE_INFINITY),
    toMs: ranges.reduce((most, { toMs }) => Math.max(most, toMs), Number.NEGATIVE_INFINITY),
  };
}
