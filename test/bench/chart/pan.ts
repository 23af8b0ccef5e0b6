import { type Browser, chromium, type Page } from 'playwright';
import { connectPlant } from '../../../src/main/plant/connection';
import { prepareAggregates } from '../../../src/main/provisioning/prepare-aggregates';
import { quantile } from '../../support/quantile';
import type { BenchContext, Figure } from '../figure';
import { compressOld } from '../history/fill-plant';
import { LiveAppliance } from '../live/live-appliance';
import { type LivePlant, startLivePlant } from '../live/live-plant';
import { watchFrames } from './frames';
import { LIVE_SERIES, measureLiveCost } from './live-cost';

const BENCH = 'chart';
const UNIT = 'pan-1';
/** Known to the plant from the beginning, filled when it is its turn. */
const DENSE_UNIT = 'pan-2';
const SCREEN = { width: 1920, height: 1080 };
/** One a second, for eleven and a half days. */
const ROWS = 1_000_000;
const ROWS_A_STATEMENT = 100_000;
const LONG_STATEMENT_MS = 600_000;

const DRAG_MS = 10_000;
const FLOOR_DRAG_MS = 5_000;
const MOVE_EVERY_MS = 1000 / 60;
/** To and fro over so much of the plot, so often. */
const STROKE_PX = 500;
const STROKE_MS = 2_500;
/** Fewer drawn frames than this share of the moves, and the hand was not followed: the figure would be of nothing. */
const LEAST_DRAWN = 0.5;
const DROPPED_MS = 25;

/** A chart over a million rows, dragged for ten seconds, and then left alone with values coming. */
export async function measurePan(context: BenchContext): Promise<readonly Figure[]> {
  const executablePath = process.env.TAKTLINE_CHROMIUM_PATH;
  if (executablePath === undefined) throw new Error('No Chromium is installed: npm run setup names what is missing.');
  context.say(`filling a plant with ${ROWS} rows of one series`);
  const plant = await startLivePlant(process.env);
  try {
    await fill(plant);
    const appliance = await LiveAppliance.start(context, plant.plant.address('postgres'), {
      ...{ workUnits: plant.workUnitIds.length + 2, isElectron: false, isSealed: false },
    });
    const browser = await chromium.launch({ executablePath, args: context.noSandbox ? ['--no-sandbox'] : [] });
    try {
      return [
        ...(await measureDrag(context, browser, appliance)),
        ...(await measureLiveCost({
          ...{ context, browser, plant, screen: SCREEN, units: { fresh: UNIT, dense: DENSE_UNIT } },
          openUnit: (unit, query) => openUnit(browser, appliance, unit, query),
        })),
      ];
    } finally {
      await browser.close();
      await appliance.stop();
    }
  } finally {
    await plant.stop();
  }
}

async function fill({ plant }: LivePlant): Promise<void> {
  const client = await connectPlant(plant.address('postgres'), {
    ...{ applicationName: 'bench filling', statementTimeoutMs: LONG_STATEMENT_MS },
  });
  try {
    for (let from = 0; from < ROWS; from += ROWS_A_STATEMENT) {
      await client.query(
        `INSERT INTO metric (time, work_unit_id, name, value)
         SELECT date_trunc('second', now()) - s * interval '1 second', $1, 'series 1', 60 + 5 * sin(s / 4000.0) + random()
         FROM generate_series($2::int + 1, $2::int + $3::int) s`,
        [UNIT, from, ROWS_A_STATEMENT],
      );
    }
    await client.query(
      `INSERT INTO metric (time, work_unit_id, name, value)
       SELECT now() - interval '1 hour', $1, 'series ' || n, n FROM generate_series(1, ${LIVE_SERIES}) n`,
      [DENSE_UNIT],
    );
    await prepareAggregates(client, { nowMs: Date.now(), clockMs: () => 0 });
    await compressOld(client);
  } finally {
    await client.end();
  }
}

async function openUnit(browser: Browser, { port, token }: LiveAppliance, unit: string, query: string): Promise<Page> {
  const context = await browser.newContext({ viewport: SCREEN });
  await context.addInitScript((key) => sessionStorage.setItem('taktline.token', key), token);
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${port}/#/unit/${unit}?${query}`);
  await page.locator('[data-testid="history-chart"][data-resolution]').first().waitFor();
  return page;
}

async function measureDrag(
  context: BenchContext,
  browser: Browser,
  appliance: LiveAppliance,
): Promise<readonly Figure[]> {
  context.say('an empty page under a hand that moves, then the chart');
  const empty = await browser.newPage({ viewport: SCREEN });
  await empty.setContent('<p>empty');
  const floor = await drag(empty, { x: SCREEN.width / 2, y: SCREEN.height / 2 }, FLOOR_DRAG_MS);
  await empty.close();

  const page = await openUnit(browser, appliance, UNIT, 'series=metric:series%201&range=6h');
  const plot = await page.locator('[data-testid="history-chart"] .u-over').first().boundingBox();
  if (plot === null) throw new Error('The plot has no place on the page.');
  const figures = await drag(page, { x: plot.x + plot.width / 2, y: plot.y + plot.height / 2 }, DRAG_MS);
  if (figures.drawn < LEAST_DRAWN * figures.moved) {
    throw new Error(`The chart was drawn in ${figures.drawn} frames of ${figures.moved}: it does not follow the hand.`);
  }
  context.say(`${figures.moved} frames with a move, ${figures.drawn} of them drawn; an empty page ${floor.moved}`);
  await page.context().close();
  return [
    { bench: BENCH, figure: 'pan_frame_p95_ms', value: figures.p95Ms, unit: 'ms', floor: floor.p95Ms },
    { bench: BENCH, figure: 'pan_dropped_share', value: figures.droppedShare, unit: '1', floor: floor.droppedShare },
  ];
}

/** Presses, moves to and fro at 60 Hz, and lets go. */
async function drag(page: Page, from: { readonly x: number; readonly y: number }, forMs: number) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  const frames = await watchFrames(page);
  const startedMs = performance.now();
  for (let at = 1; at * MOVE_EVERY_MS < forMs; at++) {
    const waitMs = startedMs + at * MOVE_EVERY_MS - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const phase = (2 * Math.PI * (performance.now() - startedMs)) / STROKE_MS;
    await page.mouse.move(from.x + STROKE_PX * Math.sin(phase), from.y);
  }
  const { frameMs, gapsMs, moved, drawn } = await frames.stop();
  await page.mouse.up();
  return {
    ...{ moved, drawn, p95Ms: quantile(frameMs, 0.95) },
    droppedShare: gapsMs.filter((ms) => ms > DROPPED_MS).length / gapsMs.length,
  };
}
