import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { app, type BrowserWindow, clipboard, ipcMain } from 'electron';
import { pushes } from '../shared/ipc';
import { ApplianceHost } from './appliance-host';
import { offerBrowserAddress } from './browser-address';
import type { CommandLine } from './config/command-line';
import { CredentialPasswordStore, TOKEN_CREDENTIAL_NAME } from './config/credential-password-store';
import { FilePasswordStore, passwordFileOf, tokenFileOf } from './config/file-password-store';
import { desktopKeyring } from './config/keyring';
import { SealedPasswordStore, sealedPasswordFileOf, sealedTokenFileOf } from './config/sealed-password-store';
import { readOwnSettings } from './config/settings-file';
import { ExportFiles } from './desktop/export-files';
import { choosePath, choosePlace, notWritten, openText, saveText } from './desktop/file-dialogs';
import { registerIpcHandlers, tell } from './desktop/ipc-handlers';
import { showWall } from './desktop/main-window';
import { printReport } from './desktop/report-printer';
import { startKiosk } from './desktop-kiosk';
import type { Log } from './diagnostics/log';
import type { Engine } from './engine/engine';
import { runLoadTest } from './load-test/load-run';
import { LoadTestSession } from './load-test/load-test-session';
import { NetworkSession } from './network/network-session';
import { SetupSession } from './setup/setup-session';
import { SourceSetup } from './setup/source-setup';

export interface DesktopOptions {
  /** Opened already; what its page asks for waits for {@link DesktopApp}. */
  readonly window: BrowserWindow;
  readonly commandLine: CommandLine;
  readonly dataFolder: string;
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
 * The composition root of the desktop behind its window: appliance, set-up, network, load test. A module of its own, which
 * is loaded while the window's process starts: compiling and running it takes as long as that.
 */
export function startDesktop(options: DesktopOptions): DesktopApp {
  const { window, commandLine, dataFolder, builtFolder, log, say, onTrouble } = options;
  const passwords = passwordStoresIn(dataFolder);
  const tokens = tokenStoresIn(dataFolder);
  const host = new ApplianceHost({
    commandLine,
    environment: process.env,
    builtFolder,
    passwordStores: async () => passwords.all,
    tokenStores: async () => tokens.all,
    log,
    say,
  });
  const engine = async () => (await host.appliance()).engine;
  const network = new NetworkSession({
    dataFolder,
    network: async () => (await engine()).network,
    reloadPage: () => window.webContents.reload(),
    saveText: (name, text) => saveText(window, app.getPath('documents'), name, text),
    copyText: (text) => clipboard.writeText(text),
    choosePath: (title) => choosePath(window, title),
    log,
    nowMs: Date.now,
  });
  const setup = setupIn(options, host, passwords);
  const kiosk = startKiosk(options);
  // Settings that cannot be read end the appliance, with the same sentence.
  kiosk.catch(() => undefined);
  const places = {
    choosePlace: (name: string) => choosePlace(window, app.getPath('documents'), name),
    notWritten,
  };
  registerIpcHandlers(
    ipcMain,
    {
      ...setup,
      ...network,
      ...loadTestIn(options),
      ...new ExportFiles(places),
      reportPrint: (wish) => printReport(window.webContents, wish, places),
      ...new SourceSetup({
        dataFolder,
        tokenStores: tokens.all,
        tokenPlaces: [...(tokens.sealed === undefined ? [] : [tokens.sealed]), tokens.file],
        // Nothing is left to be set up: what it shows is what a person wants to see now.
        followConfigured: async () => {
          await host.followConfiguredPlant();
          showWall(window, onTrouble);
        },
      }),
      kioskState: () => kiosk,
      gatewaySession: async () => (await engine()).windowSession(),
      hideUnit: async ({ workUnitId, hidden }) => {
        const sentence = await (await engine()).setHidden(workUnitId, hidden);
        return sentence === undefined ? {} : { sentence };
      },
      explainStatement: async (name) => (await engine()).explainStatement(name),
    },
    (channel, why) => log.warn('ipc-refused', { channel, why }),
  );
  return { engine, started: start(host, setup, options) };
}

async function start(host: ApplianceHost, setup: SetupSession, { log, say }: DesktopOptions): Promise<void> {
  await host.appliance();
  await setup.start();
  const stopOffering = offerBrowserAddress(() => host.present().newBrowserAddress(), process.stdin, say);
  stopInOrder(host, log, stopOffering);
}

/** "What can this PC serve?", beside the appliance that runs. */
function loadTestIn({ builtFolder, dataFolder, log }: DesktopOptions): LoadTestSession {
  const programs = {
    serverEntryPath: join(builtFolder, 'load-server.js'),
    viewersEntryPath: join(builtFolder, 'load-viewers.js'),
    nowMs: () => Number(process.hrtime.bigint()) / 1e6,
  };
  return new LoadTestSession({
    dataFolder,
    run: (options, signal) => runLoadTest({ ...options, ...programs }, signal),
    cores: availableParallelism(),
    log,
    nowMs: Date.now,
  });
}

type PasswordStores = ReturnType<typeof passwordStoresIn>;

/** Where this program may find and keep the plant's password; to be asked once Electron is ready. */
function passwordStoresIn(dataFolder: string) {
  const keyring = desktopKeyring(process.platform);
  const file = new FilePasswordStore(passwordFileOf(dataFolder));
  const sealed =
    keyring.kind === 'usable'
      ? { store: new SealedPasswordStore(sealedPasswordFileOf(dataFolder), keyring.cipher) }
      : { sentence: keyring.sentence };
  const credential = new CredentialPasswordStore(process.env.CREDENTIALS_DIRECTORY);
  return { file, keyring: sealed, all: [credential, file, ...('store' in sealed ? [sealed.store] : [])] };
}

/** The same for the viewer token of an appliance that is followed. */
function tokenStoresIn(dataFolder: string) {
  const keyring = desktopKeyring(process.platform);
  const file = new FilePasswordStore(tokenFileOf(dataFolder));
  const sealed =
    keyring.kind === 'usable' ? new SealedPasswordStore(sealedTokenFileOf(dataFolder), keyring.cipher) : undefined;
  const credential = new CredentialPasswordStore(process.env.CREDENTIALS_DIRECTORY, TOKEN_CREDENTIAL_NAME);
  return { file, sealed, all: [credential, file, ...(sealed === undefined ? [] : [sealed])] };
}

/** The wizard's side in this process. */
function setupIn(
  { window, dataFolder, log }: DesktopOptions,
  host: ApplianceHost,
  passwords: PasswordStores,
): SetupSession {
  return new SetupSession(
    {
      dataFolder,
      passwordStores: passwords.all,
      passwordFile: passwords.file,
      keyring: passwords.keyring,
      shown: async () => (await host.appliance()).plant,
      configured: async () => (await readOwnSettings(dataFolder)).plant,
      followConfigured: () => followConfigured(host, window),
      saveText: (name, text) => saveText(window, app.getPath('documents'), name, text),
      copyText: (text) => clipboard.writeText(text),
      openText: (title) => openText(window, title),
      timers: { after: (delayMs, run) => void setTimeout(run, delayMs) },
      log,
      nowMs: Date.now,
    },
    (state) => tell(window.webContents, pushes.setupChanged, state),
  );
}

/** The gateway is another one then: the page's policy names the old one's address. */
async function followConfigured(host: ApplianceHost, window: BrowserWindow): Promise<void> {
  await host.followConfiguredPlant();
  window.webContents.reload();
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
