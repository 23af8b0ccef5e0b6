import { app, type BrowserWindow, clipboard, ipcMain } from 'electron';
import { callChannels } from '../shared/ipc-channels';
import { isStartCall, START_CALL_NAMES, type StartCallName, startCalls } from '../shared/start-calls';
import { ApplianceHost } from './appliance-host';
import { offerBrowserAddress } from './browser-address';
import type { CommandLine } from './config/command-line';
import type { DirectoryLock } from './config/directory-lock';
import { registerIpcHandlers } from './desktop/ipc-handlers';
import { showWall } from './desktop/main-window';
import { startKiosk } from './desktop-kiosk';
import { passwordPlacesIn, tokenPlacesIn } from './desktop-secrets';
import type { Log } from './diagnostics/log';
import type { Engine } from './engine/engine';

export interface DesktopOptions {
  /** Opened already; what its page asks for waits for {@link DesktopApp}. */
  readonly window: BrowserWindow;
  readonly commandLine: CommandLine;
  readonly dataFolder: string;
  /** The folder is being taken already; it is released with the appliance. */
  readonly folderTaken: Promise<DirectoryLock>;
  /** Folder of the built main process: `out/main`. */
  readonly builtFolder: string;
  readonly log: Log;
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void;
  /** Told of crashes and hangs of the window, for the log. */
  readonly onTrouble: (event: string, detail: string) => void;
}

/** What stands behind the window. */
export interface DesktopApp {
  /** The present engine, or the one that is being started. @throws what starting it threw */
  engine(): Promise<Engine>;
  /** Resolves once all is at work. */
  readonly started: Promise<void>;
}

/**
 * The composition root of the desktop behind its window: the appliance, and what the page asks for (`desktop-controls.ts`, with
 * the first such call). A module of its own, which is loaded while the window's process starts: compiling and running it takes as
 * long as that.
 */
export function startDesktop(options: DesktopOptions): DesktopApp {
  const { commandLine, dataFolder, builtFolder, log, say } = options;
  const passwords = once(() => passwordPlacesIn(dataFolder));
  const tokens = once(() => tokenPlacesIn(dataFolder));
  const host = new ApplianceHost(
    {
      commandLine,
      environment: process.env,
      builtFolder,
      passwordStores: async () => passwords().all,
      tokenStores: async () => tokens().all,
      log,
      say,
    },
    options.folderTaken,
  );
  answerCalls(options, host, { passwords, tokens });
  return { engine: async () => (await host.appliance()).engine, started: start(host, options) };
}

async function start(host: ApplianceHost, { log, say }: DesktopOptions): Promise<void> {
  await host.appliance();
  const stopOffering = offerBrowserAddress(() => host.present().newBrowserAddress(), process.stdin, say);
  stopInOrder(host, log, stopOffering);
}

interface Secrets {
  readonly passwords: () => ReturnType<typeof passwordPlacesIn>;
  readonly tokens: () => ReturnType<typeof tokenPlacesIn>;
}

function answerCalls(options: DesktopOptions, host: ApplianceHost, secrets: Secrets): void {
  const { window, dataFolder, builtFolder, log, onTrouble } = options;
  const refused = (channel: string, why: string) => log.warn('ipc-refused', { channel, why });
  const kiosk = startKiosk(options);
  // Settings that cannot be read end the appliance, with the same sentence.
  kiosk.catch(() => undefined);
  const handlers = {
    kioskState: () => kiosk,
    gatewaySession: async () => (await host.appliance()).engine.windowSession(),
  };
  registerIpcHandlers(ipcMain, START_CALL_NAMES, async () => ({ calls: startCalls, handlers }), refused);
  const controls = once(async () =>
    (await import('./desktop-controls')).desktopControls({
      ...{ host, window, dataFolder, builtFolder, log },
      documentsFolder: app.getPath('documents'),
      passwords: secrets.passwords(),
      tokens: secrets.tokens(),
      copyText: (text) => clipboard.writeText(text),
      showWall: () => showWall(window, onTrouble),
    }),
  );
  type Name = keyof typeof callChannels;
  const others = (Object.keys(callChannels) as Name[]).filter(
    (name): name is Exclude<Name, StartCallName> => !isStartCall(name),
  );
  registerIpcHandlers(ipcMain, others, controls, refused);
}

/** Quitting waits until the appliance has stopped, so that the demo plant closes its data cleanly. */
function stopInOrder(host: ApplianceHost, log: Log, stopOffering: () => void): void {
  let stopping = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    stopOffering();
    host.stop().then(
      () => app.exit(0),
      (error: Error) => {
        log.error('stop-failed', { message: error.message });
        app.exit(1);
      },
    );
  });
}

/** Makes it when it is first wanted, and then gives the same one. */
function once<Made>(make: () => Made): () => Made {
  let made: { readonly it: Made } | undefined;
  return () => {
    made ??= { it: make() };
    return made.it;
  };
}
