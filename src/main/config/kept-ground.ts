import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from './atomic-file';

/** Ground of the light theme, which a screen has that nobody has chosen another for. */
const FIRST_GROUND = '#eef0f2';
const COLOUR = /^#[0-9a-f]{6}$/i;

export interface KeptGroundOptions {
  readonly dataFolder: string;
  readonly onTrouble: (error: Error) => void;
}

/**
 * The colour of the ground that the page showed last: what its window shows until the page has painted, so that a dark control
 * room is not lit up by a start.
 */
export class KeptGround {
  readonly #options: KeptGroundOptions;
  #colour: string;

  /** Reads what was kept, which is a line; what cannot be read or understood counts as nothing. */
  constructor(options: KeptGroundOptions) {
    this.#options = options;
    this.#colour = this.#read() ?? FIRST_GROUND;
  }

  /** `#rrggbb` */
  get colour(): string {
    return this.#colour;
  }

  /** Takes the page's ground; anything but a colour is passed over. @returns whether it is another one than before */
  note(colour: string | null): boolean {
    if (colour === null || !COLOUR.test(colour) || colour.toLowerCase() === this.#colour) return false;
    this.#colour = colour.toLowerCase();
    writeFileAtomically(this.#path, `${this.#colour}\n`).catch(this.#options.onTrouble);
    return true;
  }

  get #path(): string {
    return join(this.#options.dataFolder, 'window-ground');
  }

  #read(): string | undefined {
    try {
      const text = readFileSync(this.#path, 'utf8').trim();
      return COLOUR.test(text) ? text.toLowerCase() : undefined;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') this.#options.onTrouble(cause as Error);
      return undefined;
    }
  }
}
