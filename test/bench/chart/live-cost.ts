import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { connectPlant } from '../../../src/main/plant/connection';
import { STEADY_MS } from '../../../src/renderer/data/beat';
import type { BenchContext, Figure } from '../figure';
import type { LivePlant } from '../live/live-plant';
import { rendererCpuMs } from './frames';

const BENCH = 'chart';
/** What a unit writes ten times a second; a chart shows six lines at most, the list beside it all eight. */
export const LIVE_SERIES = 8;
const CHARTED = 6;
const LIVE_EVERY_MS = 100;
const LIVE_MS = 8_000;
const FLOOR_MS = 5_000;
/** What a page costs that stands for hours: its code has been compiled, its history read. */
const SETTLING_MS = 10_000;
/** What the chart of a unit shows whose series have just begun, and what the full one does. */
const FRESH_WINDOW_MS = 300_000;
const WINDOW_MS = 600_000;
/** Of a window's samples: fewer points drawn, and the figure would be of an empty chart. */
const LEAST_DENSE_POINTS = CHARTED * 1_000;
/** As often as the product's own charts are drawn. */
const DRAWN_EVERY_MS = STEADY_MS;

export interface LiveCostInput {
  readonly context: BenchContext;
  readonly browser: Browser;
  readonly plant: LivePlant;
  /** One whose series begin with the measurement, and one whose window is full of samples by then. */
  readonly units: { readonly fresh: string; readonly dense: string };
  readonly openUnit: (unit: string, query: string) => Promise<Page>;
  readonly screen: { readonly width: number; readonly height: number };
}

/**
 * How much of a core the page's process takes while values come ten times a second to a chart that follows them: of series
 * that have just begun, and over ten minutes full of samples. Beside each uPlot alone with the same lines, as often drawn.
 */
export async function measureLiveCost(input: LiveCostInput): Promise<readonly Figure[]> {
  const { context, units } = input;
  context.say('an empty page, and uPlot alone');
  const empty = await shareOf(input, (page) => page.setContent('<p>empty'));
  const bare = await bareShare(input, { windowMs: FRESH_WINDOW_MS, filledMs: 0 });
  const bareDense = await bareShare(input, { windowMs: WINDOW_MS, filledMs: WINDOW_MS });
  context.say(`${LIVE_SERIES} series at ${1_000 / LIVE_EVERY_MS} Hz, begun just now and then for ten minutes`);
  const share = await liveShare(input, units.fresh, `${FRESH_WINDOW_MS / 60_000}m`, 0);
  await fillWindow(input);
  const dense = await liveShare(input, units.dense, `${WINDOW_MS / 60_000}m`, LEAST_DENSE_POINTS);
  const figure = (name: string, value: number, floor: number): Figure => ({
    ...{ bench: BENCH, figure: name, value, unit: '1', floor, ratio: value / floor },
  });
  return [
    { bench: BENCH, figure: 'empty_page_cpu_share', value: empty, unit: '1' },
    figure('live_chart_cpu_share', share, bare),
    figure('live_chart_dense_cpu_share', dense, bareDense),
  ];
}

/** A page of the chart's size with something on it, for a while. */
async function shareOf({ browser, screen }: LiveCostInput, show: (page: Page) => Promise<unknown>): Promise<number> {
  const page = await browser.newPage({ viewport: screen });
  await show(page);
  await passing(SETTLING_MS);
  const cpuMs = await rendererCpuMs(browser, page, () => passing(FLOOR_MS));
  await page.close();
  return cpuMs / FLOOR_MS;
}

/** As its script puts it onto a page. */
type BarePlot = new (options: object, columns: number[][], host: Element) => { setData(columns: number[][]): void };

