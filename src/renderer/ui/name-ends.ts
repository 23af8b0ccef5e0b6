/** Up to this a name gives way to its number alone. */
const LONGEST_WHOLE = 16;
/** What is always shown of a longer name's end: names of machines differ there. */
const TAIL = 10;

/** The number at the end of a name that is long enough to be cut short, with what stands before it: "Washer 5", "press-12". */
const NUMBERED = /^(.{4,}?)([\s_.-]?\d{1,4})$/su;

/**
 * A name in two: what may be cut short, and the end, which tells it from its neighbours: of a long one some characters (not code units),
 * of a shorter one its number. No end where there is nothing to tell it by.
 */
export function nameEnds(name: string): { readonly head: string; readonly tail: string } {
  const characters = Array.from(name);
  if (characters.length <= LONGEST_WHOLE) {
    const [, head = name, tail = ''] = NUMBERED.exec(name) ?? [];
    return { head, tail };
  }
  return { head: characters.slice(0, -TAIL).join(''), tail: characters.slice(-TAIL).join('') };
}
