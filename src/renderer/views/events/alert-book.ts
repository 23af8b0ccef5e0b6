import type { PlantEvent } from '../../../shared/events';
import { openEventKey } from './event-text';

/** Knows which events a screen has been told of: each that goes on for long enough is told of once. */
export class AlertBook {
  #told: ReadonlySet<string> | undefined;
  #untilMs = Number.NEGATIVE_INFINITY;

  /**
   * @param events all that go on, maybe others too
   * @param untilMs plant time up to which they are known
   * @returns those that have just become old enough; none at the first call: whoever opens a screen sees what is on already
   */
  due(events: readonly PlantEvent[], untilMs: number, afterMs: number): readonly PlantEvent[] {
    const old = events.filter(({ fromMs, toMs }) => toMs === null && untilMs - fromMs >= afterMs);
    const before = this.#told;
    // While the plant is away less is known than before: what is missing then has not ended, and is no news when it is back.
    const isBehind = untilMs < this.#untilMs;
    this.#untilMs = Math.max(this.#untilMs, untilMs);
    this.#told = new Set([...(isBehind ? (before ?? []) : []), ...old.map(openEventKey)]);
    return before === undefined ? [] : old.filter((event) => !before.has(openEventKey(event)));
  }
}
