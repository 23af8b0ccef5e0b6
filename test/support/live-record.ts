import type { LiveUnit, ServerMessage } from '../../src/shared/protocol';
import type { SeriesKey } from '../../src/shared/series';
import type { TestViewer } from './viewer';

/** What a viewer knows of one series by docs/protocol.md: snapshots replace, updates add or replace a stretch. */
export class LiveRecord {
  readonly #series: SeriesKey;
  readonly #fromMs: number;
  #samples: { timeMs: number; value: number | null }[] = [];

  /** @param fromMs samples before are left aside */
  constructor(viewer: TestViewer, series: SeriesKey, fromMs = Number.NEGATIVE_INFINITY) {
    this.#series = series;
    this.#fromMs = fromMs;
    viewer.onMessage((message) => this.#take(message));
  }

  values(): readonly number[] {
    return this.#sorted().map(({ value }) => value ?? Number.NaN);
  }

  /** "time value" of each sample, in order. */
  rows(): readonly string[] {
    return this.#sorted().map(({ timeMs, value }) => `${timeMs} ${value}`);
  }

  #take(message: ServerMessage): void {
    if (message.type === 'snapshot') this.#samples = [];
    if (message.type === 'snapshot' || message.type === 'update') for (const unit of message.units) this.#merge(unit);
  }

  #merge({ workUnitId, series }: LiveUnit): void {
    if (workUnitId !== this.#series.workUnitId) return;
    for (const { table, name, timesMs, values, replaces } of series) {
      if (table !== this.#series.table || name !== this.#series.name) continue;
      if (replaces !== undefined) {
        const { fromMs, toMs } = replaces;
        this.#samples = this.#samples.filter(({ timeMs }) => timeMs < fromMs || timeMs >= toMs);
      }
      for (const [at, timeMs] of timesMs.entries()) this.#samples.push({ timeMs, value: values[at] ?? null });
    }
  }

  #sorted() {
    return this.#samples
      .filter(({ timeMs }) => timeMs >= this.#fromMs)
      .toSorted((a, b) => a.timeMs - b.timeMs || (a.value ?? 0) - (b.value ?? 0));
  }
}
