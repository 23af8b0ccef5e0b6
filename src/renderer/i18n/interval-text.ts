/** As PostgreSQL writes intervals, and as settings do. */
const UNITS: Readonly<Record<string, string>> = {
  ...{ year: 'year', mon: 'month', month: 'month', week: 'week', day: 'day' },
  ...{ hour: 'hour', minute: 'minute', min: 'minute', second: 'second', sec: 'second' },
};
const PART = /^(\d+) ([a-z]+?)s?(?: |$)/;
const TIME = /^\d\d:\d\d:\d\d$/;

/** "1 day", "8 days 01:00:00" in the words of a locale; undefined for a text that is no interval. */
export function intervalText(text: string, locale: string): string | undefined {
  const said: string[] = [];
  let rest = text;
  for (let found = PART.exec(rest); found !== null; found = PART.exec(rest)) {
    const [whole, number, name = ''] = found;
    const unit = Object.hasOwn(UNITS, name) ? UNITS[name] : undefined;
    if (unit === undefined) return undefined;
    said.push(new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Number(number)));
    rest = rest.slice(whole.length);
  }
  if (said.length === 0 || (rest !== '' && !TIME.test(rest))) return undefined;
  return [...said, ...(rest === '' ? [] : [rest])].join(' ');
}
