import type { LiveSnapshot } from '../../../../src/main/live/hub';
import type { LiveUpdate } from '../../../../src/main/live/update-memory';
import type { LiveUnit } from '../../../../src/shared/protocol';

/** What a viewer knows when it does no more than docs/protocol.md says: a snapshot, and updates on top. */
export class ViewerTwin {
  readonly samples = new Map<string, { timeMs: number; value: number | null }[]>();
  sequence: number;
  readonly #nowMs: () => number;

  constructor(snapshot: LiveSnapshot, nowMs: () => number) {
    this.#nowMs = nowMs;
    this.sequence = snapshot.sequence;
    for (const unit of snapshot.units) this.#take(unit);
  }

  update(update: LiveUpdate): void {
    if (update.sequence !== this.sequence + 1) throw new Error(`update ${update.sequence} after ${this.sequence}`);
    this.sequence = update.sequence;
    for (const unit of update.units) this.#take(unit);
  }

  /** Beside the newest sample a viewer keeps ten minutes. */
  #recent(key: string) {
    const samples = this.samples.get(key) ?? [];
    const newestMs = samples.reduce((newest, { timeMs }) => Math.max(newest, timeMs), Number.NEGATIVE_INFINITY);
    return samples.filter(({ timeMs }) => timeMs >= Math.min(this.#nowMs() - 600_000, newestMs));
  }

  #take(unit: LiveUnit): void {
    for (const { table, name, timesMs, values, replaces } of unit.series) {
      const key = JSON.stringify([unit.workUnitId, table, name]);
      const known = this.#recent(key).filter(
        ({ timeMs }) => replaces === undefined || timeMs < replaces.fromMs || timeMs >= replaces.toMs,
      );
      this.samples.set(key, [...known, ...timesMs.map((timeMs, row) => ({ timeMs, value: values[row] ?? null }))]);
    }
  }
}
