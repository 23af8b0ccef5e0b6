/** Below this a name stands as it is: what little could be taken from its middle is not worth three dots. */
const LONGEST_WHOLE = 16;
/** What is always shown of a longer name's end: names of machines differ there. */
const TAIL = 10;

/** A long name in two: what may be cut short, and the end, which tells it from its neighbours. Characters, not code units. */
export function nameEnds(name: string): { readonly head: string; readonly tail: string } {
  const characters = Array.from(name);
  if (characters.length <= LONGEST_WHOLE) return { head: name, tail: '' };
  return { head: characters.slice(0, -TAIL).join(''), tail: characters.slice(-TAIL).join('') };
}
