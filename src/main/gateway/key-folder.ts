/** Files of this user alone, which other programs of theirs may write and remove as well. */
export interface KeyFolder {
  list(): Promise<readonly string[]>;
  /** @returns undefined where there is none. @throws Error with one sentence */
  read(name: string): Promise<string | undefined>;
  /** @throws Error with one sentence */
  write(name: string, text: string): Promise<void>;
  /** @returns false where there was none. @throws Error with one sentence */
  remove(name: string): Promise<boolean>;
}

/** What a file of it says; undefined where it is not JSON, which is one way of being damaged: the decoder says so. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
