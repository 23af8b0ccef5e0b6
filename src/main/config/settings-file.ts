import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { writeFileAtomically } from './atomic-file';
import {
  checkKnown,
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

/** What counts, and why that is not what the person's file holds: one sentence, undefined where it is. */
export interface InForce<Read> {
  readonly read: Read;
  readonly fault: string | undefined;
}

/**
 * The settings of a start, which goes on with those of the last good one where the person's file cannot be used: whoever
 * mistypes in it, and a power cut then, must not leave a dark screen.
 * @throws SettingsError where there was no good start before
 */
export async function settingsInForce(dataFolder: string, defaultsText: string): Promise<InForce<Settings>> {
  return inForce(dataFolder, (file) => readSettings(defaultsText, file));
}

/** The same of what the person's file itself holds. @throws SettingsError as {@link settingsInForce} */
export async function ownSettingsInForce(dataFolder: string): Promise<InForce<z.infer<typeof SettingsFile>>> {
  return inForce(dataFolder, (file) => (file === undefined ? {} : decodeSettings(SettingsFile, file.text, file.name)));
}

interface NamedText {
  readonly name: string;
  readonly text: string;
}

function inForce<Read>(dataFolder: string, read: (file: NamedText | undefined) => Read): InForce<Read> {
  const name = settingsFileOf(dataFolder);
  try {
    const text = readText(name);
    return { read: read(text === undefined ? undefined : { name, text }), fault: undefined };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const kept = lastGoodOf(dataFolder);
    const text = readText(kept);
    if (text === undefined) throw error;
    return { read: read({ name: kept, text }), fault: error.message };
  }
}

/** A copy of the person's file as it was when it could last be used. */
function lastGoodOf(dataFolder: string): string {
  return join(dataFolder, 'settings.last-good.json');
}

/** Keeps the person's file, which can be used as it is now, for a start at which it cannot. @throws the system's error */
export async function keepLastGood(dataFolder: string): Promise<void> {
  const text = readText(settingsFileOf(dataFolder)) ?? '{}\n';
  if (text !== readText(lastGoodOf(dataFolder))) await writeFileAtomically(lastGoodOf(dataFolder), text);
}

/**
 * Changes the person's file: what `change` does not touch stays as it is, keys included that this version does not know.
 * Written whole or not at all.
 * @param change gets the file's present content, and gives the new one
 * @throws SettingsError where the file is no JSON object or would hold a wrong value, and is left alone; the system's error
 */
export async function changeSettings(dataFolder: string, change: (content: Content) => Content): Promise<void> {
  const path = settingsFileOf(dataFolder);
  const text = readText(path);
  const content = text === undefined ? {} : asContent(parseSettingsJson(text, path), path);
  const changed = change(content);
  checkKnown(changed, path);
  await writeFileAtomically(path, `${JSON.stringify(changed, null, 2)}\n`);
}

function asContent(json: unknown, path: string): Content {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Content;
  throw new SettingsError(
    `The settings file ${path} is no JSON object and was left alone; correct it or move it away.`,
  );
}
