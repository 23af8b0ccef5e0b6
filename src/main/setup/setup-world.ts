import type { ConfiguredPlant } from '../config/configured-plant';
import type { PasswordStore, WritablePasswordStore } from '../config/password-store';
import type { Log } from '../diagnostics/log';
import type { BoardTimers } from './setup-board';
import type { ShownPlant } from './shown-plant';

/** What a set-up needs of the program around it. */
export interface SetupWorld {
  readonly dataFolder: string;
  /** Those that can be read, in the order in which they are tried. */
  readonly passwordStores: readonly PasswordStore[];
  readonly passwordFile: WritablePasswordStore;
  /** The keyring, or why it cannot be used. */
  readonly keyring: { readonly store: WritablePasswordStore } | { readonly sentence: string };
  /** The plant that the app shows now; waits while it starts. */
  shown(): Promise<ShownPlant>;
  /** Why it goes by the settings of the last good start, a sentence; undefined where it goes by those of the person's file. */
  settingsFault(): Promise<string | undefined>;
  /** The plant that the settings hold now. @throws SettingsError */
  configured(): Promise<ConfiguredPlant | undefined>;
  /** Shows the configured plant in place of what is shown. @throws Error with one sentence */
  followConfigured(): Promise<void>;
  /** Asks the person for a place and writes the text there. @returns its path; undefined when they think better of it */
  saveText(suggestedName: string, text: string): Promise<string | undefined>;
  /** Puts the text into the clipboard. */
  copyText(text: string): void;
  /** Asks the person for a file. @returns undefined when they think better of it */
  openText(title: string): Promise<{ readonly path: string; readonly text: string } | undefined>;
  readonly timers: BoardTimers;
  readonly log: Log;
  nowMs(): number;
}
