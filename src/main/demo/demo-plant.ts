import { mkdir } from 'node:fs/promises';
import type { PlantAddress } from '../plant/connection';
import { type EmbeddedPlantHandle, type PlantProcessState, startEmbeddedPlant } from './plant/supervisor';
import { removeRunningPlant, runningPlantFile, writeRunningPlant } from './running-plant-file';
import { type FromSimulator, SimulatorChild } from './simulator-child';

/** The demo: the embedded plant and the simulator that writes into it, each in a process of its own, kept running. */

/** The few lines of the log that the demo uses. */
export interface DemoLog {
  info(event: string, fields?: Readonly<Record<string, string | number>>): void;
  warn(event: string, fields?: Readonly<Record<string, string | number>>): void;
}

/** What the demo is at, for whoever shows it. */
export type DemoState =
  | { readonly part: 'plant'; readonly state: PlantProcessState }
  | { readonly part: 'simulator'; readonly event: FromSimulator };

export interface DemoOptions {
  /** The built `out/main/plant.js` and `out/main/simulator.js`. */
  readonly plantEntryPath: string;
  readonly simulatorEntryPath: string;
  /** The plant's own folder; its parent, the user-data folder, gets `plant.json`. */
  readonly dataDir: string;
  /** Of the first start; later ones go on with it. */
  readonly seed?: number;
  /** Past made up on the first start, whole hours from 1 to 168 (a week, the default). */
  readonly backfillHours?: number;
  /** No sensor and no unit ever falls silent: for tests that wait for values. */
  readonly steady?: boolean;
  /** The program that runs both; default: this process's own. */
  readonly execPath?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly log: DemoLog;
  readonly onState?: (state: DemoState) => void;
}

export interface Demo {
  /** Of the user `taktline`; the same for the demo's whole life. */
  readonly address: PlantAddress;
  /** Of the running processes; undefined between two. */
  plantPid(): number | undefined;
  simulatorPid(): number | undefined;
  /** The plant itself, for its statistics. */
  readonly plant: EmbeddedPlantHandle;
  /** Ends both and resolves when they are gone; idempotent. */
  stop(): Promise<void>;
}

/**
 * Starts the plant and the simulator side by side, and resolves as soon as the schema is there: live values follow, and
 * what the first start has still to prepare goes on in the background.
 * @throws Error with one sentence when the plant or the simulator cannot start; nothing is left running then
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const starting: { host?: DemoHost } = {};
  const planting = startEmbeddedPlant({
    entryPath: options.plantEntryPath,
    dataDir: options.dataDir,
    ...(options.execPath === undefined ? {} : { execPath: options.execPath }),
    ...(options.env === undefined ? {} : { env: options.env }),
    log: (line) => options.log.info('demo-plant', { line }),
    onStateChange: (state) => {
      options.onState?.({ part: 'plant', state });
      if (state === 'ready') starting.host?.announce();
    },
  });
  const simulator = new DemoSimulator(
    options,
    planting.then(({ address }) => address.port),
  );
  try {
    const host = new DemoHost(options, await planting, simulator);
    starting.host = host;
    host.announce();
    await simulator.provisioned;
    return host;
  } catch (error) {
    await (starting.host ?? simulator).stop();
    throw error;
  }
}

/** The simulator's process with what the demo does about its messages. */
class DemoSimulator {
  /** The schema is there; rejects when the simulator says that it cannot. */
  readonly provisioned: Promise<void>;
  readonly #child: SimulatorChild;
  readonly #log: DemoLog;

  constructor(options: DemoOptions, plantPort: Promise<number>) {
    const { log, onState } = options;
    this.#log = log;
    let settle: { resolve(): void; reject(error: Error): void } | undefined;
    this.provisioned = new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
    // Heard by whoever awaits it, which is nobody where the plant does not start.
    this.provisioned.catch(() => {});
    this.#child = new SimulatorChild({
      entryPath: options.simulatorEntryPath,
      args: simulatorArguments(options),
      plantPort,
      execPath: options.execPath,
      env: options.env,
      random: Math.random,
      onEnded: (how, restartInMs) => log.warn('simulator-ended', { how, restartInMs: Math.round(restartInMs) }),
      onMessage: (event) => {
        onState?.({ part: 'simulator', event });
        this.#note(event);
        if (event.type === 'provisioned') settle?.resolve();
        if (event.type === 'failed') settle?.reject(new Error(event.message));
      },
    });
    this.#child.start();
  }

  pid(): number | undefined {
    return this.#child.pid();
  }

  stop(): Promise<void> {
    return this.#child.stop();
  }

  #note(event: FromSimulator): void {
    const log = this.#log;
    if (event.type === 'failed') log.warn('simulator-failed', { message: event.message });
    else if (event.type === 'waiting') log.warn('simulator-waiting', { message: event.message });
    else if (event.type === 'lost') {
      log.warn('simulator-samples-lost', { workUnitId: event.workUnitId, lengthMs: event.toMs - event.fromMs });
    } else if (event.type !== 'progress') log.info(`simulator-${event.type}`);
    else if (event.share === 0) log.info('simulator-preparing', { phase: event.phase });
  }
}

function simulatorArguments({ seed, backfillHours, steady }: DemoOptions): readonly string[] {
  return [
    ...(seed === undefined ? [] : ['--seed', String(seed)]),
    ...(backfillHours === undefined ? [] : ['--backfill-hours', String(backfillHours)]),
    ...(steady === true ? ['--steady'] : []),
  ];
}

class DemoHost implements Demo {
  readonly plant: EmbeddedPlantHandle;
  readonly address: PlantAddress;
  readonly #options: DemoOptions;
  readonly #file: string;
  readonly #simulator: DemoSimulator;
  #announced: Promise<void> = Promise.resolve();
  #stopping: Promise<void> | undefined;

  constructor(options: DemoOptions, plant: EmbeddedPlantHandle, simulator: DemoSimulator) {
    this.#options = options;
    this.#simulator = simulator;
    this.plant = plant;
    this.address = plant.address;
    this.#file = runningPlantFile(options.dataDir);
  }

  plantPid(): number | undefined {
    return this.plant.pid();
  }

  simulatorPid(): number | undefined {
    return this.#simulator.pid();
  }

  /** Says in `plant.json` where the plant is; again after each restart, which changes its process. */
  announce(): void {
    const pid = this.plant.pid();
    if (pid === undefined || this.#stopping !== undefined) return;
    this.#announced = this.#announced
      .then(() => writeRunningPlant(this.#file, { port: this.address.port, pid }))
      .catch((error: Error) => this.#options.log.warn('plant-file-not-written', { message: error.message }));
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    await this.#simulator.stop();
    await this.plant.stop();
    await this.#announced;
    await removeRunningPlant(this.#file);
  }
}
