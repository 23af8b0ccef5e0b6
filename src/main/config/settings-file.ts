import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { writeFileAtomically } from './atomic-file';
import {
  decodeSettings,
  parseSettingsJson,
  readSettings,
  type Settings,
  SettingsError,
  SettingsFile,
} from './settings';

type Content = Readonly<Record<string, unknown>>;

/** The person's file in a data folder. */
export function settingsFileOf(dataFolder: string): string {
  return join(dataFolder, 'settings.json');
}

/** The file's text; undefined where there is none. Read at once: a start waits for it, on a thread that has no turns to spare. */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new SettingsError(`The settings file ${path} cannot be read (${code}); see to its rights.`, { cause });
  }
}

/**
 * The settings in force in a data folder.
 * @throws SettingsError with one sentence for a person
 */
export async function settingsIn(dataFolder: string, defaultsText: string): Promise<Settings> {
  const name = settingsFileOf(dataFolder);
  const text = readText(name);
  return text === undefined ? readSettings(defaultsText) : readSettings(defaultsText, { name, text });
}

/** What the person's file itself holds; nothing where there is none. @throws SettingsError with one sentence */
export async function readOwnSettings(dataFolder: string): Promise<z.infer<typeof SettingsFile>> {
  const name = settingsFileOf(dataFolder);
  const text = readText(name);
  return text === undefined ? {} : decodeSettings(SettingsFile, text, name);
}

/**
 * Changes the person's file: what `change` does not touch stays as it is, keys included that this version does not know.
 * Written whole or not at all.
 * @param change gets the file's present content, and gives the new one
 * @throws SettingsError where the file is no JSON object, which is left alone; the system's error
 */
export async function changeSettings(dataFolder: string, change: (content: Content) => Content): Promise<void> {
  const path = settingsFileOf(dataFolder);
  const text = readText(path);
  const content = text === undefined ? {} : asContent(parseSettingsJson(text, path), path);
  await writeFileAtomically(path, `${JSON.stringify(change(content), null, 2)}\n`);
}

function asContent(json: unknown, path: string): Content {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Content;
  throw new SettingsError(
    `The settings file ${path} is no JSON object and was left alone; correct it or move it away.`,
  );
}
