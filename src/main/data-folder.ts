import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CommandLine } from './config/command-line';
import { type DirectoryLock, lockDirectory } from './config/directory-lock';
import { claimUserDataFolder, userDataFolder } from './config/user-data-folder';

/** The folder of settings, demo plant and window state: the flag's, else the platform's own. */
export function dataFolderOf(commandLine: CommandLine, environment: NodeJS.ProcessEnv): string {
  return resolve(commandLine.dataFolder ?? userDataFolder(environment, process.platform, homedir()));
}

/** A predecessor that is being stopped closes its files within this. */
const PREDECESSOR_MS = 2_000;

/**
 * Makes the folder ours, and this process' alone until the lock is released.
 * @throws Error with one sentence for a folder of another version, one that cannot be used, and where another appliance, with a
 *   window or without, works in it
 */
export async function takeDataFolder(folder: string): Promise<DirectoryLock> {
  await claimUserDataFolder(folder);
  try {
    return await lockDirectory(join(folder, 'appliance.lock'), { waitMs: PREDECESSOR_MS });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The data folder ${folder} ${reason} (--data DIR names another one.)`, { cause });
  }
}
