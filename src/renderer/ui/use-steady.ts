import { useState } from 'react';

/** The same object for as long as it is equal in value: what is made anew at each render must not ask for history anew. */
export function useSteady<T>(value: T, same: (a: T, b: T) => boolean): T {
  const [steady, setSteady] = useState(value);
  if (steady === value || same(steady, value)) return steady;
  setSteady(value);
  return value;
}
