import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ignorePlantEnvironment } from '../config/plant-environment';
import type { PlantAddress } from '../plant/connection';
import { systemClock } from './simulator/clock';
import { runSimulator, type SimulatorEvent } from './simulator/simulator';
import { ToSimulator } from './simulator-child';
import { addressFromUrlFile, embeddedPlantAddress, FlagError, wholeNumberFlag } from './writing-target';

/**
 * The simulator's process. Forked by the demo it reports over IPC and ends with its parent; started by hand it prints
 * what happens.
 */

export type SimulatorMessage = SimulatorEvent | { readonly type: 'failed'; readonly message: string };

const DEFAULT_BACKFILL_HOURS = 168;
const DEFAULT_SEED = 1;
const LONGEST_STOP_MS = 2_000;

interface Flags {
  /** Undefined: the parent says where the embedded plant is. */
  readonly address: PlantAddress | undefined;
  readonly mayWriteToPlant: boolean;
  readonly seed: number;
  readonly withOutages: boolean;
  readonly backfillMs: number;
}

function readFlags(args: readonly string[]): Flags {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'plant-port': { type: 'string' },
      'plant-url-file': { type: 'string' },
      'write-to-plant': { type: 'boolean', default: false },
      seed: { type: 'string' },
      steady: { type: 'boolean', default: false },
      'backfill-hours': { type: 'string' },
    },
  });
  const hours = values['backfill-hours'];
  return {
    address: readAddress(values['plant-port'], values['plant-url-file']),
    mayWriteToPlant: values['write-to-plant'],
    seed:
      values.seed === undefined ? DEFAULT_SEED : wholeNumberFlag('--seed', values.seed, { min: 0, max: 2 ** 31 - 1 }),
    withOutages: !values.steady,
    backfillMs:
      (hours === undefined
        ? DEFAULT_BACKFILL_HOURS
        : wholeNumberFlag('--backfill-hours', hours, { min: 1, max: 168 })) * 3_600_000,
  };
}

function readAddress(port: string | undefined, urlFile: string | undefined): PlantAddress | undefined {
  if (port === undefined && urlFile === undefined && process.send !== undefined) return undefined;
  if ((port === undefined) === (urlFile === undefined)) {
    throw new FlagError(
      'Give the plant: --plant-port N for the embedded one on this machine, or --plant-url-file FILE.',
    );
  }
  if (urlFile !== undefined) return addressFromUrlFile(urlFile, (path) => readFileSync(path, 'utf8'));
  return embeddedPlantAddress(wholeNumberFlag('--plant-port', port ?? '', { min: 1, max: 65_535 }));
}

/** The embedded plant of the parent, which starts beside this process. */
function plantOfParent(): Promise<PlantAddress> {
  return new Promise((resolve, reject) => {
    process.once('message', (message: unknown) => {
      const told = ToSimulator.safeParse(message);
      if (told.success) resolve(embeddedPlantAddress(told.data.port));
      else reject(new Error('The simulator was told something else than where its plant is.'));
    });
  });
}

/** Over IPC where there is a parent; else a line for whoever started it. */
function report(message: SimulatorMessage): Promise<void> {
  if (process.send === undefined) {
    (message.type === 'failed' ? process.stderr : process.stdout).write(`${JSON.stringify(message)}\n`);
    return Promise.resolve();
  }
  const send = process.send.bind(process);
  // A parent that is gone cannot be told; 'disconnect' ends this process.
  return new Promise((resolve) => send(message, undefined, undefined, () => resolve()));
}

async function main(): Promise<void> {
  const stop = new AbortController();
  const end = () => {
    stop.abort(new Error('the simulator was told to stop'));
    // A plant that does not answer must not keep this process alive.
    setTimeout(() => process.exit(0), LONGEST_STOP_MS).unref();
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  process.once('disconnect', end);
  ignorePlantEnvironment(process.env);
  const flags = readFlags(process.argv.slice(2));
  const address = flags.address ?? (await plantOfParent());
  await runSimulator(
    { ...flags, address, clock: systemClock, random: Math.random, onEvent: (event) => void report(event) },
    stop.signal,
  );
}

main().then(
  () => process.exit(0),
  async (error: Error) => {
    await report({ type: 'failed', message: error.message });
    process.exit(error instanceof FlagError || error instanceof TypeError ? 2 : 1);
  },
);
