import type { SeriesTable } from '../../shared/series';
import { intersect, type TimeRange } from '../../shared/time';

/** A stretch of one unit's table in which rows came late, were changed or deleted. */
export interface Touch {
  readonly table: SeriesTable;
  readonly workUnitId: string;
  readonly range: TimeRange;
}

interface KnownTouch extends TimeRange {
  /** Plant time at which it was told: what was read before may lack it. */
  readonly atMs: number;
}

/** Stretches remembered per unit and table; beyond that the two that lie nearest become one. */
const MAX_STRETCHES = 64;

/** Remembers when which stretch was touched, so that a tile that was read before is known to be out of date, in whatever tier it lies. */
export class TouchLedger {
  readonly #touches = new Map<string, readonly KnownTouch[]>();

  /** @param atMs plant time now, not before the commit */
  add({ table, workUnitId, range }: Touch, atMs: number): void {
    const key = keyOf(table, workUnitId);
    this.#touches.set(key, withTouch(this.#touches.get(key) ?? [], { ...range, atMs }));
  }

  /** Whether a part of the range was touched later than `asOfMs`. */
  isTouchedSince(
    series: { readonly table: SeriesTable; readonly workUnitId: string },
    range: TimeRange,
    asOfMs: number,
  ) {
    const touches = this.#touches.get(keyOf(series.table, series.workUnitId)) ?? [];
    return touches.some((touch) => touch.atMs > asOfMs && intersect(touch, range) !== undefined);
  }
}

function keyOf(table: SeriesTable, workUnitId: string): string {
  return `${table} ${workUnitId}`;
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
  const joined = { fromMs: a.fromMs, toMs: Math.max(a.toMs, b.toMs), atMs: Math.max(a.atMs, b.atMs) };
  return [...touches.slice(0, nearest - 1), joined, ...touches.slice(nearest + 1)];
}

function distance(touches: readonly KnownTouch[], at: number): number {
  return (touches[at]?.fromMs ?? 0) - (touches[at - 1]?.toMs ?? 0);
}
