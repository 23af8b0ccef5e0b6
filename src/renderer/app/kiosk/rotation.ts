import type { KioskSettings } from '../../../shared/kiosk';
import { MINUTE_MS, SECOND_MS } from '../../../shared/time';

/** Whoever touches the screen has it for this long after the last touch. */
export const RESTS_FOR_MS = 2 * MINUTE_MS;

type Views = KioskSettings['views'];

/** Where a rotation is. Times are monotonic ms. */
export interface Rotation {
  readonly index: number;
  readonly turnsAtMs: number;
}

/** Begins with the view that is shown where it is one of them, else with the first. */
export function startRotation(views: Views, shown: string, nowMs: number): Rotation {
  const index = Math.max(
    0,
    views.findIndex(({ address }) => address === shown),
  );
  return { index, turnsAtMs: nowMs + dwellMs(views, index) };
}

function dwellMs(views: Views, index: number): number {
  return (views[index]?.seconds ?? 0) * SECOND_MS;
}

/**
 * What is to be shown now. Nothing moves under a hand; once nobody has touched the screen for {@link RESTS_FOR_MS}, a view that a person went to
 * makes room for the one whose turn it is.
 * @param touchedMs when the screen was touched last; undefined: never
 * @returns the same rotation, and no address, where all stays as it is
 */
export function turned(
  rotation: Rotation,
  views: Views,
  {
    nowMs,
    touchedMs,
    shown,
  }: { readonly nowMs: number; readonly touchedMs: number | undefined; readonly shown: string },
): { readonly rotation: Rotation; readonly show: string | undefined } {
  const stays = { rotation, show: undefined };
  if (views.length === 0) return stays;
  if (touchedMs !== undefined && nowMs - touchedMs < RESTS_FOR_MS) return stays;
  const isOver = views.length > 1 && nowMs >= rotation.turnsAtMs;
  const index = isOver ? (rotation.index + 1) % views.length : rotation.index;
  const address = views[index]?.address;
  if (isOver) return { rotation: { index, turnsAtMs: nowMs + dwellMs(views, index) }, show: address };
  return touchedMs !== undefined && shown !== address ? { rotation, show: address } : stays;
}
