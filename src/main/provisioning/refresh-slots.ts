import { AGGREGATE_LEVELS, type AggregateLevel, FAMILIES, type Family } from './levels';

const MINUTE_MS = 60_000;
const VIEWS = AGGREGATE_LEVELS.length * FAMILIES.length;

/**
 * When in a minute a view's policy starts, for versions of TimescaleDB that must not run two refreshes at once: eight
 * places of 7.5 s, bottom-up, and every schedule is whole minutes. Up to date, a run takes well below a second.
 * @returns ms after the full minute
 */
export function refreshSlotMs(family: Family, level: AggregateLevel): number {
  const place = AGGREGATE_LEVELS.indexOf(level) * FAMILIES.length + FAMILIES.indexOf(family);
  return (place * MINUTE_MS) / VIEWS;
}

/** The same as a time from which TimescaleDB counts a fixed schedule. */
export function refreshSlotStart(family: Family, level: AggregateLevel): string {
  return new Date(Date.UTC(2000, 0, 1) + refreshSlotMs(family, level)).toISOString();
}

/** Whether a fixed schedule keeps to its place. */
export function keepsSlot(fixedStartMs: number | null, slotMs: number): boolean {
  return fixedStartMs !== null && Math.round(fixedStartMs) % MINUTE_MS === slotMs;
}
