import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/**
 * Tells the person at the terminal where a browser sees the same screens, and a new address each time they press Enter:
 * an address works once and for 60 s.
 * @returns stops listening to the keyboard
 */
export function offerBrowserAddress(
  newAddress: () => string,
  input: Readable & { readonly isTTY?: boolean },
  say: (line: string) => void,
): () => void {
  const tell = (more: string) =>
    say(`Open in a browser on this machine (works once, for 60 s${more}): ${newAddress()}`);
  tell(input.isTTY === true ? '; Enter for a new one' : '');
  const lines = createInterface({ input });
  lines.on('line', () => tell(''));
  return () => lines.close();
}
