import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from './atomic-file';

/** Layout of the folder: the demo plant's place, the settings' form. Raised when an older program could not use it. */
const FOLDER_VERSION = 1;
const MARKER = 'taktline-folder.json';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder for Taktline's data and settings where no `--data` is given: what the platform sets aside for
 * applications, one for each user.
 * @param env environment, of which XDG_DATA_HOME and LOCALAPPDATA are read
 * @param platform as `process.platform` names it
 * @param homeDir the user's home folder
 */
export function userDataFolder(env: Environment, platform: string, homeDir: string): string {
  if (platform === 'win32') return join(present(env.LOCALAPPDATA) ?? join(homeDir, 'AppData', 'Local'), 'Taktline');
  if (platform === 'darwin') return join(homeDir, 'Library', 'Application Support', 'Taktline');
  return join(present(env.XDG_DATA_HOME) ?? join(homeDir, '.local', 'share'), 'taktline');
}

/**
 * Makes the folder where it is missing and marks it as ours; a marked one must be of this version. Nothing is deleted. A marked
 * folder is looked at before this returns: while a window is being made, each wait for the disk takes a turn of a busy thread.
 * @throws Error with one sentence for a folder of another version, or one that cannot be used
 */
export async function claimUserDataFolder(folder: string): Promise<void> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Error(`The data folder ${folder} cannot be made (${codeOf(error)}); name another one with --data.`);
  }
  const marker = join(folder, MARKER);
  const version = readVersion(marker, folder);
  if (version === FOLDER_VERSION) return;
  if (version !== undefined) {
    throw new Error(
      `The data folder ${folder} was made by another version of Taktline (folder version ${version}, this one uses ` +
        `${FOLDER_VERSION}); nothing was changed: name another folder with --data, or use that version.`,
    );
  }
  try {
    await writeFileAtomically(marker, `${JSON.stringify({ version: FOLDER_VERSION })}\n`);
  } catch (error) {
    throw new Error(`The data folder ${folder} cannot be written (${codeOf(error)}); name another one with --data.`);
  }
}

/** The version in the marker; undefined where there is no marker. */
function readVersion(marker: string, folder: string): number | undefined {
  let text: string;
  try {
    text = readFileSync(marker, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new Error(`The data folder ${folder} cannot be read (${codeOf(error)}); name another one with --data.`);
  }
  const version = versionIn(text);
  if (version === undefined) {
    throw new Error(`${marker} is damaged: it must hold {"version":${FOLDER_VERSION}}; nothing was changed.`);
  }
  return version;
}

function versionIn(text: string): number | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // Not JSON is one way of being damaged; the caller says so.
    return undefined;
  }
  const version: unknown =
    typeof content === 'object' && content !== null ? Reflect.get(content, 'version') : undefined;
  return typeof version === 'number' ? version : undefined;
}

function present(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
