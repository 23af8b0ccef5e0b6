// `npm test`: everything that must hold, step by step, with its seconds. `--long` adds the tests that take minutes.
// Other arguments go to vitest; with some, e.g. a file's name, only vitest runs.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_NEEDS, ensureReady, OPTIONAL_NEEDS } from './bootstrap/ensure-ready.mjs';
import { runMain, SetupFailure } from './bootstrap/failure.mjs';
import { PROJECT_ROOT } from './bootstrap/layout.mjs';
import { isMain } from './bootstrap/main-module.mjs';
import { createReporter } from './bootstrap/reporter.mjs';
import { buildIfStale } from './build.mjs';
import { runChild } from './child.mjs';
import { ensureDisplay } from './display.mjs';
import { testEnvironment } from './test-environment.mjs';

const TYPE_CHECKED = /** @type {const} */ (['src/shared', 'src/main', 'src/renderer', 'test']);
const REPORT = join(PROJECT_ROOT, 'test', 'artifacts', 'vitest.json');

/**
 * Runs one step, prints its name and seconds.
 * @param {string} name
 * @param {() => Promise<boolean>} action true: passed
 */
async function step(name, action) {
  const startMs = performance.now();
  let passed = false;
  try {
    passed = await action();
  } finally {
    console.log(`${name}: ${passed ? 'ok' : 'FAILED'} (${((performance.now() - startMs) / 1000).toFixed(1)} s)`);
  }
  return passed;
}

/**
 * vitest's words for which projects and files.
 * @param {readonly string[]} own what the person gave
 * @param {boolean} isLong
 */
export function vitestArguments(own, isLong) {
  const projects = own.some((word) => word === '--project' || word.startsWith('--project='))
    ? []
    : ['unit', 'integration', 'screens', 'faults', 'e2e', ...(isLong ? ['long'] : [])];
  const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  return ['run', ...projects.flatMap((name) => ['--project', name]), ...report, ...own];
}

/**
 * The last line of a run.
 * @param {{ numPassedTests?: number, numFailedTests?: number, numPendingTests?: number, numTodoTests?: number }} report vitest's JSON
 */
export function summaryLine(report) {
  const skipped = (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0);
  return `tests: ${report.numPassedTests ?? 0} passed, ${report.numFailedTests ?? 0} failed, ${skipped} skipped`;
}

/** @param {string} nodePath @param {NodeJS.ProcessEnv} env */
async function checkSources(nodePath, env) {
  const run = async (/** @type {string[]} */ words) =>
    (await runChild([nodePath, ...words], { cwd: PROJECT_ROOT, env })).exitCode === 0;
  const tsc = join(PROJECT_ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  let passed = true;
  for (const part of TYPE_CHECKED) passed = (await step(`types ${part}`, () => run([tsc, '-p', part]))) && passed;
  const biome = join(PROJECT_ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  return (await step('lint', () => run([biome, 'ci', '--colors=off']))) && passed;
}

async function main() {
  const words = process.argv.slice(2);
  const isLong = words.includes('--long');
  const own = words.filter((word) => word !== '--long');
  const reporter = createReporter();
  const ready = await ensureReady({ needs: [...ALL_NEEDS, ...OPTIONAL_NEEDS], reporter });
  const display = await ensureDisplay({ reporter });
  try {
    const env = { ...testEnvironment(ready, display.env), ...(isLong ? { TAKTLINE_LONG: '1' } : {}) };
    const sourcesPass = own.length > 0 || (await checkSources(ready.nodePath, env));
    await step('build', async () => (await buildIfStale({ nodePath: ready.nodePath, reporter })) || true);
    rmSync(REPORT, { force: true });
    const vitest = join(PROJECT_ROOT, 'node_modules', 'vitest', 'vitest.mjs');
    const testsPass = await step('tests', async () => {
      const { exitCode } = await runChild([ready.nodePath, vitest, ...vitestArguments(own, isLong)], {
        cwd: PROJECT_ROOT,
        env,
      });
      return exitCode === 0;
    });
    if (!existsSync(REPORT)) throw new SetupFailure('vitest ended without a report: see the lines above.');
    if (!sourcesPass) console.log('the type check or the linter failed: see above');
    console.log(summaryLine(JSON.parse(readFileSync(REPORT, 'utf8'))));
    return sourcesPass && testsPass ? 0 : 1;
  } finally {
    display.stop();
  }
}

if (isMain(import.meta.url)) await runMain(main);
