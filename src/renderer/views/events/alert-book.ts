import type { PlantEvent } from '../../../shared/events';
import { openEventKey } from './event-text';

/** Knows which events a screen has been told of: each that goes on for long enough is told of once. */
export class AlertBook {
  #told: ReadonlySet<string> | undefined;

  /**
   * @param events all that go on, maybe others too
   * @param untilMs plant time up to which they are known
   * @returns those that have just become old enough; none at the first call: whoever opens a screen sees what is on already
   */
  due(events: readonly PlantEvent[], untilMs: number, afterMs: number): readonly PlantEvent[] {
    const old = events.filter(({ fromMs, toMs }) => toMs === null && untilMs - fromMs >= afterMs);
    const before = this.#told;
    this.#told = new Set(old.map(openEventKey));
    return before === undefined ? [] : old.filter((event) => !before.has(openEventKey(event)));
  }
}
