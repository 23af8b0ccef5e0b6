import { MINUTE_MS, SECOND_MS } from '../../../shared/time';

/** How long a page stays where nobody has chosen, and what can be chosen. */
export const DEFAULT_DWELL_MS = 15 * SECOND_MS;
export const DWELLS_MS: readonly number[] = [10, 15, 30, 60].map((seconds) => seconds * SECOND_MS);
/** Whoever has turned a page by hand has time to read it. */
export const READING_MS = MINUTE_MS;

/** Which page is shown, and until when. Times are monotonic ms. */
export interface PageTurner {
  readonly page: number;
  /** The page turns by itself at this time; undefined: it is held. */
  readonly turnsAtMs: number | undefined;
}

export interface Turning {
  /** At least one. */
  readonly pages: number;
  readonly dwellMs: number;
  readonly nowMs: number;
}

export function firstPage({ dwellMs, nowMs }: Turning): PageTurner {
  return { page: 0, turnsAtMs: nowMs + dwellMs };
}

/** What time does: the next page once this one's time is over; the same object until then. A page that is gone is left at once. */
export function passed(turner: PageTurner, { pages, dwellMs, nowMs }: Turning): PageTurner {
  if (turner.page >= pages) return { ...turner, page: 0 };
  if (turner.turnsAtMs === undefined || nowMs < turner.turnsAtMs) return turner;
  return { page: (turner.page + 1) % pages, turnsAtMs: nowMs + dwellMs };
}

/** A page chosen by hand, counted around in both directions: it stays long enough to be read, or stays held. */
export function turnedTo(turner: PageTurner, page: number, { pages, dwellMs, nowMs }: Turning): PageTurner {
  const turnsAtMs = turner.turnsAtMs === undefined ? undefined : nowMs + Math.max(READING_MS, dwellMs);
  return { page: ((page % pages) + pages) % pages, turnsAtMs };
}

/** Held where it turned, turning where it was held. */
export function heldOrLet(turner: PageTurner, { dwellMs, nowMs }: Turning): PageTurner {
  return { ...turner, turnsAtMs: turner.turnsAtMs === undefined ? nowMs + dwellMs : undefined };
}
