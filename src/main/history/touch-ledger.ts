import type { SeriesTable } from '../../shared/series';
import { DAY_MS, intersect, type TimeRange } from '../../shared/time';
import { type TileKey, tileKeyText } from './tile-tier';

/** A stretch of one unit's table in which rows came late, were changed or deleted. */
export interface Touch {
  readonly table: SeriesTable;
  readonly workUnitId: string;
  readonly range: TimeRange;
}

interface KnownTouch extends TimeRange {
  /** Plant time at which it was told: what was read before may lack it. */
  readonly atMs: number;
  /** Keys of the tiles whose level was seen to hold it. */
  readonly confirmed: Set<string>;
}

/** Stretches remembered per unit and table; beyond that the two that lie nearest become one. */
const MAX_STRETCHES = 64;
/** Tiles remembered per stretch as confirmed; beyond that they are confirmed anew when they are read again. */
const MAX_CONFIRMED = 5_000;
/** The slowest job runs hourly: a level that has not followed in a day is told of again by the sweep. */
const REVISING_MS = DAY_MS;

/**
 * Remembers which stretch was touched, and when.
 * - A tile that was read before is out of date, in whatever tier it lies ({@link isTouchedSince}).
 * - An aggregated level lacks the change until its job has run: until it is seen to equal raw, a tile that is read again is to
 *   be corrected ({@link revising}, {@link confirm}).
 */
export class TouchLedger {
  readonly #touches = new Map<string, readonly KnownTouch[]>();

  /** @param atMs plant time now, not before the commit */
  add({ table, workUnitId, range }: Touch, atMs: number): void {
    const key = `${table} ${workUnitId}`;
    const touch = { ...range, atMs, confirmed: new Set<string>() };
    this.#touches.set(key, withTouch(this.#touches.get(key) ?? [], touch));
  }

  /** Whether a part of the tile was touched later than `asOfMs`. */
  isTouchedSince(key: TileKey, asOfMs: number): boolean {
    return this.#over(key).some((touch) => touch.atMs > asOfMs);
  }

  /** Whether a stretch lies within one that was touched at or after `sinceMs`. */
  isCoveredSince({ range, ...series }: Touch, sinceMs: number): boolean {
    return this.#over({ series, range }).some(
      ({ atMs, fromMs, toMs }) => atMs >= sinceMs && fromMs <= range.fromMs && toMs >= range.toMs,
    );
  }

  /** The touched stretches of a tile that its level may not hold yet, as they were told. */
  revising(key: TileKey, nowMs: number): readonly TimeRange[] {
    const over = this.#over(key);
    if (over.length === 0) return [];
    const text = tileKeyText(key);
    return over
      .filter(({ atMs, confirmed }) => atMs > nowMs - REVISING_MS && !confirmed.has(text))
      .map(({ fromMs, toMs }) => ({ fromMs, toMs }));
  }

  /** All that is remembered as touched within a range. */
  touchedWithin(series: Omit<Touch, 'range'>, range: TimeRange): readonly TimeRange[] {
    return this.#over({ series, range }).flatMap((touch) => intersect(touch, range) ?? []);
  }

  /** The tile's level was seen to hold all that was touched before `asOfMs`. */
  confirm(key: TileKey, asOfMs: number): void {
    const text = tileKeyText(key);
    for (const { atMs, confirmed } of this.#over(key)) {
      if (atMs > asOfMs) continue;
      if (confirmed.size >= MAX_CONFIRMED) confirmed.clear();
      confirmed.add(text);
    }
  }

  #over({ series, range }: { readonly series: Omit<Touch, 'range'>; readonly range: TimeRange }) {
    const touches = this.#touches.get(`${series.table} ${series.workUnitId}`) ?? [];
    return touches.filter((touch) => intersect(touch, range) !== undefined);
  }
}

/** In order of time. A stretch within the new one is told by it as well. */
function withTouch(known: readonly KnownTouch[], added: KnownTouch): readonly KnownTouch[] {
  const others = known.filter(({ fromMs, toMs }) => fromMs < added.fromMs || toMs > added.toMs);
  const all = [...others, added].toSorted((a, b) => a.fromMs - b.fromMs);
  return all.length <= MAX_STRETCHES ? all : withNearestJoined(all);
}

function withNearestJoined(touches: readonly KnownTouch[]): readonly KnownTouch[] {
  let nearest = 1;
  for (let at = 2; at < touches.length; at += 1) {
    if (distance(touches, at) < distance(touches, nearest)) nearest = at;
  }
  const [a, b] = [touches[nearest - 1], touches[nearest]];
  if (a === undefined || b === undefined) return touches;
  const [toMs, atMs] = [Math.max(a.toMs, b.toMs), Math.max(a.atMs, b.atMs)];
  const joined = { fromMs: a.fromMs, toMs, atMs, confirmed: new Set<string>() };
  return [...touches.slice(0, nearest - 1), joined, ...touches.slice(nearest + 1)];
}

function distance(touches: readonly KnownTouch[], at: number): number {
  return (touches[at]?.fromMs ?? 0) - (touches[at - 1]?.toMs ?? 0);
}
