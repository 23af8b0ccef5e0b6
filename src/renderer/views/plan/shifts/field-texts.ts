/** What a person types of times, made into what the calendar is written in where it can only mean that. */

/**
 * A time of day: "6", "600", "0600", "6.30", "6:30" and "24:00" are meant as "06:00", "06:00", "06:00", "06:30", "06:30" and
 * "00:00". Whatever else was typed stays.
 */
export function typedTime(text: string): string {
  const match = /^(\d{1,2})(?:[:.,h ]?(\d{2}))?$/.exec(text.trim());
  if (match === null) return text;
  const [hour, minute] = [Number(match[1]), Number(match[2] ?? '0')];
  const isEndOfDay = hour === 24 && minute === 0;
  if ((hour > 23 && !isEndOfDay) || minute > 59) return text;
  return `${String(hour % 24).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** Zones whose names hold every word of a text, those that begin with it or whose city does first. */
export function matchingZones(zones: readonly string[], wanted: string, most: number): readonly string[] {
  const words = plain(wanted)
    .split(' ')
    .filter((word) => word !== '');
  const rank = (zone: string) => {
    const name = plain(zone);
    const city = name.slice(name.lastIndexOf(' ', name.length) + 1);
    const first = words[0] ?? '';
    return name.startsWith(first) || city.startsWith(first) ? 0 : 1;
  };
  return zones
    .filter((zone) => words.every((word) => plain(zone).includes(word)))
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, most);
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[/_]/g, ' ').trim();
}
