import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import defaultSettingsText from '../../resources/default-settings.json?raw';
import { DEFAULT_PLANT_TABLES, type PlantTables } from '../shared/plant-tables';
import type { CommandLine } from './config/command-line';
import type { ConfiguredPlant } from './config/configured-plant';
import type { DirectoryLock } from './config/directory-lock';
import { findPassword, findSecret, type PasswordStore } from './config/password-store';
import { ignorePlantEnvironment, plantFromEnvironment, readPlantUrlFile } from './config/plant-environment';
import { networkSecretsOf, SecretFolder } from './config/secret-folder';
import type { Settings } from './config/settings';
import { type InForce, keepLastGood, settingsIn, settingsInForce } from './config/settings-file';
import { sharedCacheUrl } from './config/shared-cache-settings';
import type { SourceAppliance } from './config/source-settings';
import { dataFolderOf, takeDataFolder } from './data-folder';
import { DEMO_CALENDAR } from './demo/demo-calendar';
import { DEMO_PIECES } from './demo/demo-pieces';
import type { Log } from './diagnostics/log';
import { type Engine, startEngine } from './engine/engine';
import type { EngineOptions } from './engine/engine-options';
import { storePlaces } from './engine/store-places';
import { parsePlantUrl, plantAddress, plantName } from './plant/address';
import type { PlantAddress } from './plant/connection';
import { addressOf, nameOf, type ShownPlant } from './setup/shown-plant';
import { parseRedisUrl } from './store/redis/redis-address';
import { type ApplianceAddress, applianceAddress } from './upstream/appliance-address';

/**
 * A running Taktline, with a window or without: the engine on the plant that the command line names, else the one that
 * was set up in the data folder, else the demo plant. Both composition roots (`index.ts`, `headless.ts`) start this and
 * add their own.
 */
export interface Appliance {
  readonly engine: Engine;
  readonly plant: ShownPlant;
  /** Why it goes by the settings of the last good start and not by the person's file: a sentence; undefined where it does. */
  readonly settingsFault: string | undefined;
  /** Goes by the calendar and the pieces that the settings hold now. @throws SettingsError */
  readPlanAnew(): Promise<void>;
  stop(): Promise<void>;
}

type StartedAppliance = Omit<Appliance, 'readPlanAnew' | 'settingsFault'>;

export interface ApplianceOptions {
  readonly commandLine: CommandLine;
  readonly environment: NodeJS.ProcessEnv;
  /** Folder of the built main process: `out/main`. */
  readonly builtFolder: string;
  readonly log: Log;
  /** Where the configured plant's password may lie, of what this program can open. */
  readonly passwordStores: () => Promise<readonly PasswordStore[]>;
  /** The same for the viewer token of another appliance. */
  readonly tokenStores: () => Promise<readonly PasswordStore[]>;
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void;
  /** The data folder where it is being taken already; it is released with the appliance. */
  readonly folderTaken?: Promise<DirectoryLock>;
}

const DEMO_PLANT = 'demo plant';

const readText = (path: string) => readFileSync(path, 'utf8');

/** The plant that the command line names. Psql's variables are taken out of the environment either way. */
function namedPlant({ commandLine, environment, say }: ApplianceOptions): PlantAddress | undefined {
  if (commandLine.plant.kind === 'environment') {
    return plantAddress(plantFromEnvironment(environment, userInfo().username), readText);
  }
  const ignored = ignorePlantEnvironment(environment);
  if (ignored.length > 0) say(`Ignored: ${ignored.join(', ')} (give --plant-from-env to use them).`);
  if (commandLine.plant.kind !== 'url-file') return undefined;
  return plantAddress(parsePlantUrl(readPlantUrlFile(commandLine.plant.path)), readText);
}

/**
 * Starts the appliance: the gateway answers at once, the plant follows as soon as it can be reached.
 * @throws Error with one sentence for a person: settings, folder of another version, port in use, plant URL
 */
