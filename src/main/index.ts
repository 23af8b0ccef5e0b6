import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { app, type BrowserWindow, clipboard, ipcMain, session } from 'electron';
import { pushes } from '../shared/ipc';
import { dataFolderOf } from './appliance';
import { ApplianceHost } from './appliance-host';
import { offerBrowserAddress } from './browser-address';
import { type CommandLine, CommandLineError, readCommandLine } from './config/command-line';
import { CredentialPasswordStore, TOKEN_CREDENTIAL_NAME } from './config/credential-password-store';
import { FilePasswordStore, passwordFileOf, tokenFileOf } from './config/file-password-store';
import { desktopKeyring } from './config/keyring';
import { SealedPasswordStore, sealedPasswordFileOf, sealedTokenFileOf } from './config/sealed-password-store';
import { readOwnSettings } from './config/settings-file';
import { registerAppScheme, serveAppProtocol } from './desktop/app-protocol';
import { choosePath, openText, saveText } from './desktop/file-dialogs';
import { registerIpcHandlers, tell } from './desktop/ipc-handlers';
import { denyPermissions, lockDown } from './desktop/lockdown';
import { openMainWindow, showWall } from './desktop/main-window';
import { createLog } from './diagnostics/log';
import { runLoadTest } from './load-test/load-run';
import { LoadTestSession } from './load-test/load-test-session';
import { NetworkSession } from './network/network-session';
import { SetupSession } from './setup/setup-session';
import { SourceSetup } from './setup/source-setup';

/**
 * The app: the composition root of the desktop. The window opens at once and shows how far the appliance is;
 * the appliance starts behind it.
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

async function run(host: ApplianceHost, passwords: PasswordStores, dataFolder: string): Promise<void> {
  const denied = (what: string, where: string) => log.warn('denied', { what, where });
  lockDown(app, denied);
  denyPermissions(session.defaultSession, denied);
  const engine = async () => (await host.appliance()).engine;
  serveAppProtocol(
    session.defaultSession.protocol,
    async (path) => (await engine()).readRendererFile(path),
    async () => (await engine()).pageHeaders(),
  );
  const trouble = (event: string, detail: string) => log.error(event.replaceAll(' ', '-'), { detail });
  const window = openMainWindow(join(__dirname, '../preload/preload.js'), trouble);
  focusOnSecondStart(window);
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
  const setup = setupIn(window, { host, passwords, dataFolder });
  const tokens = tokenStoresIn(dataFolder);
  registerIpcHandlers(
    ipcMain,
    {
      ...setup,
      ...network,
      ...loadTestIn(dataFolder),
      ...new SourceSetup({
        dataFolder,
        tokenStores: tokens.all,
        tokenPlaces: [...(tokens.sealed === undefined ? [] : [tokens.sealed]), tokens.file],
        // Nothing is left to be set up: what it shows is what a person wants to see now.
        followConfigured: async () => {
          await host.followConfiguredPlant();
          showWall(window, trouble);
        },
      }),
      gatewaySession: async () => (await engine()).windowSession(),
      hideUnit: async ({ workUnitId, hidden }) => {
        const sentence = await (await engine()).setHidden(workUnitId, hidden);
        return sentence === undefined ? {} : { sentence };
      },
      explainStatement: async (name) => (await engine()).explainStatement(name),
    },
    (channel, why) => log.warn('ipc-refused', { channel, why }),
  );
  await engine();
  await setup.start();
  const stopOffering = offerBrowserAddress(() => host.present().newBrowserAddress(), process.stdin, say);
  stopInOrder(host, stopOffering);
}

/** "What can this PC serve?", beside the appliance that runs. */
function loadTestIn(dataFolder: string): LoadTestSession {
  const programs = {
    serverEntryPath: join(__dirname, 'load-server.js'),
    viewersEntryPath: join(__dirname, 'load-viewers.js'),
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
  window: BrowserWindow,
  {
    host,
    passwords,
    dataFolder,
  }: {
    readonly host: ApplianceHost;
    readonly passwords: PasswordStores;
    readonly dataFolder: string;
  },
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

function focusOnSecondStart(window: BrowserWindow): void {
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
}

/** Quitting waits until the appliance has stopped, so that the demo plant closes its data cleanly. */
function stopInOrder(host: ApplianceHost, stopOffering: () => void): void {
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
  const passwords = app.whenReady().then(() => passwordStoresIn(dataFolder));
  // Not after Electron is ready but while it becomes so: what takes longest is on its way when the window opens.
  const host = new ApplianceHost({
    commandLine,
    environment: process.env,
    builtFolder: __dirname,
    passwordStores: async () => (await passwords).all,
    tokenStores: async () => app.whenReady().then(() => tokenStoresIn(dataFolder).all),
    log,
    say,
  });
  host.appliance().catch(fail);
  passwords.then((stores) => run(host, stores, dataFolder)).catch(fail);
} else {
  say('Taktline already runs on this data folder; its window is brought to the front.');
  app.quit();
}
