// `npm run bench -- NAME [--json FILE]`: the one entry for all measurements. NAME `all` runs them one after the other.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureReady } from './bootstrap/ensure-ready.mjs';
import { runMain, SetupFailure } from './bootstrap/failure.mjs';
import { parseFlags } from './bootstrap/flags.mjs';
import { PROJECT_ROOT } from './bootstrap/layout.mjs';
import { isMain } from './bootstrap/main-module.mjs';
import { createReporter } from './bootstrap/reporter.mjs';
import { buildIfStale } from './build.mjs';
import { runChild } from './child.mjs';
import { ensureDisplay } from './display.mjs';
import { testEnvironment } from './test-environment.mjs';

const USAGE =
  'npm run bench -- NAME [--only SECTION,…] [--json FILE]; live: [--viewers N] [--rate R] [--slow K] [--minutes M] [--electron] [--tls]';
/** Flags of single benches; each reads what it knows. */
export const BENCH_FLAGS = { values: ['only', 'viewers', 'rate', 'slow', 'minutes'], booleans: ['electron', 'tls'] };
const SUFFIX = '.bench.ts';

/**
 * The benches that a name stands for.
 * @param {string | undefined} name
 * @param {readonly string[]} known
 * @returns {readonly string[]}
 * @throws {SetupFailure} that lists the names there are
 */
export function chooseBenches(name, known) {
  const names = [...known].sort();
  if (name === 'all' && names.length > 0) return names;
  if (name !== undefined && names.includes(name)) return [name];
  const problem = name === undefined ? 'Which bench?' : `There is no bench "${name}".`;
  throw new SetupFailure(`${problem} There are: ${[...names, 'all'].join(', ')}. Usage: ${USAGE}`, { code: 'USAGE' });
}

function knownBenches() {
  return readdirSync(join(PROJECT_ROOT, 'test', 'bench'))
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => name.slice(0, -SUFFIX.length));
}

/**
 * The benches' own flags as they are written.
 * @param {Record<string, string | boolean | undefined>} flags
 * @returns {string[]}
 */
function passedOn(flags) {
  const values = BENCH_FLAGS.values.flatMap((name) =>
    typeof flags[name] === 'string' ? [`--${name}`, flags[name]] : [],
  );
  return [...values, ...BENCH_FLAGS.booleans.flatMap((name) => (flags[name] === true ? [`--${name}`] : []))];
}

async function main() {
  const { flags, words } = parseFlags(process.argv.slice(2), {
    ...{ usage: USAGE, values: ['json', ...BENCH_FLAGS.values], booleans: BENCH_FLAGS.booleans, positionals: 1 },
  });
  const benches = chooseBenches(words[0], knownBenches());
  const reporter = createReporter();
  const ready = await ensureReady({ reporter });
  await buildIfStale({ nodePath: ready.nodePath, reporter });
  const display = await ensureDisplay({ reporter });
  try {
    const json = typeof flags.json === 'string' ? ['--json', resolve(flags.json)] : [];
    const runner = join(PROJECT_ROOT, 'scripts', 'bench-run.mjs');
    const env = testEnvironment(ready, display.env);
    return (
      await runChild([ready.nodePath, runner, ...json, ...passedOn(flags), ...benches], { cwd: PROJECT_ROOT, env })
    ).exitCode;
  } finally {
    display.stop();
  }
}

if (isMain(import.meta.url)) await runMain(main);
