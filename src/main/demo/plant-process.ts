import { homedir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { claimUserDataFolder, userDataFolder } from '../config/user-data-folder';
import { EmbeddedPlant } from './plant/embedded-plant';
import { DATABASE } from './plant/engine-facts';
import { type PlantArguments, parsePlantArguments } from './plant/plant-arguments';
import { type FromPlant, ToPlant } from './plant/process-messages';
import { removeRunningPlant, runningPlantFile, writeRunningPlant } from './running-plant-file';

/**
 * The embedded plant as a process of its own: forked by the supervisor, which hears `ready` or `failed`, or started
 * alone (`npm run plant`), when it prints its address as the only line on stdout. When the engine breaks, the process
 * ends with code 70 and the supervisor starts another.
 */

const EXIT_BAD_ARGUMENTS = 2;
const EXIT_NOT_STARTED = 1;
const EXIT_ENGINE_BROKEN = 70;

/**
 * How much of a function V8 runs before it compiles it once more, optimised; eighty times its default. It counts bytes
 * that are jumped over, so PostgreSQL's parser was taken for hot within its first statements: optimising that one
 * function costs 2.2 s of a second core and 600 MB, while the app starts. What works on rows is still optimised after
 * half a second of its own running.
 */
const OPTIMISE_LATER = '--wasm-tiering-budget=1000000000';

/** Where the app and the replay have theirs, so that they meet the plant that is started alone. */
const USER_FOLDER = userDataFolder(process.env, process.platform, homedir());
const DEFAULT_DATA_DIR = join(USER_FOLDER, 'plant');

const isForked = process.send !== undefined;

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

function tellParent(message: FromPlant, then: () => void = () => {}): void {
  if (process.send === undefined || !process.connected) then();
  else process.send(message, undefined, {}, () => then());
}

function fail(error: unknown, exitCode: number): void {
  const message = error instanceof Error ? error.message : String(error);
  if (!isForked) log(message);
  tellParent({ type: 'failed', message }, () => process.exit(exitCode));
}

function readArguments(): PlantArguments | undefined {
  try {
    return parsePlantArguments(process.argv.slice(2), DEFAULT_DATA_DIR);
  } catch (error) {
    fail(error, EXIT_BAD_ARGUMENTS);
    return undefined;
  }
}

function endBroken(error: unknown): void {
  log(`plant_engine_broken reason=${String(error)}`);
  // Its memory is not to be trusted: nothing is closed or written any more.
  process.exit(EXIT_ENGINE_BROKEN);
}

/** @param file that says where the plant is, to be removed with it */
function stopOn(plant: EmbeddedPlant, file: string | undefined): void {
  const end = async () => {
    await plant.stop();
    if (file !== undefined) await removeRunningPlant(file);
  };
  const stop = () => {
    end().then(
      () => tellParent({ type: 'closed' }, () => process.exit(0)),
      (error: unknown) => endBroken(error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // The parent is gone, also when it was killed: nobody would stop us later.
  process.on('disconnect', stop);
  process.on('message', (message: unknown) => {
    const request = ToPlant.parse(message);
    if (request.type === 'stop') stop();
    else if (request.type === 'ping') tellParent({ type: 'pong' });
    else tellParent({ type: 'stats', id: request.id, stats: plant.stats(request.reset) });
  });
}

async function main(): Promise<void> {
  setFlagsFromString(OPTIMISE_LATER);
  const args = readArguments();
  if (args === undefined) return;
  const isAtHome = !isForked && args.dataDir === DEFAULT_DATA_DIR;
  if (isAtHome) await claimUserDataFolder(USER_FOLDER);
  const plant = await EmbeddedPlant.start({
    ...args,
    archivePath: join(__dirname, 'timescaledb.tar.gz'),
    log,
    onBroken: endBroken,
  });
  const file = isAtHome ? runningPlantFile(args.dataDir) : undefined;
  if (file !== undefined) await writeRunningPlant(file, { port: plant.port, pid: process.pid });
  stopOn(plant, file);
  if (isForked && !process.connected) return plant.stop();
  tellParent({ type: 'ready', port: plant.port });
  if (!isForked) process.stdout.write(`postgresql://taktline@127.0.0.1:${plant.port}/${DATABASE}\n`);
}

main().catch((error: unknown) => fail(error, EXIT_NOT_STARTED));
