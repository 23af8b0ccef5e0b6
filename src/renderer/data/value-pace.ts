import type { Beat } from './beat';
import { Topics } from './topics';
import type { UnitPresent } from './unit-live';

/**
 * A series whose last four changes came within this, ms, is a quick one: nobody can read what changes eight times a second. One that changes
 * less often is shown at once, for what is inserted is to be seen within 250 ms (p95).
 */
const FOUR_CHANGES_MS = 400;
const CHANGES_BEFORE = 3;

/** Where values come from, each told at once. */
export interface ValueSource {
  present(workUnitId: string): UnitPresent;
  onUnit(workUnitId: string, listener: () => void): () => void;
}

export interface ValuePaceOptions {
  readonly source: ValueSource;
  readonly beat: Beat;
  /** Monotonic ms, the beat's. */
  readonly nowMs: () => number;
}

/**
 * When what is shown of a unit follows its values: a change is shown soon, one of a quick series with the steady beat, and whatever
 * else has changed by then comes along in the same frame.
 */
export class ValuePace {
  readonly #options: ValuePaceOptions;
  readonly #topics = new Topics();
  readonly #units = new Map<string, PacedUnit>();

  constructor(options: ValuePaceOptions) {
    this.#options = options;
  }

  /** @returns the way out, after which the listener is not called any more */
  on(workUnitId: string, listener: () => void): () => void {
    // One of its own: a listener that is given twice is told twice.
    const told = () => listener();
    const leave = this.#topics.on(workUnitId, told);
    const unit = this.#unitOf(workUnitId);
    unit.listeners += 1;
    return () => {
      leave();
      unit.listeners -= 1;
      if (unit.listeners > 0) return;
      unit.end();
      this.#units.delete(workUnitId);
    };
  }

  #unitOf(workUnitId: string): PacedUnit {
    let unit = this.#units.get(workUnitId);
    if (unit === undefined) {
      unit = new PacedUnit(this.#options, workUnitId, () => this.#topics.tell(workUnitId));
      this.#units.set(workUnitId, unit);
    }
    return unit;
  }
}

class PacedUnit {
  listeners = 0;
  readonly #options: ValuePaceOptions;
  readonly #workUnitId: string;
  readonly #tell: () => void;
  readonly #leave: () => void;
  #seen: UnitPresent;
  /** By series, when its last changes came: at most {@link CHANGES_BEFORE}. */
  readonly #changesMs = new Map<string, readonly number[]>();

  constructor(options: ValuePaceOptions, workUnitId: string, tell: () => void) {
    this.#options = options;
    this.#workUnitId = workUnitId;
    this.#tell = tell;
    this.#seen = options.source.present(workUnitId);
    this.#leave = options.source.onUnit(workUnitId, () => {
      if (this.#isSoon()) options.beat.soon(this.#tell);
      else options.beat.steady(this.#tell);
    });
  }

  end(): void {
    this.#leave();
    this.#options.beat.forget(this.#tell);
  }

  /** Whether anything has changed that is not quick; a late row, which changes a tail alone, is none of it. */
  #isSoon(): boolean {
    const before = this.#seen;
    const now = this.#options.source.present(this.#workUnitId);
    this.#seen = now;
    const calm = changed(before, now).filter((key) => !this.#isQuick(key));
    return calm.length > 0 || now.sourceAheadMs !== before.sourceAheadMs || now.latest.size < before.latest.size;
  }

  /** Notes another change of a series. */
  #isQuick(key: string): boolean {
    const nowMs = this.#options.nowMs();
    const earlierMs = this.#changesMs.get(key) ?? [];
    this.#changesMs.set(key, [...earlierMs, nowMs].slice(-CHANGES_BEFORE));
    return earlierMs.length === CHANGES_BEFORE && nowMs - (earlierMs[0] ?? 0) <= FOUR_CHANGES_MS;
  }
}

/** Series whose newest sample is another one than before. */
function changed(before: UnitPresent, now: UnitPresent): readonly string[] {
  return [...now.latest].flatMap(([key, sample]) => (before.latest.get(key) === sample ? [] : [key]));
}
