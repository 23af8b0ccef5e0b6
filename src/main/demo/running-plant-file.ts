import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/**
 * `plant.json` in the user-data folder: where the demo plant that runs on this folder is found, by the replay for
 * instance. Left behind by a crash it is noticed by its process being gone.
 */

const RunningPlant = z.object({ port: z.number().int().min(1).max(65_535), pid: z.number().int().min(1) });
export type RunningPlant = z.infer<typeof RunningPlant>;

/** The file for a plant's data folder: beside it, in the user-data folder. */
export function runningPlantFile(dataDir: string): string {
  return join(dirname(dataDir), 'plant.json');
}

/** Writes the file as a whole. */
export async function writeRunningPlant(file: string, plant: RunningPlant): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(plant)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Removes the file; one that is gone already is as good. */
export async function removeRunningPlant(file: string): Promise<void> {
  await rm(file, { force: true });
}

/** The plant that runs, or undefined where there is no file, none that can be read, or its process is gone. */
export async function readRunningPlant(file: string): Promise<RunningPlant | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const plant = RunningPlant.safeParse(parseJson(text));
  return plant.success && isAlive(plant.data.pid) ? plant.data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A damaged file names no plant; the caller looks no further.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process is alive, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
