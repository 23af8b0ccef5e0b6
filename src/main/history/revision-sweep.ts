import { BUCKET_MS, type BucketResolution, type SeriesTable, seriesKeyText } from '../../shared/series';
import type { BucketColumns } from '../../shared/tile';
import { DAY_MS, type TimeRange } from '../../shared/time';
import { isBeingMade } from './being-made';
import { bucketFingerprint, fingerprintLevel, isSameFingerprint, tileFingerprint } from './fingerprint';
import type { HistoryCatalogue, HistoryClock, PlantHistoryReader } from './history-plant';
import { mayBeDropped } from './kept-levels';
import { isSettledAt } from './tile-freshness';
import type { MemoryEntry, TileMemory } from './tile-memory';
import { type TileKey, tileKeyOf, tileKeyText } from './tile-tier';
import type { Touch } from './touch-ledger';

export interface RevisionSweepOptions {
  /** Reads at low priority. */
  readonly plant: PlantHistoryReader;
  readonly catalogue: HistoryCatalogue;
  readonly clock: HistoryClock;
  readonly memory: TileMemory;
  /** Whether a stretch is known as touched already, since this plant time at least. */
  readonly isKnown: (touch: Touch) => boolean;
  /** Told of rows that were changed and of which no wake-up told. */
  readonly onTouched: (touch: Touch) => void;
  /** Told of a tile that does not hold what the database does. */
  readonly onDiffering: (key: TileKey, entry: MemoryEntry) => void;
}

/** What one sweep did. */
export interface SweepSummary {
  readonly checkedTiles: number;
  readonly differingTiles: number;
  readonly touchedStretches: number;
}

/** Tiles that nobody expects to change are looked at once a day. */
const SEALED_EVERY_MS = DAY_MS;
/** Tiles of one sweep; the others' turn comes with the next ones. */
const MAX_TILES = 20_000;
/** Buckets of one statement: some ten thousand rows, read in a few hundred ms at most. */
const MAX_BUCKETS = 40_000;
/** Rows may come this late; what TimescaleDB lists as changed before that lies outside every refresh window. */
const HORIZON_MS = 7 * DAY_MS;

/**
 * Finds what no wake-up told of (the appliance or the network was off, rows were deleted, changes are polled for):
 * - what the plant itself lists as changed and not yet aggregated counts as touched;
 * - everything aggregated is in the levels: each tile in memory is compared by its fingerprint with the coarsest level that
 *   fills its range, one statement a table and level at a time.
 * Together they compare with the truth without reading raw. A tile that is only in a tier below memory is stale when it is
 * fetched after a start, and in memory from then on.
 */
export class RevisionSweep {
  readonly #options: RevisionSweepOptions;

  constructor(options: RevisionSweepOptions) {
    this.#options = options;
  }

  /** One sweep. @throws what the reader throws; the signal's reason */
  async run(signal: AbortSignal): Promise<SweepSummary> {
    const touchedStretches = await this.#notePending(signal);
    let [checkedTiles, differingTiles] = [0, 0];
    for (const [{ table, level }, entries] of this.#byLevel()) {
      for (const cluster of sweepReads(entries, level)) {
        const differing = await this.#compare(table, level, cluster, signal);
        checkedTiles += cluster.owners.length;
        differingTiles += differing.length;
        for (const { key, entry } of differing) this.#options.onDiffering(key, entry);
      }
    }
    return { checkedTiles, differingTiles, touchedStretches };
  }

