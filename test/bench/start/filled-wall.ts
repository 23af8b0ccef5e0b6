import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { quantile } from '../../support/quantile';
import { elementsMs, type StartedWindow, startWindow } from '../../support/started-window';
import type { BenchContext, Figure } from '../figure';
import { startLivePlant } from '../live/live-plant';
import { BenchWriter } from '../live/writer';
import { bareReadMs, COMPARED, fillYesterday, openCompareMs } from './compared-charts';
import { emptyWindowMs, timed, writeEmptyApp } from './empty-app';

const BENCH = 'start';
const STARTS = 5;
const VIEW_CHANGES = 20;
/** Of all units together; each is heard of every two and a half seconds then, and is live. */
const COMMITS_PER_SECOND = 10;
const FILLED = '[data-testid="unit-tile"]:is([data-freshness="live"], [data-freshness="late"])';

/**
 * A wall of 24 units whose plant is there and at work: filled when every tile shows a value that is current. In each window the units
 * are compared then, once, in eight charts over yesterday. The first pair of starts learns the catalogue and warms the machine, and is
 * not counted; its charts come out of the plant, those of the others are on board.
 */
export async function measureFilledWall(context: BenchContext): Promise<readonly Figure[]> {
  const { root, electronPath, noSandbox, say } = context;
  const folder = mkdtempSync(join(tmpdir(), 'taktline-wall-'));
  const plant = await startLivePlant(process.env);
  await fillYesterday(plant.connection, plant.workUnitIds);
  const writer = new BenchWriter(plant.connection, plant.workUnitIds, COMMITS_PER_SECOND);
  writer.start();
  try {
    const emptyApp = writeEmptyApp(join(folder, 'empty'));
    const { host, port, database, user } = plant.plant.address('postgres');
    writeFileSync(join(folder, 'plant-url'), `postgresql://${user}@${host}:${port}/${database}\n`, { mode: 0o600 });
    const args = ['--data', join(folder, 'data'), '--plant-url-file', join(folder, 'plant-url')];
    const emptyMs: number[] = [];
    const wallMs: number[] = [];
    const compareMs: number[] = [];
    const bareMs = await bareReadMs(plant.connection, plant.workUnitIds.slice(0, COMPARED));
    let changes: ViewChanges | undefined;
    for (let at = 0; at <= STARTS; at++) {
      const empty = await emptyWindowMs(context, emptyApp);
      const wall = await timed(
        () => startWindow({ electronPath, appFolder: root, noSandbox, args }),
        async (window) => {
          const ms = await elementsMs(window, FILLED, plant.workUnitIds.length);
          compareMs.push(await compared(window));
          if (at === STARTS) changes = await viewChanges(window, plant.workUnitIds.length);
          return ms;
        },
      );
      say(`empty ${empty.toFixed(0)} ms, wall ${wall.toFixed(0)} ms, compared ${compareMs.at(-1)?.toFixed(0)} ms`);
      if (at === 0) continue;
      emptyMs.push(empty);
      wallMs.push(wall);
    }
    const [first = Number.NaN, ...others] = compareMs;
    return [
      ...figuresOf(quantile(wallMs, 0.5), quantile(emptyMs, 0.5), changes),
      { bench: BENCH, figure: 'compare_first_ms', value: first, unit: 'ms', floor: bareMs },
      {
        bench: BENCH,
        figure: 'compare_start_ms',
        value: quantile(others, 0.5),
        unit: 'ms',
        floor: changes?.frameMs ?? 0,
      },
    ];
  } finally {
    await writer.stop();
    await plant.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function figuresOf(wallMs: number, emptyMs: number, changes: ViewChanges | undefined): readonly Figure[] {
  if (changes === undefined) throw new Error('No view was changed.');
  const floor = changes.frameMs;
  return [
    { bench: BENCH, figure: 'wall_start_ms', value: wallMs, unit: 'ms', floor: emptyMs },
    { bench: BENCH, figure: 'wall_start_ratio_to_empty', value: wallMs / emptyMs, unit: '1' },
    { bench: BENCH, figure: 'view_change_ms', value: quantile(changes.toUnitMs, 0.95), unit: 'ms', floor },
    { bench: BENCH, figure: 'view_back_ms', value: quantile(changes.toWallMs, 0.95), unit: 'ms', floor },
  ];
}

/** Opens the comparison, and the wall again. */
async function compared({ page }: StartedWindow): Promise<number> {
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  const ms = await openCompareMs(page);
  await page.goBack();
  await page.locator('[data-testid="unit-tile"]').first().waitFor();
  return ms;
}

interface ViewChanges {
  readonly toUnitMs: readonly number[];
  readonly toWallMs: readonly number[];
  /** From a call to the end of the next frame where nothing changes, the median. */
  readonly frameMs: number;
}

/** From the tap on a tile to the frame that shows the unit, and from there to the one that shows the whole wall again. */
async function viewChanges({ page }: StartedWindow, units: number): Promise<ViewChanges> {
  // The code of the later views is there a second after the start.
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  await changeView(page, { tap: '[data-testid="unit-tile"]', shows: '[data-testid="unit-view"]', count: 1 });
  await changeView(page, { tap: '[data-testid="to-wall"]', shows: '[data-testid="unit-tile"]', count: units });
  const [toUnitMs, toWallMs, frameMs]: [number[], number[], number[]] = [[], [], []];
  for (let at = 0; at < VIEW_CHANGES; at++) {
    frameMs.push(await changeView(page, { tap: undefined, shows: 'body', count: 1 }));
    toUnitMs.push(
      await changeView(page, { tap: '[data-testid="unit-tile"]', shows: '[data-testid="unit-view"]', count: 1 }),
    );
    toWallMs.push(
      await changeView(page, { tap: '[data-testid="to-wall"]', shows: '[data-testid="unit-tile"]', count: units }),
    );
  }
  return { toUnitMs, toWallMs, frameMs: quantile(frameMs, 0.5) };
}

interface Change {
  readonly tap: string | undefined;
  readonly shows: string;
  readonly count: number;
}

/** @returns ms from the tap to the end of the first frame that shows so many of the elements */
function changeView(page: Page, change: Change): Promise<number> {
  return page.evaluate(
    ({ tap, shows, count }) =>
      new Promise<number>((resolve, reject) => {
        const target = tap === undefined ? undefined : document.querySelector<HTMLElement>(tap);
        if (target === null) return reject(new Error(`${tap} is not on the page`));
        const tappedMs = performance.now();
        target?.click();
        const look = () => {
          if (document.querySelectorAll(shows).length < count) return requestAnimationFrame(look);
          // A message posted from a frame's callback comes after layout and paint of that frame.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - tappedMs);
          return port2.postMessage(undefined);
        };
        requestAnimationFrame(look);
      }),
    change,
  );
}
