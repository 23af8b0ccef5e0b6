import { useState } from 'react';
import type { z } from 'zod';

/**
 * What a person is writing, kept in the window until it is saved or given up: another language, which loads the page anew, a
 * look at another view or a crash of the page loses nothing.
 * @returns what is being written, undefined where nothing is; and how it is changed
 */
export function useKeptDraft<Draft>(
  name: string,
  decoder: z.ZodType<Draft>,
): readonly [Draft | undefined, (draft: Draft | undefined) => void] {
  const [draft, setDraft] = useState(() => kept(name, decoder));
  const change = (next: Draft | undefined) => {
    setDraft(next);
    if (next === undefined) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(next));
  };
  return [draft, change];
}

function kept<Draft>(name: string, decoder: z.ZodType<Draft>): Draft | undefined {
  const text = sessionStorage.getItem(name);
  if (text === null) return undefined;
  try {
    return decoder.safeParse(JSON.parse(text)).data;
  } catch {
    // What another version kept in another form is given up.
    return undefined;
  }
}
