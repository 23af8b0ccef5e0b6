/** Date, time to the minute or finer, optional zone: `2013-12-02 21:15:00`, `2013-12-02T21:15:00.250+01:00`. */
const TIME_PATTERN =
  /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

const MINUTE_MS = 60_000;

/**
 * Reads a time as a recording writes it; without a zone it is UTC. Digits below the millisecond are dropped.
 * @returns ms since the epoch, or undefined where the text is no such time (an unknown form, 30 February, 25:00)
 */
export function parseTime(text: string): number | undefined {
  const match = TIME_PATTERN.exec(text.trim());
  if (match === null) return undefined;
  const [year, month, day, hour, minute] = match.slice(1, 6).map(Number);
  if (year === undefined || month === undefined || day === undefined || hour === undefined || minute === undefined) {
    return undefined;
  }
  const second = Number(match[6] ?? 0);
  const milli = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const atMs = Date.UTC(year, month - 1, day, hour, minute, second, milli);
  const date = new Date(atMs);
  // Date.UTC turns 30 February into 2 March, and years below 100 into 19xx: what was written must come back.
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const offsetMin = zoneOffsetMin(match[8]);
  return offsetMin === undefined ? undefined : atMs - offsetMin * MINUTE_MS;
}

/** Minutes ahead of UTC; undefined for an impossible zone. */
function zoneOffsetMin(zone: string | undefined): number | undefined {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || 0);
  if (hours > 15 || minutes > 59) return undefined;
  return (hours * 60 + minutes) * (zone.startsWith('-') ? -1 : 1);
}
