import type { PlantHistoryReader, SeriesName } from '../../../../src/main/history/history-plant';
import { BUCKET_MS, BUCKET_RESOLUTIONS, type BucketResolution, type SeriesTable } from '../../../../src/shared/series';
import { type BucketColumns, emptyBuckets, type RawColumns } from '../../../../src/shared/tile';
import type { TimeRange } from '../../../../src/shared/time';

export interface Sample {
  readonly timeMs: number;
  readonly value: number;
}

export interface MemoryRead {
  readonly what: string;
  readonly range: TimeRange;
  readonly seriesCount: number;
  readonly signal: AbortSignal;
}

/** A plant in memory that answers as the real reader does (the integration tests compare that one with raw rows). */
export class MemoryPlant implements PlantHistoryReader {
  readonly reads: MemoryRead[] = [];
  readonly #samples = new Map<string, readonly Sample[]>();
  /** What the levels hold whose job has not run since {@link pauseJobs}. */
  readonly #held = new Map<string, ReadonlyMap<string, readonly Sample[]>>();
  /** While set, reads wait for it; its failure is theirs. */
  gate: Promise<void> = Promise.resolve();

  put(table: SeriesTable, workUnitId: string, name: string, samples: readonly Sample[]): void {
    this.#samples.set(
      JSON.stringify([table, workUnitId, name]),
      samples.toSorted((a, b) => a.timeMs - b.timeMs),
    );
  }

  /** From now on levels lack what is put, until their job runs. */
  pauseJobs(): void {
    for (const resolution of BUCKET_RESOLUTIONS) this.#held.set(resolution, new Map(this.#samples));
  }

  runJob(resolution: BucketResolution): void {
    this.#held.set(resolution, new Map(this.#samples));
  }

  samples(
    table: SeriesTable,
    { workUnitId, name }: SeriesName,
    range: TimeRange,
    from: ReadonlyMap<string, readonly Sample[]> = this.#samples,
  ): readonly Sample[] {
    const all = from.get(JSON.stringify([table, workUnitId, name])) ?? [];
    return all.filter(({ timeMs }) => timeMs >= range.fromMs && timeMs < range.toMs);
  }

  readRaw: PlantHistoryReader['readRaw'] = async ({ table, series, range, maxRowsPerSeries }, signal) => {
    await this.#admit(`${table} raw`, range, series.length, signal);
    const found = series.map((key) => this.samples(table, key, range));
    if (found.some(({ length }) => length > maxRowsPerSeries)) throw new Error('too many rows');
    return found.map(rawOf);
  };

  readBuckets: PlantHistoryReader['readBuckets'] = async ({ table, series, range, resolution }, signal) => {
    await this.#admit(`${table} ${resolution}`, range, series.length, signal);
    const held = this.#held.get(resolution);
    return series.map((key) => bucketsOf(resolution, range, this.samples(table, key, range, held)));
  };

  readRecomputed: PlantHistoryReader['readRecomputed'] = async ({ table, series, range, resolution }, signal) => {
    await this.#admit(`${table} ${resolution} recomputed`, range, series.length, signal);
    return series.map((key) => bucketsOf(resolution, range, this.samples(table, key, range)));
  };

  readNeighbours: PlantHistoryReader['readNeighbours'] = async ({ table, series, range, reachMs }, signal) => {
    await this.#admit(`${table} neighbours`, range, series.length, signal);
    return series.map((key) => ({
      before: this.samples(table, key, { fromMs: range.fromMs - reachMs, toMs: range.fromMs }).at(-1),
      after: this.samples(table, key, { fromMs: range.toMs, toMs: range.toMs + reachMs })[0],
    }));
  };

  troubleOf: PlantHistoryReader['troubleOf'] = (error) => {
    if (error instanceof Error && error.message === 'too many rows') return 'too-many-rows';
    return error instanceof Error && error.message === 'away' ? 'unreachable' : 'other';
  };

  async #admit(what: string, range: TimeRange, seriesCount: number, signal: AbortSignal): Promise<void> {
    this.reads.push({ what, range, seriesCount, signal });
    await this.gate;
    signal.throwIfAborted();
  }
}

export function rawOf(samples: readonly Sample[]): RawColumns {
  return {
    kind: 'raw',
    timesMs: Float64Array.from(samples, ({ timeMs }) => timeMs),
    values: Float64Array.from(samples, ({ value }) => value),
  };
}

/** Buckets over a range on the grid, NaN values counted as bad. */
export function bucketsOf(resolution: BucketResolution, range: TimeRange, samples: readonly Sample[]): BucketColumns {
  const bucketMs = BUCKET_MS[resolution];
  const buckets = emptyBuckets(resolution, (range.toMs - range.fromMs) / bucketMs);
  for (const { timeMs, value } of samples) {
    const at = Math.floor((timeMs - range.fromMs) / bucketMs);
    const count = buckets.counts[at] ?? 0;
    if (Number.isNaN(value)) {
      buckets.badCounts[at] = (buckets.badCounts[at] ?? 0) + 1;
      continue;
    }
    buckets.counts[at] = count + 1;
    buckets.sums[at] = count === 0 ? value : (buckets.sums[at] ?? 0) + value;
    buckets.mins[at] = count === 0 ? value : Math.min(buckets.mins[at] ?? 0, value);
    buckets.maxs[at] = count === 0 ? value : Math.max(buckets.maxs[at] ?? 0, value);
  }
  return buckets;
}
