import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { launchApp, screenshot } from '../support/app';
import { refusingPlant, silentPlant } from '../support/away-plant';
import { catalogueOf, putOnBoard } from '../support/on-board';
import { sampleSeries } from '../support/sample-tiles';
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
    expect(await banner.textContent()).toMatch(/data as of /);
    expect(await running.page.locator('[data-testid="unit-tile"][data-freshness="live"]').count()).toBe(0);
    expect(await running.page.locator('[data-testid="unit-tile"]').first().textContent()).toMatch(/3 h.*Unit press-01/);
    await screenshot(running.page, `start-without-plant-${plant.name}`);
  });
});
