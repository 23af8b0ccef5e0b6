import { resolve } from 'node:path';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { residentKb } from '../../bench/live/process-meter';
import { type FakeGateway, startFakeGateway } from '../../support/fake-gateway';

/**
 * A screen that is left on: eight hours of a shop's updates in a quarter of an hour, on the wall and on a unit's live chart by
 * turns. What the page holds after a forced collection, and what its process holds, must not grow.
 * TAKTLINE_SHIFT_MINUTES makes the run shorter or longer at the same pace.
 */
const MINUTES = Number(process.env.TAKTLINE_SHIFT_MINUTES ?? 15);
const HOURS = 8;
const SPEED = (HOURS * 60) / 15;
const UNITS = 12;
const LOOK_EVERY_MS = 5_000;
/** A wall has been drawn often enough by then that nothing of the view before it is held for the next drawing. */
const SETTLED_MS = 1_000;
/** What was under way when the shop fell silent has mostly come by then. */
const UNDER_WAY_MS = 500;
const READINGS = 4;
/** The live tail of ten minutes is full by then. */
const WARM_UP_MS = 30_000;
/**
 * Machine code that V8 makes of what runs often lies in the heap as well: bounded by the program, but half a megabyte of it comes in the
 * first minutes and a little for as long as one looks. Without it the heap is what the page keeps.
 */
const WITHOUT_MACHINE_CODE = '--js-flags=--jitless';
const MOST_GROWTH = 1.05;
/** So that a tenth is two looks at least. */
const LEAST_LOOKS = 20;

const chromiumPath = process.env.TAKTLINE_CHROMIUM_PATH;
if (chromiumPath === undefined)
  process.stdout.write('left out: eight hours of updates, because no Chromium is installed\n');

let browser: Browser;
let gateway: FakeGateway;

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', WITHOUT_MACHINE_CODE] });
  gateway = await startFakeGateway({ staticFolder: resolve('out/renderer'), units: UNITS, speed: SPEED });
});
afterAll(async () => {
  await browser?.close();
  await gateway?.close();
});

interface Look {
  readonly heapKb: number;
  readonly processKb: number;
}

test.runIf(chromiumPath !== undefined)(
  'eight hours of updates leave a page no larger than its first hour',
  async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${gateway.url}#code=${gateway.newCode()}`);
    await page.locator('[data-testid="unit-tile"]').first().waitFor();
    const session = await page.context().newCDPSession(page);
    const pid = await busiestRenderer();
    const looks: Look[] = [];
    const startedMs = performance.now();
    while (performance.now() - startedMs < WARM_UP_MS + MINUTES * 60_000) {
      await pause(LOOK_EVERY_MS);
      await changeView(page);
      if (performance.now() - startedMs < WARM_UP_MS) continue;
      // Always on the wall: the views differ in what they hold.
      if ((await page.locator('[data-testid="wall"]').count()) > 0) looks.push(await look(session, pid));
    }
    const tenth = Math.ceil(looks.length / 10);
    const [first, last] = [looks.slice(0, tenth), looks.slice(-tenth)];
    for (const what of ['heapKb', 'processKb'] as const) {
      const [before, after] = [average(first, what), average(last, what)];
      process.stdout.write(
        `${what}: first tenth ${before.toFixed(0)}, last tenth ${after.toFixed(0)}, ratio ${(after / before).toFixed(3)} (at most ${MOST_GROWTH})\n`,
      );
    }
    expect(average(last, 'heapKb') / average(first, 'heapKb')).toBeLessThanOrEqual(MOST_GROWTH);
    expect(average(last, 'processKb') / average(first, 'processKb')).toBeLessThanOrEqual(MOST_GROWTH);
    expect(looks.length).toBeGreaterThanOrEqual(LEAST_LOOKS);
  },
  (MINUTES + 6) * 60_000,
);

/** From the wall to a unit with its live chart, or back. */
async function changeView(page: Page): Promise<void> {
  const onWall = (await page.locator('[data-testid="wall"]').count()) > 0;
  await page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    onWall ? '#/unit/unit-2?range=10m' : '#/',
  );
  await page
    .locator(onWall ? '[data-testid="history-chart"][data-resolution]' : '[data-testid="unit-tile"]')
    .first()
    .waitFor();
}

/**
 * What the page holds while nothing comes: 32 updates a second leave up to 2 MB of garbage between a collection and the reading of its size,
 * and what is on its way through a busy machine still does when the shop is silent. Garbage can only add: the least of some readings
 * is what is held. What the shop has made meanwhile comes with the next update.
 */
async function look(session: CDPSession, pid: number): Promise<Look> {
  await pause(SETTLED_MS);
  gateway.silence(true);
  await pause(UNDER_WAY_MS);
  const readings: number[] = [];
  for (let times = 0; times < READINGS; times++) {
    await session.send('HeapProfiler.collectGarbage');
    readings.push((await session.send('Runtime.getHeapUsage')).usedSize);
  }
  gateway.silence(false);
  return { heapKb: Math.min(...readings) / 1_024, processKb: residentKb(pid) };
}

/** The process of the one page that works. */
async function busiestRenderer(): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const [busiest] = processInfo.filter(({ type }) => type === 'renderer').sort((a, b) => b.cpuTime - a.cpuTime);
  if (busiest === undefined) throw new Error('The browser has no page.');
  return busiest.id;
}

const average = (looks: readonly Look[], what: keyof Look) =>
  looks.reduce((sum, each) => sum + each[what], 0) / looks.length;

/** The run's length is what is to be lived through: nothing is awaited in it. */
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
