import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { TILE_SPAN_MS } from '../../src/shared/series';
import { DAY_MS, MINUTE_MS } from '../../src/shared/time';
import { launchApp, screenshot } from '../support/app';
import { refusingPlant, silentPlant } from '../support/away-plant';
import { catalogueOf, putOnBoard } from '../support/on-board';
import { sampleSeries, sampleTile, TILES_FROM_MS } from '../support/sample-tiles';
import { temporaryFolder } from '../support/temporary-folder';

const AS_OF_MS = Date.now() - 3 * 3_600_000;
const UNITS = Array.from({ length: 8 }, (_, at) => `press-0${at + 1}`);

describe('a start without the plant', () => {
  test.each([
    ['whose address is silent', silentPlant],
    ['that refuses connections', refusingPlant],
  ])('%s: the units of the last run are on screen with their age, whatever the network does', async (what, plant) => {
    const away = await plant();
    onTestFinished(away.close);
    const folder = temporaryFolder();
    const series = UNITS.flatMap((unit) => [sampleSeries('temperature', unit), sampleSeries('pressure', unit)]);
    await putOnBoard(join(folder, 'data'), away.name, catalogueOf(series, AS_OF_MS), []);
    const startMs = performance.now();
    const running = await launchApp(join(folder, 'data'), { args: ['--plant-url-file', away.urlFile(folder)] });
    onTestFinished(() => running.close());
    await running.page
      .locator('[data-testid="unit-tile"]')
      .nth(UNITS.length - 1)
      .waitFor();
    const tookMs = performance.now() - startMs;
    process.stdout.write(`start on what is on board, plant ${what}: ${(tookMs / 1_000).toFixed(2)} s \n`);
    const banner = running.page.locator('[data-testid="link-banner"]');
    await banner.waitFor();
    // Units, their ages and the link are told one after the other.
    await expect.poll(() => banner.textContent()).toMatch(/data as of /);
    expect(await running.page.locator('[data-testid="unit-tile"][data-freshness="live"]').count()).toBe(0);
    const first = running.page.locator('[data-testid="unit-tile"]').first();
    await expect.poll(() => first.textContent()).toMatch(/3 h.*Unit press-01/);
    await screenshot(running.page, `start-without-plant-${plant.name}`);
  });

  test('a chart shows what is on board and for when it is true, and calls the rest not on board', async () => {
    const away = await refusingPlant();
    const folder = temporaryFolder();
    const series = sampleSeries('temperature', 'press-01');
    const spanMs = TILE_SPAN_MS['1min'];
    // The unit view opens on the last hour: the first half of it is on board.
    const asOfMs = Date.now() - 30 * MINUTE_MS;
    const lastTile = Math.floor((asOfMs - TILES_FROM_MS) / spanMs);
    const tiles = [lastTile - 1, lastTile].map((index) => sampleTile({ series, index, asOfMs }));
    await putOnBoard(join(folder, 'data'), away.name, catalogueOf([series], asOfMs), tiles);
    const running = await launchApp(join(folder, 'data'), { args: ['--plant-url-file', away.urlFile(folder)] });
    onTestFinished(() => running.close());
    await running.page.locator('[data-testid="link-banner"][data-link="offline"]').waitFor();
    await running.page.locator('[data-testid="unit-tile"]').first().click();
    const chart = running.page.locator('.chart[data-unknown="plant-away"]');
    await chart.waitFor();
    await expect.poll(() => chart.locator('.chart-caption').textContent()).toMatch(/not on board, data as of /);
    await expect.poll(async () => Number(await chart.getAttribute('data-drawn-points'))).toBeGreaterThan(0);
    await screenshot(running.page, 'chart-without-plant');
  });

  test('a unit that has been silent for long is taken off the wall, is listed at its foot, and comes back', async () => {
    const away = await refusingPlant();
    const folder = temporaryFolder();
    const series = ['press-01', 'press-02'].map((unit) => sampleSeries('temperature', unit));
    await putOnBoard(join(folder, 'data'), away.name, catalogueOf(series, Date.now() - 30 * DAY_MS), []);
    const running = await launchApp(join(folder, 'data'), { args: ['--plant-url-file', away.urlFile(folder)] });
    onTestFinished(() => running.close());
    const tiles = running.page.locator('[data-testid="unit-tile"]');
    await tiles.nth(1).waitFor();
    await tiles.first().click();
    // Nothing of it is on board: no moment is named for which that would be true.
    const caption = running.page.locator('.chart-caption');
    await expect.poll(() => caption.textContent()).toContain('not on board');
    expect(await caption.textContent()).not.toContain('as of');
    await running.page.locator('.unit-header [data-testid="hide-unit"]').click();
    await running.page.locator('[data-testid="to-wall"]').click();
    const hidden = running.page.locator('[data-testid="hidden-units"]');
    await hidden.waitFor();
    await expect.poll(() => tiles.count()).toBe(1);
    await hidden.locator('summary').click();
    expect(await hidden.textContent()).toMatch(/1 hidden unit.*last sample 30 d.* ago/);
    await screenshot(running.page, 'wall-hidden-units');
    await hidden.locator('[data-testid="hide-unit"]').click();
    await tiles.nth(1).waitFor();
    await hidden.waitFor({ state: 'detached' });
  });
});
