import { randomUUID } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { ignorePlantEnvironment, plantFromEnvironment, readPlantUrlFile } from './config/plant-environment';
import { parsePlantUrl, plantAddress } from './plant/address';
import { connectPlant } from './plant/connection';
import { runTestCommand, TestCommandError } from './provisioning/connection-test/run-test-command';

/** `npm run provision`: the composition root of the installer's commands. */

const USAGE = 'Usage: npm run provision -- test --url-file FILE | --from-env [--as-reader] [--json]';

async function main(): Promise<number> {
  const stop = new AbortController();
  const end = () => stop.abort(new Error('Stopped; nothing was changed.'));
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  const [command, ...args] = process.argv.slice(2);
  if (command !== 'test') throw new TestCommandError(USAGE);
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
      targetFromFile: (path) => {
        ignorePlantEnvironment(process.env);
        return parsePlantUrl(readPlantUrlFile(path));
      },
      targetFromEnvironment: () => plantFromEnvironment(process.env, userInfo().username),
      say: (line) => process.stdout.write(`${line}\n`),
    },
    stop.signal,
  );
}

main().then(
  (exitCode) => process.exit(exitCode),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    // Not 2: that will say that changes are pending.
    process.exit(1);
  },
);
