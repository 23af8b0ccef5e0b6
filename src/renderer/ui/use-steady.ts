import { useRef } from 'react';

/** The same object for as long as it is equal in value: what is made anew at each render must not ask for history anew. */
export function useSteady<T>(value: T, same: (a: T, b: T) => boolean): T {
  // Not a state: setting one while rendering renders everything twice, and a live chart's series are new four times a second.
  const steady = useRef(value);
  if (steady.current !== value && !same(steady.current, value)) steady.current = value;
  return steady.current;
}
