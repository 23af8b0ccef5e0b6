import type { Beat } from './beat';
import { Topics } from './topics';
import { NOTHING_PRESENT, type UnitPresent } from './unit-live';

/**
 * A value that stood so long has rested, and the next one is shown at once, ms. Longer, and what is inserted five times a second would
 * be seen too late (promised are 250 ms, p95); shorter, and one that comes ten times a second would be drawn as often.
 */
export const RESTED_MS = 110;

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
 * When what is shown of a unit follows its values: a series that has rested is shown soon, one that changes ten times a
 * second with the steady beat, and whatever else has changed by then comes along in the same frame.
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
  #shown: UnitPresent = NOTHING_PRESENT;
  /** By series, since when its present value is shown. */
  readonly #sinceMs = new Map<string, number>();
  /** Series that changed before they had stood for long: they wait, whatever comes of them meanwhile. */
  readonly #held = new Set<string>();

  constructor(options: ValuePaceOptions, workUnitId: string, tell: () => void) {
    this.#options = options;
    this.#workUnitId = workUnitId;
    this.#tell = tell;
    // Whoever begins to listen has just looked.
    this.#look();
    this.#leave = options.source.onUnit(workUnitId, () => {
      if (this.#hasRested()) options.beat.soon(this.#show);
      else options.beat.steady(this.#show);
    });
  }

  end(): void {
    this.#leave();
    this.#options.beat.forget(this.#show);
  }

  readonly #show = () => {
    this.#look();
    this.#tell();
  };

  #look(): void {
    const now = this.#options.nowMs();
    const present = this.#options.source.present(this.#workUnitId);
    for (const key of changed(this.#shown, present)) this.#sinceMs.set(key, now);
    this.#shown = present;
    this.#held.clear();
  }

  /** Whether something has changed that stood still before; a late row, which changes a tail alone, is none of it. */
  #hasRested(): boolean {
    const present = this.#options.source.present(this.#workUnitId);
    if (present.sourceAheadMs !== this.#shown.sourceAheadMs || present.latest.size < this.#shown.latest.size)
      return true;
    const now = this.#options.nowMs();
    let hasRested = false;
    for (const key of changed(this.#shown, present)) {
      if (this.#held.has(key)) continue;
      if (now - (this.#sinceMs.get(key) ?? Number.NEGATIVE_INFINITY) >= RESTED_MS) hasRested = true;
      else this.#held.add(key);
    }
    return hasRested;
  }
}

/** Series whose newest sample is another one than before. */
function changed(before: UnitPresent, now: UnitPresent): readonly string[] {
  return [...now.latest].flatMap(([key, sample]) => (before.latest.get(key) === sample ? [] : [key]));
}
