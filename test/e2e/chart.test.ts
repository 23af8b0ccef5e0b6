import { resolve } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, type TimeRange } from '../../src/shared/time';
import { screenshot } from '../support/app';
import { type FakeGateway, startFakeGateway } from '../support/fake-gateway';
import { valueAt } from '../support/fake-shop';

const chromiumPath = process.env.TAKTLINE_CHROMIUM_PATH;
if (chromiumPath === undefined)
  process.stdout.write('left out: the chart on a fake gateway, because no Chromium is installed\n');

const CHART = '[data-testid="history-chart"]';
/** Place of unit-2 in the fake shop. */
const INDEX = 1;

interface Shown {
  readonly page: Page;
  /** History requests that the page has sent so far. */
  readonly requests: () => number;
  /** Middle of the plot, CSS px. */
  readonly middle: { readonly x: number; readonly y: number };
}

/** One unit's chart in a browser, worked as people do: wheel, drag, double click, keys, fingers. */
describe.runIf(chromiumPath !== undefined)('the chart', () => {
  let browser: Browser;
  let gateway: FakeGateway;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
    gateway = await startFakeGateway({ staticFolder: resolve('out/renderer') });
  });
  afterEach(async () => {
    gateway.setUnprepared([]);
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });

  async function show(range: string, options: BrowserContextOptions = {}): Promise<Shown> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const page = await context.newPage();
    let requests = 0;
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => {
        if (String(payload).includes('"history"')) requests += 1;
      }),
    );
    await page.goto(`${gateway.url}#code=${gateway.newCode()}`);
    await page.locator('[data-testid="unit-tile"]').first().waitFor();
    await page.evaluate((to) => {
      location.hash = `#/unit/unit-2?${to}`;
    }, range);
    await page.locator(`${CHART}[data-resolution]`).waitFor();
    const box = await page.locator(`${CHART} .u-over`).boundingBox();
    if (box === null) throw new Error('the plot has no place');
    return { page, requests: () => requests, middle: { x: box.x + box.width / 2, y: box.y + box.height / 2 } };
  }

  /** The shown span in ms by the address; NaN where the address names none. */
  async function spanMs(page: Page): Promise<number> {
    const { fromMs, toMs } = await fixedRange(page);
    return toMs - fromMs;
  }
  async function fixedRange(page: Page): Promise<TimeRange> {
    const query = new URLSearchParams(page.url().split('?')[1] ?? '');
    return { fromMs: Date.parse(query.get('from') ?? ''), toMs: Date.parse(query.get('to') ?? '') };
  }

  test('wheel, drag, double click and keys move it, and each new range is asked for', async () => {
    const { page, requests, middle } = await show('range=6h');
    const before = requests();
    await page.mouse.move(middle.x, middle.y);
    await page.mouse.down();
    await page.mouse.move(middle.x + 200, middle.y, { steps: 8 });
    await page.mouse.up();
    await expect.poll(() => spanMs(page)).toBe(6 * HOUR_MS);
    await expect.poll(requests).toBeGreaterThan(before);
    await standsStill(page);
    const dragged = await fixedRange(page);
    expect(dragged.toMs).toBeLessThan(Date.now() - HOUR_MS);

    await page.mouse.move(middle.x, middle.y);
    const beforeWheel = requests();
    await page.mouse.wheel(0, -400);
    await expect.poll(() => spanMs(page)).toBeLessThan(4 * HOUR_MS);
    await expect.poll(requests).toBeGreaterThan(beforeWheel);
    const zoomed = await fixedRange(page);
    const middleMs = (range: TimeRange) => (range.fromMs + range.toMs) / 2;
    expect(Math.abs(middleMs(zoomed) - middleMs(dragged))).toBeLessThan(5 * MINUTE_MS);

    await page.mouse.dblclick(middle.x, middle.y);
    await expect.poll(() => fixedRange(page)).toEqual(dragged);
    await page.mouse.dblclick(middle.x, middle.y);
    await expect.poll(() => page.url()).toContain('range=6h');

    await page.keyboard.press('PageUp');
    await expect.poll(() => spanMs(page)).toBe(6 * HOUR_MS);
    await page.keyboard.press('+');
    await expect.poll(() => spanMs(page)).toBe(4 * HOUR_MS);
    await page.keyboard.press('End');
    await expect.poll(() => page.url()).toContain('range=4h');
  });

  test('with shift, and sideways, the wheel moves instead of zooming', async () => {
    const { page, middle } = await show('range=6h');
    await page.mouse.move(middle.x, middle.y);
    await page.mouse.wheel(-120, 0);
    await expect.poll(() => spanMs(page)).toBe(6 * HOUR_MS);
    const { toMs } = await fixedRange(page);
    await page.keyboard.down('Shift');
    await page.mouse.wheel(0, -120);
    await page.keyboard.up('Shift');
    await expect.poll(async () => (await fixedRange(page)).toMs).toBeLessThan(toMs);
    expect(await spanMs(page)).toBe(6 * HOUR_MS);
  });

  test('fingers move and pinch it on a dense screen, the page itself never zooms, a trembling double tap goes back', async () => {
    const { page, middle } = await show('range=6h', { hasTouch: true, deviceScaleFactor: 2 });
    const session = await page.context().newCDPSession(page);
    type Point = readonly [x: number, y: number];
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly Point[]) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
    const stroke = async (at: (step: number) => readonly Point[]) => {
      await touch('touchStart', at(0));
      for (let step = 1; step <= 10; step++) await touch('touchMove', at(step));
      await touch('touchEnd', []);
    };
    const { x, y } = middle;
    await stroke((step) => [[x + 20 * step, y + 12 * step]]);
    await expect.poll(() => spanMs(page)).toBe(6 * HOUR_MS);
    await standsStill(page);
    const dragged = await fixedRange(page);
    await stroke((step) => [
      [x - 50 - 10 * step, y],
      [x + 50 + 10 * step, y],
    ]);
    await expect.poll(() => spanMs(page)).toBeLessThan(2.2 * HOUR_MS);
    expect(await page.evaluate(() => visualViewport?.scale)).toBe(1);
    // Sent at once: two taps that come too late after one another are no double tap.
    await Promise.all(
      [3, -3].flatMap((shift) => [
        touch('touchStart', [[x, y]]),
        touch('touchMove', [[x + shift, y]]),
        touch('touchEnd', []),
      ]),
    );
    await expect.poll(() => fixedRange(page)).toEqual(dragged);
    expect(await page.evaluate(() => document.querySelector('canvas')?.width)).toBeGreaterThan(1_500);
  });

  test('the cursor tells value and time, a gap is hatched and told as such, and scores stand between 0 and 100 %', async () => {
    const { page } = await show('range=6h');
    const nowMs = Date.now();
    // Beside the grid's lines, which are ink as well.
    const isOnGrid = (timeMs: number) =>
      Math.abs(timeMs - Math.round(timeMs / (HOUR_MS / 2)) * (HOUR_MS / 2)) < 4 * MINUTE_MS;
    const minutes = Array.from({ length: 330 }, (_, i) => nowMs - (i + 20) * MINUTE_MS).filter((at) => !isOnGrid(at));
    const isHole = (timeMs: number) => valueAt(INDEX, 'oee', 'oee_score', timeMs) === undefined;
    const middleOf = (wanted: boolean) =>
      minutes.find((at) => [-3, 0, 3].every((off) => isHole(at + off * MINUTE_MS) === wanted)) ?? 0;
    const gap = await columnAt(page, middleOf(true), nowMs);
    const line = await columnAt(page, middleOf(false), nowMs);
    expect(gap.inkShare).toBeGreaterThan(3 * line.inkShare);

    const legend = page.locator('.chart-legend');
    await page.mouse.move(line.x, line.y);
    await expect.poll(() => legend.innerText()).toMatch(/OEE\s+\d+\.\d %\s+(at|(average )?around) .*\d\d:\d\d:\d\d/);
    await page.mouse.move(gap.x, gap.y);
    await expect.poll(() => legend.innerText()).toMatch(/OEE\s+no data/);
    const picture = () =>
      page.evaluate(() =>
        document.querySelector<HTMLCanvasElement>('[data-testid="history-chart"] canvas')?.toDataURL(),
      );
    const full = await picture();
    await page.locator('[data-testid="score-scale"]').click();
    await expect.poll(picture, { timeout: 5_000 }).not.toBe(full);
    await screenshot(page, 'unit-chart');
  });

  test('several series have axes, dashes and strips of their own; looking back, a press leads back to now', async () => {
    const series = ['temperature', 'vibration', 'pressure'].map((name) => `series=metric:${name}`).join('&');
    const { page } = await show(`${series}&range=6h`, { viewport: { width: 1920, height: 1080 } });
    const chart = page.locator('.chart');
    expect(
      await chart.locator('.chart-strips').evaluate((canvas) => canvas.getBoundingClientRect().height),
    ).toBeGreaterThan(20);
    expect(await chart.locator('[data-testid="chart-now"]').count()).toBe(0);
    await chart.focus();
    await page.keyboard.press('PageUp');
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(() => chart.locator('.chart-legend').innerText()).toMatch(/Temperature\s+[\d.]+ °C/);
    await screenshot(page, 'chart-several');
    await page.setViewportSize({ width: 1024, height: 600 });
    await screenshot(page, 'chart-several-1024x600');
    await chart.locator('[data-testid="every-sample"]').click();
    await page.locator('.chart[data-resolution="raw"][data-loading="false"]').waitFor();
    expect(await chart.locator('.chart-caption').innerText()).toContain('every sample');
    await screenshot(page, 'chart-every-sample');
    await chart.locator('[data-testid="chart-now"]').click();
    await expect.poll(() => page.url()).toContain('range=6h');
    expect(await chart.locator('[data-testid="chart-now"]').count()).toBe(0);
  });

  test('what is still being made is labelled, and is no gap', async () => {
    const nowMs = Date.now();
    gateway.setUnprepared([{ fromMs: nowMs - 4 * HOUR_MS, toMs: nowMs - 2 * HOUR_MS }]);
    const { page } = await show('range=6h');
    const { x, y } = await columnAt(page, nowMs - 3 * HOUR_MS, nowMs);
    await page.mouse.move(x, y);
    await expect.poll(() => page.locator('.chart-legend').innerText()).toMatch(/OEE\s+being prepared/);
    expect(await page.locator('.chart-caption').innerText()).toContain('a part is still being prepared');
  });
});

