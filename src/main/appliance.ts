import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import defaultSettingsText from '../../resources/default-settings.json?raw';
import type { CommandLine } from './config/command-line';
import { ignorePlantEnvironment, plantFromEnvironment, readPlantUrlFile } from './config/plant-environment';
import { readSettings, type Settings } from './config/settings';
import { claimUserDataFolder, userDataFolder } from './config/user-data-folder';
import type { Log } from './diagnostics/log';
import { type Engine, startEngine } from './engine/engine';
import { parsePlantUrl, plantAddress, plantName } from './plant/address';
import type { PlantAddress } from './plant/connection';

/**
 * A running Taktline, with a window or without: the engine on the plant that the command line names, and the demo
 * plant where it names none. Both composition roots (`index.ts`, `headless.ts`) start this and add their own.
 */
export interface Appliance {
  readonly engine: Engine;
  stop(): Promise<void>;
}

export interface ApplianceOptions {
  readonly commandLine: CommandLine;
  readonly environment: NodeJS.ProcessEnv;
  /** Folder of the built main process: `out/main`. */
  readonly builtFolder: string;
  readonly log: Log;
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void;
}

/** The folder of settings, demo plant and window state: the flag's, else the platform's own. */
export function dataFolderOf(commandLine: CommandLine, environment: NodeJS.ProcessEnv): string {
  return resolve(commandLine.dataFolder ?? userDataFolder(environment, process.platform, homedir()));
}

async function settingsIn(folder: string): Promise<Settings> {
  const name = join(folder, 'settings.json');
  let text: string;
  try {
    text = await readFile(name, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return readSettings(defaultSettingsText);
    throw error;
  }
  return readSettings(defaultSettingsText, { name, text });
}

/** The plant that was asked for; undefined for the demo. Psql's variables are taken out of the environment either way. */
function namedPlant({ commandLine, environment, say }: ApplianceOptions): PlantAddress | undefined {
  const readCertificate = (path: string) => readFileSync(path, 'utf8');
  if (commandLine.plant.kind === 'environment') {
    return plantAddress(plantFromEnvironment(environment, userInfo().username), readCertificate);
  }
  const ignored = ignorePlantEnvironment(environment);
  if (ignored.length > 0) say(`Ignored: ${ignored.join(', ')} (give --plant-from-env to use them).`);
  if (commandLine.plant.kind === 'demo') return undefined;
  return plantAddress(parsePlantUrl(readPlantUrlFile(commandLine.plant.path)), readCertificate);
}

/**
 * Starts the appliance: the gateway answers at once, the plant follows as soon as it can be reached.
 * @throws Error with one sentence for a person: settings, folder of another version, port in use, plant URL
 */
export async function startAppliance(options: ApplianceOptions): Promise<Appliance> {
  const { commandLine, environment, builtFolder, log } = options;
  const address = namedPlant(options);
  const folder = dataFolderOf(commandLine, environment);
  await claimUserDataFolder(folder);
  const settings = await settingsIn(folder);
  const engine = await startEngine({
    sourceName: address === undefined ? 'demo plant' : plantName(address),
    settings: { ...settings, gateway: { ...settings.gateway, port: commandLine.port ?? settings.gateway.port } },
    rendererFolder: join(builtFolder, '../renderer'),
    log,
  });
  if (address !== undefined) {
    engine.followPlant(address);
    return { engine, stop: () => engine.stop() };
  }
  return { engine, ...followDemo(engine, folder, options) };
}

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
    (started) => engine.followPlant(started.address),
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
