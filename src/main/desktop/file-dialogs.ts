import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BrowserWindow, dialog } from 'electron';

/** What a person picks is read whole: nothing of ours is longer. */
const MOST_BYTES = 1_000_000;

/** Asks where to save a file. @returns its path; undefined when the person thinks better of it */
export async function choosePlace(
  window: BrowserWindow,
  folder: string,
  suggestedName: string,
): Promise<string | undefined> {
  const chosen = await dialog.showSaveDialog(window, { defaultPath: join(folder, suggestedName) });
  return chosen.canceled || chosen.filePath === '' ? undefined : chosen.filePath;
}

/**
 * Asks where to save a text, and writes it there.
 * @returns its path; undefined when the person thinks better of it
 * @throws Error with one sentence when it cannot be written
 */
export async function saveText(
  window: BrowserWindow,
  folder: string,
  suggestedName: string,
  text: string,
): Promise<string | undefined> {
  const path = await choosePlace(window, folder, suggestedName);
  if (path === undefined) return undefined;
  try {
    await writeFile(path, text, 'utf8');
  } catch (cause) {
    throw notWritten(path, cause);
  }
  return path;
}

/** One sentence for a person. @param cause of Node's file system */
export function notWritten(path: string, cause: unknown): Error {
  const { code } = cause as NodeJS.ErrnoException;
  return new Error(`${path} cannot be written (${code}); choose another place.`, { cause });
}

/** Asks for a file that stays where it is. @returns undefined when the person thinks better of it */
export async function choosePath(window: BrowserWindow, title: string): Promise<string | undefined> {
  const chosen = await dialog.showOpenDialog(window, { title, properties: ['openFile'] });
  return chosen.canceled ? undefined : chosen.filePaths[0];
}

/**
 * Asks for a file and reads it.
 * @returns undefined when the person thinks better of it
 * @throws Error with one sentence when it cannot be read
 */
export async function openText(
  window: BrowserWindow,
  title: string,
): Promise<{ readonly path: string; readonly text: string } | undefined> {
  const chosen = await dialog.showOpenDialog(window, { title, properties: ['openFile'] });
  const [path] = chosen.filePaths;
  if (chosen.canceled || path === undefined) return undefined;
  try {
    if ((await stat(path)).size > MOST_BYTES) throw new Error('it is far too large');
    return { path, text: await readFile(path, 'utf8') };
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message;
    throw new Error(`${path} cannot be read (${why}); choose another file.`, { cause });
  }
}