/** Until the chart has glided to rest, and a gesture's pause is over: what follows is a step of its own for the way back. */
async function standsStill(page: Page): Promise<void> {
  await page.locator('.chart:not([data-moving])').waitFor();
  await page.waitForFunction((since) => performance.now() - since > 750, await page.evaluate(() => performance.now()));
}

interface Column {
  /** Where the time is on the screen, CSS px. */
  readonly x: number;
  readonly y: number;
  /** Share of the pixels around it that are not the ground. */
  readonly inkShare: number;
}

/** A strip of 8 px around a time on a chart of six hours that ends now. */
function columnAt(page: Page, timeMs: number, nowMs: number): Promise<Column> {
  const share = 1 - (nowMs - timeMs) / (6 * 3_600_000);
  return page.evaluate(
    ({ at, chart }) => {
      const over = document.querySelector(`${chart} .u-over`);
      const canvas = document.querySelector<HTMLCanvasElement>(`${chart} canvas`);
      const context = canvas?.getContext('2d');
      if (!over || !canvas || !context) throw new Error('nothing is drawn');
      const [plot, whole] = [over.getBoundingClientRect(), canvas.getBoundingClientRect()];
      const x = plot.left + at * plot.width;
      const scale = canvas.width / whole.width;
      const { data } = context.getImageData(
        (x - whole.left - 4) * scale,
        (plot.top - whole.top) * scale,
        8 * scale,
        plot.height * scale,
      );
      let ink = 0;
      for (let i = 3; i < data.length; i += 4) if ((data[i] ?? 0) > 0) ink += 1;
      return { x, y: plot.top + plot.height / 2, inkShare: ink / (data.length / 4) };
    },
    { at: share, chart: CHART },
  );
}
