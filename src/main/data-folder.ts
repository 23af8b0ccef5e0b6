import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { CommandLine } from './config/command-line';
import { userDataFolder } from './config/user-data-folder';

/** The folder of settings, demo plant and window state: the flag's, else the platform's own. */
export function dataFolderOf(commandLine: CommandLine, environment: NodeJS.ProcessEnv): string {
  return resolve(commandLine.dataFolder ?? userDataFolder(environment, process.platform, homedir()));
}
