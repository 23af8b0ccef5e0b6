/** What the decoders say of a work plan that cannot be meant, word for word as in the sources. */
export const rules = {
  noZone: 'it names no time zone; write one such as "Europe/Berlin"',
  noName: 'it has no name; give it one',
  longName: 'a name has 60 characters at most',
  timeOfDay: 'a time of day is written as "06:00"; midnight is "00:00"',
  dateAs: 'a date is written as "2026-12-24"',
  momentAs: 'a date with its time of day is written as "2026-12-24T14:00"',
  noDay: 'it has no day; choose one at least',
  noShift: 'it has no shift; write one at least',
  overlap: '"{{first}}" and "{{second}}" overlap on {{weekday}}; let one end where the next begins',
  twice: '{{day}} stands here twice; write its shifts into one',
  noLength: 'it equals "start"; a stop has a length',
  whichShift: 'no shift is called "{{shift}}"; write one of {{names}}',
  swap: 'it is not after "from"; swap the two',
} as const;