  /** The plant tells tables and stretches; any unit of the table may be meant. */
  async #notePending(signal: AbortSignal): Promise<number> {
    const { plant, catalogue, clock, isKnown, onTouched } = this.#options;
    const nowMs = clock.plantNowMs();
    const pending = await plant.readPending?.({ fromMs: nowMs - HORIZON_MS, toMs: nowMs }, signal);
    let noted = 0;
    for (const { table, range } of pending ?? []) {
      for (const workUnitId of catalogue.workUnitIds?.() ?? []) {
        const touch = { table, workUnitId, range };
        if (isKnown(touch)) continue;
        onTouched(touch);
        noted += 1;
      }
    }
    return noted;
  }

  #byLevel(): ReadonlyMap<{ readonly table: SeriesTable; readonly level: BucketResolution }, readonly Checked[]> {
    const { memory, catalogue, clock } = this.#options;
    const nowMs = clock.plantNowMs();
    const groups = new Map<string, { table: SeriesTable; level: BucketResolution }>();
    const byGroup = new Map<{ table: SeriesTable; level: BucketResolution }, Checked[]>();
    const due = [...memory.entries()].filter(([, entry]) => isDue(entry, nowMs));
    // Those that were looked at longest ago come first.
    due.sort(([, a], [, b]) => a.verifiedMs - b.verifiedMs);
    for (const [, entry] of due.slice(0, MAX_TILES)) {
      const key = tileKeyOf(entry.tile);
      const { table } = key.series;
      if (mayBeDropped(key, catalogue, nowMs)) continue;
      const level = fingerprintLevel(key.range, readableLevels(key, catalogue, nowMs));
      if (level === undefined) continue;
      const text = `${table} ${level}`;
      const group = groups.get(text) ?? { table, level };
      groups.set(text, group);
      byGroup.set(group, [...(byGroup.get(group) ?? []), { key, entry }]);
    }
    return byGroup;
  }

  async #compare(
    table: SeriesTable,
    level: BucketResolution,
    { range, owners }: SweepRead,
    signal: AbortSignal,
  ): Promise<readonly Checked[]> {
    const { plant, clock, memory } = this.#options;
    const series = [...new Map(owners.map(({ key }) => [seriesKeyText(key.series), key.series])).values()];
    const asOfMs = clock.plantNowMs();
    const columns = await plant.readBuckets({ table, resolution: level, series, range }, signal);
    const bySeries = new Map(series.map((key, at) => [seriesKeyText(key), columns[at]]));
    return owners.filter(({ key, entry }) => {
      // It may have been read anew or dropped meanwhile.
      if (memory.peek(tileKeyText(key)) !== entry) return false;
      const own = bySeries.get(seriesKeyText(key.series));
      if (own === undefined) return false;
      const isSame = isSameFingerprint(tileFingerprint(entry.tile), partFingerprint(own, level, range, key.range));
      if (isSame) entry.verifiedMs = Math.max(entry.verifiedMs, asOfMs);
      return !isSame;
    });
  }
}

interface SweepRead {
  readonly range: TimeRange;
  readonly owners: readonly Checked[];
}

/** As few statements as their size allows: all series over one stretch, however many tiles of it are in memory. */
function sweepReads(entries: readonly Checked[], level: BucketResolution): readonly SweepRead[] {
  const reads: { range: TimeRange; owners: Checked[]; series: Set<string> }[] = [];
  for (const checked of entries.toSorted((a, b) => a.key.range.fromMs - b.key.range.fromMs)) {
    const { range, series } = checked.key;
    const text = seriesKeyText(series);
    const last = reads.at(-1);
    if (last !== undefined) {
      const whole = { fromMs: last.range.fromMs, toMs: Math.max(last.range.toMs, range.toMs) };
      const seriesCount = last.series.size + (last.series.has(text) ? 0 : 1);
      if ((seriesCount * (whole.toMs - whole.fromMs)) / BUCKET_MS[level] <= MAX_BUCKETS) {
        last.range = whole;
        last.owners.push(checked);
        last.series.add(text);
        continue;
      }
    }
    reads.push({ range, owners: [checked], series: new Set([text]) });
  }
  return reads;
}

interface Checked {
  readonly key: TileKey;
  readonly entry: MemoryEntry;
}

/** Growing tiles are read again by their age, revised ones by their own rhythm. */
function isDue({ tile, verifiedMs, revised }: MemoryEntry, nowMs: number): boolean {
  if (revised.length > 0 || !isSettledAt(tile.range, tile.asOfMs)) return false;
  return !tile.sealed || nowMs - verifiedMs >= SEALED_EVERY_MS;
}

function readableLevels({ series, range }: TileKey, catalogue: HistoryCatalogue, nowMs: number) {
  const preparing = catalogue.preparing();
  return catalogue.levels(series.table).filter(
    (level) =>
      // One that is made from raw on reading costs as much as the tile itself.
      (catalogue.isKept?.(series.table, level) ?? true) &&
      !mayBeDropped({ series, resolution: level, range }, catalogue, nowMs) &&
      !isBeingMade({ series, resolution: level, range }, preparing),
  );
}

function partFingerprint(columns: BucketColumns, level: BucketResolution, whole: TimeRange, part: TimeRange) {
  const bucketMs = BUCKET_MS[level];
  return bucketFingerprint(columns, (part.fromMs - whole.fromMs) / bucketMs, (part.toMs - whole.fromMs) / bucketMs);
}