/** uPlot as it comes, with the chart's lines in the chart's size: no gaps, no limits, no legend and no list. */
function bareShare(
  input: LiveCostInput,
  span: { readonly windowMs: number; readonly filledMs: number },
): Promise<number> {
  const folder = join(input.context.root, 'node_modules/uplot/dist');
  const asked = { ...span, lines: CHARTED, everyMs: LIVE_EVERY_MS, drawnEveryMs: DRAWN_EVERY_MS };
  return shareOf(input, async (page) => {
    await page.addStyleTag({ path: join(folder, 'uPlot.min.css') });
    await page.addScriptTag({ path: join(folder, 'uPlot.iife.min.js') });
    await page.evaluate(({ lines, filledMs, windowMs, everyMs, drawnEveryMs }) => {
      const { uPlot: Plot } = window as unknown as { uPlot: BarePlot };
      const columns: number[][] = Array.from({ length: lines + 1 }, () => []);
      const add = (timeMs: number) =>
        columns.forEach((column, n) => {
          column.push(n === 0 ? timeMs : n + Math.sin(timeMs / 2_000 + n) + Math.random() / 10);
        });
      for (let timeMs = Date.now() - filledMs; timeMs < Date.now(); timeMs += everyMs) add(timeMs);
      const plot = new Plot(
        {
          ...{ width: 0.72 * innerWidth, height: 0.6 * innerHeight, ms: 1, legend: { show: false } },
          scales: { x: { range: () => [Date.now() - windowMs, Date.now()] } },
          series: [
            {},
            ...Array.from({ length: lines }, () => ({ stroke: 'navy', width: 1.5, points: { show: false } })),
          ],
        },
        columns,
        document.body,
      );
      setInterval(() => add(Date.now()), everyMs);
      setInterval(() => plot.setData(columns), drawnEveryMs);
    }, asked);
  });
}

/** Values of the shape that both units write: slow waves with a little noise. */
const VALUE = 'n + sin(extract(epoch FROM time)::float8 / 2 + n) + random() / 10';

async function fillWindow({ plant, units }: LiveCostInput): Promise<void> {
  const client = await connectPlant(plant.plant.address('postgres'), { applicationName: 'bench filling' });
  try {
    await client.query(
      `INSERT INTO metric (time, work_unit_id, name, value)
       SELECT time, $1, 'series ' || n, ${VALUE} FROM generate_series(1, ${LIVE_SERIES}) n,
         generate_series(now() - $2::int * interval '1 ms', now(), $3::int * interval '1 ms') time`,
      [units.dense, WINDOW_MS, LIVE_EVERY_MS],
    );
  } finally {
    await client.end();
  }
}

async function liveShare(
  { browser, plant, openUnit }: LiveCostInput,
  unit: string,
  range: string,
  leastPoints: number,
): Promise<number> {
  const machine = await startMachine(plant, unit);
  try {
    const series = Array.from({ length: CHARTED }, (_, at) => `series=metric:series%20${at + 1}`).join('&');
    const page = await openUnit(unit, `${series}&range=${range}`);
    await page.waitForFunction(
      (least) => Number(document.querySelector('[data-drawn-points]')?.getAttribute('data-drawn-points')) >= least,
      leastPoints,
    );
    await passing(SETTLING_MS);
    const cpuMs = await rendererCpuMs(browser, page, () => passing(LIVE_MS));
    await page.context().close();
    return cpuMs / LIVE_MS;
  } finally {
    await machine.stop();
  }
}

/** Writes all series ten times a second, on a connection of its own: the plant's first one has been idle for long. */
async function startMachine({ plant }: LivePlant, unit: string): Promise<{ stop(): Promise<void> }> {
  const client = await connectPlant(plant.address('postgres'), { applicationName: 'bench machine' });
  let isWriting = true;
  const writing = (async () => {
    while (isWriting) {
      await client.query(
        `INSERT INTO metric (time, work_unit_id, name, value)
         SELECT time, $1, 'series ' || n, ${VALUE} FROM clock_timestamp() time, generate_series(1, ${LIVE_SERIES}) n`,
        [unit],
      );
      await passing(LIVE_EVERY_MS);
    }
  })();
  return {
    stop: async () => {
      isWriting = false;
      await writing;
      await client.end();
    },
  };
}

function passing(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