export async function startAppliance(options: ApplianceOptions): Promise<Appliance> {
  const address = namedPlant(options);
  const folder = dataFolderOf(options.commandLine, options.environment);
  const lock = await (options.folderTaken ?? takeDataFolder(folder));
  try {
    const { read: settings, fault: settingsFault } = await settingsOfStart(folder, options);
    const appliance = await startIn(folder, settings, address, options);
    return {
      ...appliance,
      settingsFault,
      readPlanAnew: () => readPlanAnew(folder, appliance),
      stop: () => appliance.stop().finally(() => lock.release()),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** A file that cannot be used is told of; it is no reason to show nothing. @throws SettingsError where there never was a good one */
async function settingsOfStart(folder: string, { log, say }: ApplianceOptions): Promise<InForce<Settings>> {
  const settings = await settingsInForce(folder, defaultSettingsText);
  if (settings.fault !== undefined) {
    log.warn('settings-of-last-start', { reason: settings.fault });
    say(`${settings.fault} Until then the settings of the last good start count.`);
  } else await keepLastGood(folder).catch((error: Error) => log.warn('settings-not-kept', { message: error.message }));
  return settings;
}

async function readPlanAnew(folder: string, { engine, plant }: StartedAppliance): Promise<void> {
  const settings = await settingsIn(folder, defaultSettingsText);
  engine.goByPlan(plant.kind === 'demo' ? withDemoPlan(settings) : settings);
  await keepLastGood(folder);
}

async function startIn(
  folder: string,
  settings: Settings,
  address: PlantAddress | undefined,
  options: ApplianceOptions,
): Promise<StartedAppliance> {
  const { commandLine, builtFolder } = options;
  if (commandLine.plant.kind === 'configured' && settings.source.kind === 'appliance')
    return startOnAppliance(settings.source, settings, folder, options);
  const configured = commandLine.plant.kind === 'configured' ? settings.plant : undefined;
  const shown = configured ?? address;
  const isDemo = shown === undefined;
  const engine = await startEngine({
    ...engineBasics(isDemo ? withDemoPlan(settings) : settings, folder, options),
    sourceName: configured !== undefined ? nameOf(configured) : address === undefined ? DEMO_PLANT : plantName(address),
    store: {
      ...storePlaces(folder, shown === undefined ? DEMO_PLANT : plantName(shown), {
        cacheFolder: settings.cache.folder,
        tables: shown === undefined ? DEFAULT_PLANT_TABLES : settings.tables,
      }),
      workerEntryPath: join(builtFolder, 'store-worker.js'),
    },
    ...sharedCache(settings.redis, isDemo),
  });
  if (configured !== undefined) return followConfigured(engine, { configured, tables: settings.tables }, options);
  if (address === undefined) return { engine, plant: { kind: 'demo' }, ...followDemo(engine, folder, options) };
  engine.followPlant(address, settings.tables);
  return { engine, plant: { kind: 'named', name: plantName(address) }, stop: () => engine.stop() };
}

/** The demo's lines have shifts, its units a plan; those of one's own go before them. */
function withDemoPlan(settings: Settings): Settings {
  const { calendar, pieces } = settings;
  const hasCalendar = calendar.default !== undefined || Object.keys(calendar.lines).length > 0;
  const hasPieces = pieces.default !== undefined || Object.keys({ ...pieces.lines, ...pieces.units }).length > 0;
  return {
    ...settings,
    calendar: hasCalendar ? calendar : DEMO_CALENDAR,
    pieces: hasPieces ? pieces : DEMO_PIECES,
  };
}

function engineBasics(settings: Settings, folder: string, { commandLine, builtFolder, log }: ApplianceOptions) {
  return {
    secrets: new SecretFolder(networkSecretsOf(folder)),
    settings: { ...settings, gateway: { ...settings.gateway, port: commandLine.port ?? settings.gateway.port } },
    rendererFolder: join(builtFolder, '../renderer'),
    log,
  };
}

/**
 * Shows what another appliance follows. The shared cache is the plant's own: who is not in its network has none.
 * @throws Error with one sentence where the address is none
 */
async function startOnAppliance(
  source: SourceAppliance,
  settings: Settings,
  folder: string,
  options: ApplianceOptions,
): Promise<StartedAppliance> {
  const { builtFolder, tokenStores, log, say } = options;
  const { url } = applianceAddress(source.url);
  const engine = await startEngine({
    ...engineBasics(settings, folder, options),
    sourceName: url,
    store: {
      ...storePlaces(folder, `appliance ${url}`, { cacheFolder: settings.cache.folder }),
      workerEntryPath: join(builtFolder, 'store-worker.js'),
    },
  });
  try {
    const token = await findSecret(`The viewer token of ${url}`, source.tokenPlace, await tokenStores());
    if (token.kind === 'lacking') log.warn('no-viewer-token', { reason: token.sentence });
    engine.followAppliance(sourceAddress(source), token.kind === 'password' ? token.password : undefined);
  } catch (error) {
    // The certificate's file is gone: the screens say so, and a person can give the address anew.
    const sentence = error instanceof Error ? error.message : String(error);
    log.warn('appliance-waits', { reason: sentence });
    say(sentence);
    engine.waitForPlant(sentence);
  }
  return { engine, plant: { kind: 'appliance', name: url }, stop: () => engine.stop() };
}

/** @throws Error with one sentence where the certificate's file cannot be read, or the address is none */
function sourceAddress({ url, caFile }: SourceAppliance): ApplianceAddress {
  if (caFile === undefined) return applianceAddress(url);
  try {
    return applianceAddress(url, readText(caFile));
  } catch (cause) {
    throw new Error(
      `The certificate file ${caFile}, named as source.caFile in the settings, cannot be read; put it back.`,
      {
        cause,
      },
    );
  }
}

/** The shared cache of the settings, where there is one; all demo plants are one plant. */
function sharedCache(settings: Settings['redis'], isDemo: boolean): Pick<EngineOptions, 'sharedCache'> {
  const url = sharedCacheUrl(settings, readText);
  if (url === undefined) return {};
  const plantId = settings.plantId === '' && isDemo ? 'demo' : settings.plantId;
  return { sharedCache: { address: parseRedisUrl(url, readText), ...(plantId === '' ? {} : { plantId }) } };
}

/** Follows the plant that was set up here; without its password every screen says where that is expected. */
async function followConfigured(
  engine: Engine,
  { configured, tables }: { readonly configured: ConfiguredPlant; readonly tables: PlantTables },
  { passwordStores, log, say }: ApplianceOptions,
): Promise<StartedAppliance> {
  const stop = () => engine.stop();
  const wait = (sentence: string) => {
    log.warn('plant-waits', { reason: sentence });
    say(sentence);
    engine.waitForPlant(sentence);
  };
  /** What is on board needs no password. */
  const showBoard = (sentence: string) => {
    wait(sentence);
    engine.followPlant({ ...addressOf(configured, undefined), notYet: sentence }, tables);
  };
  const follow = (password: string | undefined) => engine.followPlant(addressOf(configured, password), tables);
  const answer = await findPassword(configured, await passwordStores());
  let givePassword: ((password: string) => void) | undefined;
  try {
    if (answer.kind === 'ask') {
      givePassword = follow;
      showBoard(`The password of ${configured.user} is asked for at each start: give it in Taktline's own window.`);
    } else if (answer.kind === 'lacking') showBoard(answer.sentence);
    else follow(answer.kind === 'password' ? answer.password : undefined);
  } catch (error) {
    // The certificate's file is gone: the screens say so, and the installer can set the plant up again.
    wait(error instanceof Error ? error.message : String(error));
  }
  return { engine, plant: { kind: 'configured', configured, givePassword }, stop };
}

/** The role of the embedded plant that may read and nothing else: the appliance writes to no plant, not even its own. */
const DEMO_READER = 'taktline_reader';

/** Starts the demo plant behind the running engine; a plant that cannot start is said on screen and tried no more. */
function followDemo(
  engine: Engine,
  folder: string,
  { builtFolder, log, say }: ApplianceOptions,
): Pick<Appliance, 'stop'> {
  engine.waitForPlant('The demo plant is starting.');
  const demo = import('./demo/demo-plant').then(({ startDemo }) =>
    startDemo({
      plantEntryPath: join(builtFolder, 'plant.js'),
      simulatorEntryPath: join(builtFolder, 'simulator.js'),
      dataDir: join(folder, 'plant'),
      log,
    }),
  );
  let isStopping = false;
  const following = demo.then(
    (started) => engine.followPlant({ ...started.address, user: DEMO_READER }, DEFAULT_PLANT_TABLES),
    (error: Error) => {
      // Ctrl-C ends the plant's process together with ours: that is no failure.
      if (isStopping) return;
      log.error('demo-plant-failed', { message: error.message });
      say(`The demo plant cannot start: ${error.message}`);
      engine.waitForPlant(`The demo plant cannot start: ${error.message}`);
    },
  );
  return {
    stop: async () => {
      isStopping = true;
      await engine.stop();
      await following;
      await demo.then(
        (started) => started.stop(),
        // It never started, which was said above; there is nothing to stop.
        () => undefined,
      );
    },
  };
}
