import type { LiveUnit } from '../../shared/protocol';
import type { SeriesTable } from '../../shared/series';
import type { ChangeBatch } from './change-batch';
import type { LiveClock } from './live-clock';
import { liveSeries, PendingUnit } from './pending-update';
import { AVERAGE_SPAN_MS, recentAverages, type UnitAverages } from './recent-averages';
import type { RecentSamples } from './recent-samples';
import { type LiveUpdate, UpdateMemory, type UpdateMemoryPolicy } from './update-memory';
import { UpdatePace } from './update-pace';

/** Values as of `sequence`: every later update comes on top, none before is missing. */
export interface LiveSnapshot extends LiveUpdate {
  readonly epoch: string;
}

export interface LiveHubOptions {
  /** Names this run of the appliance: sequences of another epoch mean nothing. */
  readonly epoch: string;
  readonly recent: RecentSamples;
  readonly clock: LiveClock;
  /** Rows further ahead than this are told as "source clock ahead", ms. */
  readonly aheadLimitMs?: number;
  /** Bounds of what is remembered for viewers that come back. */
  readonly memory?: UpdateMemoryPolicy;
}

const DEFAULT_AHEAD_LIMIT_MS = 5_000;

/**
 * Between the change feed and the viewers: merges changes per unit, numbers them and hands them out, at most 20 in a
 * second. A snapshot is of one sequence number exactly.
 */
export class LiveHub {
  readonly #options: LiveHubOptions;
  readonly #listeners = new Set<(update: LiveUpdate) => void>();
  readonly #aheadUntilMs = new Map<string, number>();
  readonly #memory: UpdateMemory;
  readonly #pace = new UpdatePace();
  #pending = new Map<string, PendingUnit>();
  #sequence = 0;
  #callOff: (() => void) | undefined;
  #closed = false;

  constructor(options: LiveHubOptions) {
    this.#options = options;
    this.#memory = new UpdateMemory(options.memory);
  }

  get epoch(): string {
    return this.#options.epoch;
  }

  /** Number of the last update; 0 before the first. */
  get sequence(): number {
    return this.#sequence;
  }

  /** The units that anything is known of. */
  workUnitIds(): readonly string[] {
    return this.#options.recent.workUnitIds();
  }

  /** Sends out what is pending, ahead of its time. @returns the number of the last update then */
  settle(): number {
    this.#flush();
    return this.#sequence;
  }

  /** Every update above `sequence` so far; undefined where they are not all remembered, or the number is none of ours. */
  updatesSince(sequence: number): readonly LiveUpdate[] | undefined {
    return this.#memory.since(sequence, this.#sequence);
  }

  /** Takes a batch over, whose samples are in the {@link RecentSamples} already. */
  apply(batch: ChangeBatch): void {
    if (this.#closed) return;
    for (const change of batch.units) {
      let pending = this.#pending.get(change.workUnitId);
      if (pending === undefined) {
        pending = new PendingUnit(change.workUnitId);
        this.#pending.set(change.workUnitId, pending);
      }
      pending.add(change);
      if (change.aheadUntilMs !== undefined) this.#aheadUntilMs.set(change.workUnitId, change.aheadUntilMs);
    }
    this.#flushSoon();
  }

  /** Calls back with each update; returns the way out. */
  onUpdate(listener: (update: LiveUpdate) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Latest values, and the recent past where asked for. What is pending goes out first (to all, as one update ahead
   * of its time), so that the snapshot and the updates after it neither overlap nor leave a hole.
   * @param workUnitIds units that are not known are left out
   * @param tailMs how much of the recent past before the plant's now, up to the ring's 10 min; 0: latest values alone
   */
  snapshot(workUnitIds: readonly string[] | 'all', tailMs = 0): LiveSnapshot {
    this.#flush();
    const { recent, clock, epoch } = this.#options;
    const fromMs = tailMs > 0 ? clock.plantNowMs() - tailMs : Number.POSITIVE_INFINITY;
    const ids = workUnitIds === 'all' ? recent.workUnitIds() : [...new Set(workUnitIds)];
    const units = ids.map((workUnitId): LiveUnit => {
      const series = recent.unit(workUnitId, fromMs).map((each) => liveSeries(each.table, each.name, each));
      const sourceAheadMs = this.#sourceAheadMs(workUnitId);
      return { workUnitId, series, touched: [], ...(sourceAheadMs === undefined ? {} : { sourceAheadMs }) };
    });
    return { epoch, sequence: this.#sequence, units: units.filter((unit) => unit.series.length > 0) };
  }

  /** Average and latest of the last 5 min of every unit. @param isFilled see `recentAverages` */
  averages(isFilled: (workUnitId: string, table: SeriesTable) => boolean): {
    readonly fromMs: number;
    readonly toMs: number;
    readonly units: readonly UnitAverages[];
  } {
    const { recent, clock } = this.#options;
    const toMs = clock.plantNowMs();
    const fromMs = toMs - AVERAGE_SPAN_MS;
    return { fromMs, toMs, units: recentAverages(recent, { fromMs, toMs }, isFilled) };
  }

  /** Drops what is pending, what is remembered and every listener. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#callOff?.();
    this.#callOff = undefined;
    this.#pending.clear();
    this.#memory.clear();
    this.#listeners.clear();
  }

  #flushSoon(): void {
    if (this.#pending.size === 0 || this.#callOff !== undefined) return;
    const restMs = this.#pace.restMs(this.#options.clock.monotonicMs());
    if (restMs === 0) this.#flush();
    else this.#callOff = this.#options.clock.after(restMs, () => this.#flush());
  }

  #flush(): void {
    this.#callOff?.();
    this.#callOff = undefined;
    if (this.#pending.size === 0 || this.#closed) return;
    const pending = this.#pending;
    this.#pending = new Map();
    this.#pace.spend(this.#options.clock.monotonicMs());
    this.#sequence += 1;
    const units = [...pending].map(([workUnitId, unit]) =>
      unit.toLiveUnit(this.#options.recent, this.#sourceAheadMs(workUnitId)),
    );
    const update = { sequence: this.#sequence, units };
    this.#memory.add(update);
    for (const listener of this.#listeners) listener(update);
  }

  #sourceAheadMs(workUnitId: string): number | undefined {
    const untilMs = this.#aheadUntilMs.get(workUnitId);
    if (untilMs === undefined) return undefined;
    const aheadMs = untilMs - this.#options.clock.plantNowMs();
    if (aheadMs > (this.#options.aheadLimitMs ?? DEFAULT_AHEAD_LIMIT_MS)) return aheadMs;
    this.#aheadUntilMs.delete(workUnitId);
    return undefined;
  }
}
