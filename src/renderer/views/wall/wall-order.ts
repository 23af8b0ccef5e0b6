import { SECOND_MS } from '../../../shared/time';
import { type Trouble, urgency } from './trouble';

/** A tile that a hand reaches for must not jump away: the order changes at most this often. */
export const ORDER_HOLD_MS = 15 * SECOND_MS;

/** One unit and what is wrong with it now. */
export interface TroubledUnit {
  readonly workUnitId: string;
  readonly trouble: Trouble;
}

/** The order of the tiles, and since when it has been so. */
export interface WallOrder {
  readonly workUnitIds: readonly string[];
  /** Monotonic ms; undefined: it has never been changed yet. */
  readonly changedMs: number | undefined;
}

/** The most urgent first; among those alike the plant's order. */
export function byTrouble(units: readonly TroubledUnit[]): readonly string[] {
  return units
    .map((unit, place) => ({ ...unit, place }))
    .sort((a, b) => urgency(a.trouble) - urgency(b.trouble) || a.place - b.place)
    .map(({ workUnitId }) => workUnitId);
}

/**
 * The order from now on; the same object while it stays. Units that come or go are a change that cannot wait; troubles can, until the last
 * change is {@link ORDER_HOLD_MS} old.
 * @param units in the plant's order
 * @param nowMs monotonic
 * @param isTold false while nothing can be known of any unit, as with a broken link: the order stays as it is
 */
export function nextOrder(
  previous: WallOrder | undefined,
  units: readonly TroubledUnit[],
  { nowMs, isTold }: { readonly nowMs: number; readonly isTold: boolean },
): WallOrder {
  if (previous === undefined)
    return { workUnitIds: isTold ? byTrouble(units) : units.map(({ workUnitId }) => workUnitId), changedMs: undefined };
  if (!hasSameUnits(previous.workUnitIds, units))
    return { workUnitIds: joined(previous, units, isTold), changedMs: nowMs };
  const isHeld = previous.changedMs !== undefined && nowMs - previous.changedMs < ORDER_HOLD_MS;
  if (!isTold || isHeld) return previous;
  const workUnitIds = byTrouble(units);
  const isSame = workUnitIds.every((id, place) => previous.workUnitIds[place] === id);
  return isSame ? previous : { workUnitIds, changedMs: nowMs };
}

function hasSameUnits(ids: readonly string[], units: readonly TroubledUnit[]): boolean {
  const known = new Set(ids);
  return ids.length === units.length && units.every(({ workUnitId }) => known.has(workUnitId));
}

/** Whoever is there stays in its place while nothing can be known; newcomers follow. */
function joined(previous: WallOrder, units: readonly TroubledUnit[], isTold: boolean): readonly string[] {
  if (isTold) return byTrouble(units);
  const present = new Set(units.map(({ workUnitId }) => workUnitId));
  const kept = previous.workUnitIds.filter((id) => present.has(id));
  const known = new Set(kept);
  return [...kept, ...units.flatMap(({ workUnitId }) => (known.has(workUnitId) ? [] : [workUnitId]))];
}
