import { randomUUID } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { plantFromEnvironment, readPlantUrlFile } from './config/plant-environment';
import { parsePlantUrl, plantAddress } from './plant/address';
import { connectPlant } from './plant/connection';
import { runTestCommand } from './provisioning/connection-test/run-test-command';

/**
 * `provision test`: the connection test on the real world.
 * @param args what follows the word `test`
 * @returns the exit code
 * @throws Error with one sentence where a flag or the plant's address is wrong; the signal's reason
 */
export function runConnectionTest(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<number> {
  const readFile = (path: string) => readFileSync(path, 'utf8');
  return runTestCommand(
    args,
    {
      connect: (target, options) => connectPlant(plantAddress(target, readFile), options),
      lookup: (host) => lookup(host, { all: true }),
      readFile,
      nowMs: Date.now,
      elapsedMs: () => performance.now(),
      randomId: () => randomUUID().replaceAll('-', ''),
      targetFromFile: (path) => parsePlantUrl(readPlantUrlFile(path)),
      targetFromEnvironment: () => plantFromEnvironment(environment, userInfo().username),
      say,
    },
    signal,
  );
}
