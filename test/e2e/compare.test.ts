import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ARTIFACTS, screenshot } from '../support/app';
import { type FakeGateway, startFakeGateway } from '../support/fake-gateway';
import { valueAt } from '../support/fake-shop';

const chromiumPath = process.env.TAKTLINE_CHROMIUM_PATH;
if (chromiumPath === undefined)
  process.stdout.write('left out: the comparison on a fake gateway, because no Chromium is installed\n');

const id = (name: string) => `[data-testid="${name}"]`;

/** Units beside one another, worked by keyboard, in a browser. */
describe.runIf(chromiumPath !== undefined)('the comparison', () => {
  let browser: Browser;
  let gateway: FakeGateway;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
    gateway = await startFakeGateway({ staticFolder: resolve('out/renderer'), units: 12 });
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });

  async function open(hash?: string): Promise<Page> {
    const page = await (await browser.newContext({ viewport: { width: 1024, height: 600 } })).newPage();
    await page.goto(`${gateway.url}#code=${gateway.newCode()}`);
    await page.locator(id('unit-tile')).first().waitFor();
    if (hash === undefined) await page.locator(id('compare-open')).press('Enter');
    else
      await page.evaluate((to) => {
        location.hash = to;
      }, hash);
    await page.locator(id('compare')).waitFor();
    return page;
  }

  /** The file of a press, once it has been written. */
  async function saved(page: Page, button: string): Promise<string> {
    const download = page.waitForEvent('download');
    await page.locator(id('pick-export')).press('Enter');
    await page.locator(id(button)).press('Enter');
    return (await download).path();
  }

  test('by keys alone: eight charts, other ranges, a map whose hours are read, a table that is sorted, all in the address', async () => {
    const page = await open();
    await page.locator(`${id('compare-charts')}[data-loading="false"]`).waitFor();
    expect(await page.locator(id('compare-chart')).count()).toBe(8);
    await page.locator(id('compare-yesterday')).press('Enter');
    await page.locator(id('compare-mode-heat')).press('Enter');
    await page
      .locator(`${id('compare-heat')}[data-loading="false"] [data-state="value"]`)
      .first()
      .waitFor();
    await page.locator('.heat-grid').focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    const average = await page.locator('.heat-cell[data-chosen="true"]').getAttribute('data-average');
    const read = await page.locator(id('heat-readout')).innerText();
    expect(read).toContain(`OEE ${(Number(average) * 100).toFixed(1)} %`);
    await screenshot(page, 'compare-heat');

    await page.locator(id('compare-mode-table')).press('Enter');
    const table = page.locator(`${id('compare-table')}[data-loading="false"]`);
    await table.locator('td[data-column="oee:oee_score"][data-value]').first().waitFor();
    const values = () =>
      table
        .locator('td[data-column="oee:oee_score"]')
        .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLElement).dataset.value ?? -1)));
    await page.locator(id('sort-oee:oee_score')).press('Enter');
    expect(await page.locator('th[aria-sort="descending"]').innerText()).toContain('OEE');
    await expect.poll(values).toEqual((await values()).toSorted((a, b) => b - a));
    await page.locator(id('sort-oee:oee_score')).press(' ');
    await page.locator('th[aria-sort="ascending"]').waitFor();
    expect(new URLSearchParams(page.url().split('?')[1])).toMatchObject(
      new URLSearchParams('mode=table&range=yesterday&sort=oee:oee_score'),
    );
    await page.reload();
    await page.locator('th[aria-sort="ascending"]').waitFor();
    await screenshot(page, 'compare-table');
  });

  test('CSV holds the plant’s samples, PNG the charts; the report is printed on pages of A4', async () => {
    const fromMs = Math.floor(Date.now() / 60_000) * 60_000 - 1_800_000;
    const [from, to] = [fromMs, fromMs + 1_200_000].map((timeMs) => new Date(timeMs).toISOString());
    const page = await open(`#/compare?unit=unit-1&unit=unit-2&series=metric:temperature&from=${from}&to=${to}`);
    await page
      .locator(`${id('compare-charts')}[data-loading="false"] canvas`)
      .first()
      .waitFor();
    const text = (await readFile(await saved(page, 'export-csv-raw'), 'utf8')).slice(1);
    const [head = '', rows = ''] = text.split(/\r\n\r\n/);
    expect(head).toMatch(/^Plant,demo plant\r\nWork units,Moulder 1,Press 1\r\nTime zone,UTC\r\n/);
    const found = rows
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(','));
    const expected = [1, 0].flatMap((index) =>
      Array.from({ length: 1_200 }, (_, second) => fromMs + second * 1_000).flatMap((timeMs) => {
        const value = valueAt(index, 'metric', 'temperature', timeMs);
        return value === undefined ? [] : [`unit-${index + 1} ${new Date(timeMs).toISOString()} ${value}`];
      }),
    );
    expect(found.map((cells) => `${cells[4]} ${cells[0]} ${cells[7]}`)).toEqual(expected);

    const png = await readFile(await saved(page, 'export-png'));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBeGreaterThan(900);

    await page.locator(id('pick-export')).press('Enter');
    await page.locator(id('export-report')).press('Enter');
    await page.locator(`${id('report')}[data-loading="false"]`).waitFor();
    await page
      .locator(`${id('compare-charts')}[data-loading="false"] canvas`)
      .first()
      .waitFor();
    await screenshot(page, 'compare-report');
    const pdf = await page.pdf({ path: `${ARTIFACTS}/compare-report.pdf`, format: 'A4', printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBeGreaterThanOrEqual(1);
  });
});
