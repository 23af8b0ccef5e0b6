import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ignorePlantEnvironment } from '../config/plant-environment';
import { claimUserDataFolder, userDataFolder } from '../config/user-data-folder';
import { runReplay } from './replay/run-replay';
import { systemClock } from './simulator/clock';
import { addressFromUrlFile, FlagError, sentenceForWriter } from './writing-target';

/** `npm run replay`: brings a recording into a plant, as history or as live values. */

const USAGE = `Usage: npm run replay -- --file FILE --metric NAME --unit ID [--speed N] [--keep-times]
  [--time-column NAME] [--value-column NAME] [--data DIR] [--write-to-plant --plant-url-file FILE]`;

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        file: { type: 'string' },
        metric: { type: 'string' },
        unit: { type: 'string' },
        speed: { type: 'string' },
        'keep-times': { type: 'boolean', default: false },
        'time-column': { type: 'string' },
        'value-column': { type: 'string' },
        data: { type: 'string' },
        'write-to-plant': { type: 'boolean', default: false },
        'plant-url-file': { type: 'string' },
      },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error);
    throw new FlagError(`${reason}.\n${USAGE}`);
  }
}

/** @throws FlagError with one sentence that names the flag */
function readFlags(args: readonly string[]) {
  const values = parse(args);
  const { file, metric, unit, speed } = values;
  if (file === undefined || metric === undefined || unit === undefined) {
    throw new FlagError(`--file, --metric and --unit are needed.\n${USAGE}`);
  }
  for (const [flag, text] of Object.entries({ '--metric': metric, '--unit': unit })) {
    if (text.trim() === '' || text.includes('\0')) throw new FlagError(`${flag} must not be empty.`);
  }
  const speedFactor = speed === undefined ? undefined : Number(speed);
  if (speedFactor !== undefined && !(speed?.trim() !== '' && speedFactor > 0 && Number.isFinite(speedFactor))) {
    throw new FlagError(`--speed ${speed} is not a number above 0; 600 replays ten minutes in a second.`);
  }
  if (speedFactor !== undefined && values['keep-times']) {
    throw new FlagError('--speed replays as live values, --keep-times keeps the past; give one of them.');
  }
  if (values['write-to-plant'] !== (values['plant-url-file'] !== undefined)) {
    throw new FlagError('--write-to-plant and --plant-url-file FILE go together: the permission and the plant.');
  }
  return { ...values, file, metric, unit, speedFactor };
}

async function main(): Promise<void> {
  const stop = new AbortController();
  const end = () => stop.abort(new Error('Stopped; what was imported so far is taken back by the next run.'));
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  ignorePlantEnvironment(process.env);
  const flags = readFlags(process.argv.slice(2));
  const urlFile = flags['plant-url-file'];
  const folder = resolve(flags.data ?? userDataFolder(process.env, process.platform, homedir()));
  if (urlFile === undefined) await claimUserDataFolder(folder);
  const timeColumn = flags['time-column'];
  const valueColumn = flags['value-column'];
  await runReplay(
    {
      file: flags.file,
      columns: {
        ...(timeColumn === undefined ? {} : { time: timeColumn }),
        ...(valueColumn === undefined ? {} : { value: valueColumn }),
      },
      series: { workUnitId: flags.unit, metricName: flags.metric },
      keepTimes: flags['keep-times'],
      speed: flags.speedFactor,
      target:
        urlFile === undefined
          ? { kind: 'demo', dataDir: join(folder, 'plant'), plantEntryPath: join(__dirname, 'plant.js') }
          : { kind: 'plant', address: addressFromUrlFile(urlFile, (path) => readFileSync(path, 'utf8')) },
      clock: systemClock,
      clockMs: () => performance.now(),
      random: Math.random,
      say: (line) => process.stdout.write(`${line}\n`),
    },
    stop.signal,
  );
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${sentenceForWriter(error)}\n`);
    process.exit(error instanceof FlagError ? 2 : 1);
  },
);
