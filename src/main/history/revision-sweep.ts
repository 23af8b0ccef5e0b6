import { DAY_MS } from '../../shared/time';
import { isSameFingerprint, tileFingerprint } from './fingerprint';
import type { HistoryCatalogue, HistoryClock, PlantHistoryReader } from './history-plant';
import { readSweep, type SweepRead, sweepReads } from './sweep-reads';
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
/** Rows may come this late; what TimescaleDB lists as changed before that lies outside every refresh window. */
const HORIZON_MS = 7 * DAY_MS;

/**
 * Finds what no wake-up told of (the appliance or the network was off, rows were deleted, changes are polled for):
 * - what the plant itself lists as changed and not yet aggregated counts as touched;
 * - everything aggregated is in the levels: each tile in memory is compared by its fingerprint with the coarsest level that
 *   fills its range, one statement a table and level at a time.
 * Together they compare with the truth without reading raw. A tile that is only in a tier below memory is stale when it is
 * fetched after a start, and in memory from then on; sealed ones of the disk are `shelf-sweep.ts`'s.
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
    for (const read of this.#reads()) {
      const differing = await this.#compare(read, signal);
      checkedTiles += read.owners.length;
      differingTiles += differing.length;
      for (const { key, entry } of differing) this.#options.onDiffering(key, entry);
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

  #reads(): readonly SweepRead<Checked>[] {
    const { memory, catalogue, clock } = this.#options;
    const nowMs = clock.plantNowMs();
    const due = [...memory.entries()].filter(([, entry]) => isDue(entry, nowMs));
    // Those that were looked at longest ago come first.
    due.sort(([, a], [, b]) => a.verifiedMs - b.verifiedMs);
    const tiles = due.slice(0, MAX_TILES).map(([, entry]) => ({ key: tileKeyOf(entry.tile), entry }));
    return (['metric', 'oee'] as const).flatMap((table) =>
      sweepReads(
        tiles.filter(({ key }) => key.series.table === table),
        catalogue,
        nowMs,
      ),
    );
  }

  async #compare(read: SweepRead<Checked>, signal: AbortSignal): Promise<readonly Checked[]> {
    const { plant, clock, memory } = this.#options;
    const asOfMs = clock.plantNowMs();
    const expected = await readSweep(read, plant, signal);
    return read.owners.filter(({ key, entry }) => {
      // It may have been read anew or dropped meanwhile.
      if (memory.peek(tileKeyText(key)) !== entry) return false;
      const own = expected(key);
      if (own === undefined) return false;
      const isSame = isSameFingerprint(tileFingerprint(entry.tile), own);
      if (isSame) entry.verifiedMs = Math.max(entry.verifiedMs, asOfMs);
      return !isSame;
    });
  }
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
