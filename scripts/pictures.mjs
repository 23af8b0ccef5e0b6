// `npm run pictures`: the README's pictures anew, of the demo plant once its history is prepared: a minute or two.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright';
import { ensureReady } from './bootstrap/ensure-ready.mjs';
import { runMain, SetupFailure } from './bootstrap/failure.mjs';
import { PROJECT_ROOT } from './bootstrap/layout.mjs';
import { createReporter } from './bootstrap/reporter.mjs';
import { buildIfStale } from './build.mjs';
import { leashed } from './child.mjs';
import { testEnvironment } from './test-environment.mjs';

const FOLDER = join(PROJECT_ROOT, 'docs', 'screenshots');
/** A large screen's layout, in three quarters of its pixels: a page shows them no larger. */
const SCREEN = { viewport: { width: 1920, height: 1080 }, deviceScaleFactor: 0.75 };
/** The demo's history is made at the first start. */
const PREPARED_WITHIN_MS = 8 * 60_000;
/** Figures of shifts are made every 15 s. */
const FIGURES_WITHIN_MS = 60_000;

/**
 * Starts the appliance on the demo plant.
 * @param {string} nodePath @param {NodeJS.ProcessEnv} env @param {string} dataFolder
 */
async function startDemo(nodePath, env, dataFolder) {
  const { file, args } = leashed([nodePath, 'out/main/headless.js', '--demo', '--data', dataFolder]);
  const child = spawn(file, args, { cwd: PROJECT_ROOT, env, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const address = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [found] = /http:\/\/\S+/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
    void ended.then(() => reject(new SetupFailure('The appliance ended before it told its address: see above.')));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { address: String(address), stop };
}

/** @param {import('playwright').Page} page @param {string} address */
async function takePictures(page, address) {
  const part = (/** @type {string} */ testId) => page.locator(`[data-testid="${testId}"]`);
  await page.goto(address);
  await page.locator('[data-testid="unit-tile"][data-freshness="live"]').nth(5).waitFor({ timeout: FIGURES_WITHIN_MS });
  await part('preparing').waitFor({ state: 'detached', timeout: PREPARED_WITHIN_MS });
  // Loaded anew, so that nothing of the time before is shown; then all that comes a moment later.
  await page.reload();
  await part('tile-plan').nth(5).waitFor({ timeout: FIGURES_WITHIN_MS });
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(FOLDER, 'wall.png') });
  await part('unit-tile').first().click();
  await part('range-24h').click();
  await page.locator('[data-testid="history-chart"][data-resolution]').waitFor();
  await part('state-durations').waitFor();
  await part('losses-last').waitFor({ timeout: FIGURES_WITHIN_MS });
  await page.screenshot({ path: join(FOLDER, 'unit.png') });
}

async function main() {
  const reporter = createReporter();
  const ready = await ensureReady({ needs: ['packages', 'node', 'libraries', 'chromium'], reporter });
  if (ready.chromiumPath === '') throw new SetupFailure('There is no Chromium to take the pictures with.');
  await buildIfStale({ nodePath: ready.nodePath, reporter });
  const dataFolder = mkdtempSync(join(tmpdir(), 'taktline-pictures-'));
  const env = testEnvironment(ready, {});
  const demo = await startDemo(ready.nodePath, env, dataFolder);
  const browser = await chromium.launch({ executablePath: ready.chromiumPath, args: ['--no-sandbox'], env });
  try {
    await takePictures(await browser.newPage(SCREEN), demo.address);
    reporter.line(`pictures: ${FOLDER}`);
    return 0;
  } finally {
    await browser.close();
    await demo.stop();
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

await runMain(main);
