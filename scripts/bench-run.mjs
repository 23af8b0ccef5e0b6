// Runs benches under the tools' Node (bench.mjs starts it): loads their TypeScript through vite, prints a table, writes
// the figures. Not to be called by hand.
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRunnableDevEnvironment, resolveConfig } from 'vite';
import { BENCH_FLAGS } from './bench.mjs';
import { runMain, SetupFailure, sentenceFor } from './bootstrap/failure.mjs';
import { parseFlags } from './bootstrap/flags.mjs';
import { PROJECT_ROOT } from './bootstrap/layout.mjs';
import { table } from './figure-table.mjs';

/** @typedef {import('./figure-table.mjs').Figure} Figure */

/**
 * Writes beside and renames: a reader never sees half a file.
 * @param {string} path
 * @param {readonly Figure[]} figures
 */
function writeFigures(path, figures) {
  const beside = `${path}.${process.pid}`;
  try {
    writeFileSync(beside, `${JSON.stringify(figures, undefined, 2)}\n`);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    const why =
      code === 'ENOENT'
        ? 'The folder of the figures does not exist'
        : sentenceFor(code, { step: 'the figures', place: path });
    throw new SetupFailure(code === 'ENOENT' ? `${why}: ${path}. Make it, or name another file.` : why);
  }
}

/**
 * Loads TypeScript and goes on to: a part that is imported when it is first needed would find vite's own one-time import closed.
 * @returns {Promise<import('vite').RunnableDevEnvironment>} open until this process ends
 */
async function openEnvironment() {
  const config = {
    ...{ root: PROJECT_ROOT, configFile: /** @type {const} */ (false), envDir: /** @type {const} */ (false) },
    logLevel: /** @type {const} */ ('error'),
    environments: {
      bench: {
        consumer: /** @type {const} */ ('server'),
        dev: { moduleRunnerTransform: true },
        resolve: { external: /** @type {const} */ (true), mainFields: [], conditions: ['node'] },
      },
    },
  };
  const environment = createRunnableDevEnvironment('bench', await resolveConfig(config, 'serve'), {
    ...{ hot: false, runnerOptions: { hmr: { logger: false } } },
  });
  await environment.init();
  return environment;
}

/**
 * @param {string} name
 * @param {Readonly<Record<string, string | boolean | undefined>>} flags
 * @returns {Promise<readonly Figure[]>}
 */
async function runBench(name, flags) {
  const { runner } = await openEnvironment();
  const module = await runner.import(join(PROJECT_ROOT, 'test', 'bench', `${name}.bench.ts`));
  if (typeof module.run !== 'function')
    throw new SetupFailure(`test/bench/${name}.bench.ts exports no function "run".`);
  const context = {
    root: PROJECT_ROOT,
    electronPath: process.env.TAKTLINE_ELECTRON_PATH ?? '',
    noSandbox: process.env.TAKTLINE_NO_SANDBOX === '1',
    flags,
    say: (/** @type {string} */ text) => console.error(`${name}: ${text}`),
  };
  return module.run(context);
}

await runMain(async () => {
  const { flags, words } = parseFlags(process.argv.slice(2), {
    usage: 'npm run bench',
    values: ['json', ...BENCH_FLAGS.values],
    booleans: BENCH_FLAGS.booleans,
    positionals: 100,
  });
  /** @type {Figure[]} */
  const figures = [];
  for (const name of words) figures.push(...(await runBench(name, flags)));
  console.log(table(figures));
  if (typeof flags.json === 'string') writeFigures(flags.json, figures);
  // A bench that left a timer or a socket behind must not hold the terminal.
  process.exit(0);
});
