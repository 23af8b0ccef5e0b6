import { userInfo } from 'node:os';
import { plantFromEnvironment, readPlantUrlFile } from './config/plant-environment';
import { parsePlantUrl } from './plant/address';
import { runTestCommand } from './provisioning/connection-test/run-test-command';
import { connectionTestDeps } from './setup/connection-test-deps';

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
  return runTestCommand(
    args,
    {
      ...connectionTestDeps(),
      targetFromFile: (path) => parsePlantUrl(readPlantUrlFile(path)),
      targetFromEnvironment: () => plantFromEnvironment(environment, userInfo().username),
      say,
    },
    signal,
  );
}
