import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { app, type BrowserWindow, session } from 'electron';
import { type CommandLine, CommandLineError, readCommandLine } from './config/command-line';
import type { DirectoryLock } from './config/directory-lock';
import { KeptGround } from './config/kept-ground';
import { dataFolderOf, takeDataFolder } from './data-folder';
import { registerAppScheme, serveAppProtocol } from './desktop/app-protocol';
import { denyPermissions, lockDown } from './desktop/lockdown';
import { createWindow, showWall } from './desktop/main-window';
import { createLog } from './diagnostics/log';

/**
 * The app's entry: the little that the window needs to open, and then all else (`desktop-app.ts`) while the window's own
 * process starts on another core. The page's first request waits for the appliance, whose start the screen then tells of.
 */
const log = createLog((line) => process.stderr.write(`${line}\n`), Date.now);
const say = (line: string) => process.stdout.write(`${line}\n`);

function fail(error: Error): never {
  process.stderr.write(`${error.message}\n`);
  process.exit(error instanceof CommandLineError ? 2 : 1);
}

/** Our own arguments: unpackaged, the first that is no switch is the app's folder. */
function ownArguments(): readonly string[] {
  const args = process.argv.slice(1);
  const folderAt = app.isPackaged ? -1 : args.findIndex((argument) => !argument.startsWith('-'));
  return args.filter((_argument, at) => at !== folderAt);
}

function readOwnCommandLine(): CommandLine {
  try {
    return readCommandLine(ownArguments());
  } catch (error) {
    fail(error as Error);
  }
}

/**
 * What stands behind the window, loaded part by part: in between, what its process asks is answered and the data folder is
 * taken.
 */
async function loadDesktop() {
  const parts = [
    () => import('./config/settings-file'),
    () => import('./gateway/gateway'),
    () => import('./engine/engine'),
  ];
  for (const load of parts) {
    await load();
    await nextTurn();
  }
  return import('./desktop-app');
}

async function open(commandLine: CommandLine, dataFolder: string, folderTaken: Promise<DirectoryLock>): Promise<void> {
  const denied = (what: string, where: string) => log.warn('denied', { what, where });
  const onTrouble = (event: string, detail: string) => log.error(event.replaceAll(' ', '-'), { detail });
  lockDown(app, denied);
  denyPermissions(session.defaultSession, denied);
  const ground = new KeptGround({ dataFolder, onTrouble: ({ message }) => onTrouble('ground not kept', message) });
  const window = createWindow(join(__dirname, '../preload/preload.js'), onTrouble, ground);
  focusOnSecondStart(window);
  const desktop = loadDesktop().then(({ startDesktop }) =>
    startDesktop({ window, commandLine, dataFolder, folderTaken, builtFolder: __dirname, log, say, onTrouble }),
  );
  const engine = async () => (await desktop).engine();
  serveAppProtocol(
    session.defaultSession.protocol,
    async (path) => (await engine()).readRendererFile(path),
    async () => (await engine()).pageHeaders(),
  );
  showWall(window, onTrouble);
  await (await desktop).started;
}

function focusOnSecondStart(window: BrowserWindow): void {
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
}

/**
 * How often V8 runs a function before it compiles it once more, optimised: 75 times its default. It does so on threads of its own,
 * which took half a second of processor time from a start, most of it for what a start alone runs, while the page's process waited
 * for a core. What goes on working is still optimised, after some hundred milliseconds of its own running. Much more, and its count of
 * bytes, which is this times the function's length, is beyond an int's bound for the longest that it optimises (60 kB).
 */
const OPTIMISE_LATER = [
  '--invocation-count-for-maglev=30000',
  '--invocation-count-for-maglev-osr=7500',
  '--invocation-count-for-turbofan=35000',
  '--invocation-count-for-osr=35000',
];

for (const flag of OPTIMISE_LATER) setFlagsFromString(flag);
const commandLine = readOwnCommandLine();
registerAppScheme();
// It would override the switch that test runs as root need; every window asks for its sandbox itself as well.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
app.setName('Taktline');
// Chromium's own files live inside our folder, so that one folder is one appliance and one lock guards it.
const dataFolder = dataFolderOf(commandLine, process.env);
app.setPath('userData', join(dataFolder, 'window'));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
if (app.requestSingleInstanceLock()) {
  app.on('window-all-closed', () => app.quit());
  const folderTaken = takeDataFolder(dataFolder);
  // Whoever starts the appliance in it is told.
  folderTaken.catch(() => undefined);
  app
    .whenReady()
    .then(() => open(commandLine, dataFolder, folderTaken))
    .catch(fail);
} else {
  say('Taktline already runs on this data folder; its window is brought to the front.');
  app.quit();
}
