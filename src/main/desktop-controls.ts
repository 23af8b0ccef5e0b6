import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type CallHandlers, calls, pushes } from '../shared/ipc';
import type { StartCallName } from '../shared/start-calls';
import type { ApplianceHost } from './appliance-host';
import { ownSettingsInForce } from './config/settings-file';
import { ExportFiles } from './desktop/export-files';
import { choosePath, choosePlace, notWritten, openText, saveText } from './desktop/file-dialogs';
import { type AnsweredCalls, tell } from './desktop/ipc-handlers';
import { printReport } from './desktop/report-printer';
import type { SecretPlaces } from './desktop-secrets';
import type { Log } from './diagnostics/log';
import { runLoadTest } from './load-test/load-run';
import { LoadTestSession } from './load-test/load-test-session';
import { NetworkSession } from './network/network-session';
import { PlanSession } from './setup/plan-session';
import { SetupSession } from './setup/setup-session';
import { SourceSetup } from './setup/source-setup';

type DesktopWindow = Parameters<typeof saveText>[0];

export interface DesktopControlsOptions {
  readonly host: ApplianceHost;
  readonly window: DesktopWindow;
  readonly dataFolder: string;
  /** Folder of the built main process: `out/main`. */
  readonly builtFolder: string;
  /** Where a person is offered to save what is taken along. */
  readonly documentsFolder: string;
  readonly passwords: SecretPlaces;
  readonly tokens: SecretPlaces;
  readonly copyText: (text: string) => void;
  /** Loads the page anew on the wall. */
  readonly showWall: () => void;
  readonly log: Log;
}

/**
 * What a person does in the window beyond looking: set-up, network, load test, what is taken along. A module of its own, which is
 * loaded when the page first asks for any of it: it is a third of the main process' code, and no picture waits for it.
 */
export async function desktopControls(
  options: DesktopControlsOptions,
): Promise<AnsweredCalls<Exclude<keyof CallHandlers, StartCallName>>> {
  const { host, window, documentsFolder } = options;
  const engine = async () => (await host.appliance()).engine;
  const places = {
    choosePlace: (name: string) => choosePlace(window, documentsFolder, name),
    notWritten,
  };
  const setup = setupIn(options);
  await setup.start();
  return {
    calls,
    handlers: {
      ...setup,
      ...planIn(options, setup),
      ...networkIn(options),
      ...loadTestIn(options),
      ...sourceIn(options),
      ...new ExportFiles(places),
      reportPrint: (wish) => printReport(window.webContents, wish, places),
      hideUnit: async ({ workUnitId, hidden }) => {
        const sentence = await (await engine()).setHidden(workUnitId, hidden);
        return sentence === undefined ? {} : { sentence };
      },
      explainStatement: async (name) => (await engine()).explainStatement(name),
    },
  };
}

/** The wizard's side in this process. */
function setupIn({ host, window, dataFolder, ...options }: DesktopControlsOptions): SetupSession {
  const { passwords, documentsFolder, copyText, log } = options;
  // Of a window that is gone they cannot be had any more, and what is told late must not end the app with a fault.
  const { webContents } = window;
  return new SetupSession(
    {
      dataFolder,
      passwordStores: passwords.all,
      passwordFile: passwords.file,
      keyring: passwords.keyring,
      shown: async () => (await host.appliance()).plant,
      settingsFault: async () => (await host.appliance()).settingsFault,
      configured: async () => (await ownSettingsInForce(dataFolder)).read.plant,
      followConfigured: () => followConfigured(host, window),
      saveText: (name, text) => saveText(window, documentsFolder, name, text),
      copyText,
      openText: (title) => openText(window, title),
      timers: { after: (delayMs, run) => void setTimeout(run, delayMs) },
      log,
      nowMs: Date.now,
    },
    (state) => tell(webContents, pushes.setupChanged, state),
  );
}

/** The gateway is another one then: the page's policy names the old one's address. */
async function followConfigured(host: ApplianceHost, window: DesktopWindow): Promise<void> {
  await host.followConfiguredPlant();
  window.webContents.reload();
}

/** When the lines produce, written by a person in the window. */
function planIn({ host, dataFolder, log }: DesktopControlsOptions, { access }: SetupSession): PlanSession {
  return new PlanSession({ ...{ dataFolder, access, log }, appliance: () => host.appliance() });
}

function networkIn({ host, window, dataFolder, ...options }: DesktopControlsOptions): NetworkSession {
  const { documentsFolder, copyText, log } = options;
  return new NetworkSession({
    dataFolder,
    network: async () => (await host.appliance()).engine.network,
    reloadPage: () => window.webContents.reload(),
    saveText: (name, text) => saveText(window, documentsFolder, name, text),
    copyText,
    choosePath: (title) => choosePath(window, title),
    log,
    nowMs: Date.now,
  });
}

/** "What can this PC serve?", beside the appliance that runs. */
function loadTestIn({ builtFolder, dataFolder, log }: DesktopControlsOptions): LoadTestSession {
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

/** Another appliance in the plant's place. */
function sourceIn({ host, dataFolder, tokens, showWall }: DesktopControlsOptions): SourceSetup {
  return new SourceSetup({
    dataFolder,
    tokenStores: tokens.all,
    tokenPlaces: [...('store' in tokens.keyring ? [tokens.keyring.store] : []), tokens.file],
    // Nothing is left to be set up: what it shows is what a person wants to see now.
    followConfigured: async () => {
      await host.followConfiguredPlant();
      showWall();
    },
  });
}
