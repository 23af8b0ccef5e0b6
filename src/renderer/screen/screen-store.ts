import { z } from 'zod';

/** Bright halls want a light screen, dark control rooms a dark one; without a choice the system's own holds. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** How far away the screen is read from; without a choice its size tells, as a larger screen hangs farther away. */
export const DISTANCES = ['auto', 'desk', '1.5m', '3m'] as const;
export type Distance = (typeof DISTANCES)[number];

/** What is true of this device alone, whoever stands before it. */
export interface ScreenSettings {
  readonly theme: Theme;
  readonly distance: Distance;
}

const DEFAULTS: ScreenSettings = { theme: 'system', distance: 'auto' };
const Kept = z
  .object({ theme: z.enum(THEMES).catch('system'), distance: z.enum(DISTANCES).catch('auto') })
  .catch(DEFAULTS);
const ITEM = 'taktline.screen';

/** Where a device keeps texts: `localStorage`. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** What was kept; each part that cannot be understood falls back to its default. */
function readKept(storage: TextStorage): ScreenSettings {
  try {
    return Kept.parse(JSON.parse(storage.getItem(ITEM) ?? '{}'));
  } catch {
    // Not JSON, or a browser that lets no page keep anything: the defaults hold.
    return DEFAULTS;
  }
}

/** The settings of this screen, kept on the device and told to whoever listens. */
export class ScreenStore {
  #settings: ScreenSettings;
  readonly #storage: TextStorage;
  readonly #log: (sentence: string) => void;
  readonly #listeners = new Set<() => void>();

  constructor(storage: TextStorage, log: (sentence: string) => void) {
    this.#storage = storage;
    this.#log = log;
    this.#settings = readKept(storage);
  }

  get = (): ScreenSettings => this.#settings;

  /** Subscribing returns the way out. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  choose(change: Partial<ScreenSettings>): void {
    this.#settings = { ...this.#settings, ...change };
    try {
      this.#storage.setItem(ITEM, JSON.stringify(this.#settings));
    } catch (error) {
      // It holds until the page is loaded again, which is more than nothing.
      this.#log(`This browser keeps no settings of this screen: ${error}`);
    }
    for (const listener of this.#listeners) listener();
  }
}
