import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../src/shared/time';

/** Zones of every kind: an hour or half of one, north and south, by day of the week or by the moon, changes at 0, 1, 2, 2:45, 3 and 24 o'clock. */
export const ZONES = [
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Santiago',
  'America/Havana',
  'Africa/Casablanca',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Chatham',
] as const;

/** A setting of the clocks: the first moment of the new offset, and how much longer (ms) the night becomes. */
export interface ClockChange {
  readonly zone: string;
  readonly atMs: number;
  readonly longerMs: number;
}

/** How far a zone's clocks are ahead of UTC, ms: read from Intl in another way than the product does. */
export function offsetByName(zone: string): (timeMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (timeMs) => {
    const text = format.formatToParts(timeMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const match = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(text);
    if (match === null) throw new Error(`no offset: ${text}`);
    const minutes = Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0);
    return (match[1] === '-' ? -minutes : minutes) * MINUTE_MS;
  };
}

/** Every change of 2020 to 2030, to the quarter of an hour. */
export function changesOf(zone: string): readonly ClockChange[] {
  const offsetAt = offsetByName(zone);
  const changes: ClockChange[] = [];
  for (let dayMs = Date.UTC(2020, 0, 1); dayMs < Date.UTC(2031, 0, 1); dayMs += DAY_MS) {
    const before = offsetAt(dayMs);
    if (offsetAt(dayMs + DAY_MS) === before) continue;
    let atMs = dayMs;
    while (offsetAt(atMs) === before) atMs += HOUR_MS / 4;
    changes.push({ zone, atMs, longerMs: before - offsetAt(atMs) });
  }
  return changes;
}
