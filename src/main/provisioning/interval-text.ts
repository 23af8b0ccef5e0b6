import { intervalMs } from './schema-settings';

const DAY_MS = 86_400_000;
/** PostgreSQL counts 365.25 days a year where it turns an interval into seconds. */
const POSTGRES_YEAR_MS = 365.25 * DAY_MS;

/** Length of an interval in ms as PostgreSQL's `extract(epoch FROM …)` gives it; @throws RangeError as `intervalMs`. */
export function postgresMs(text: string): number {
  return /\byears?$/.test(text) ? (intervalMs(text) / (365 * DAY_MS)) * POSTGRES_YEAR_MS : intervalMs(text);
}

/** For people: `8 days`, `2 years`, `15 minutes`; what is no whole number of minutes in seconds. */
export function describeMs(ms: number | null): string {
  if (ms === null) return 'no limit';
  const units: readonly (readonly [number, string])[] = [
    [POSTGRES_YEAR_MS, 'year'],
    [DAY_MS, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
  ];
  const [unitMs, unit] = units.find(([each]) => ms >= each && ms % each === 0) ?? [1000, 'second'];
  const count = ms / unitMs;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
