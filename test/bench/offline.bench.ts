import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchApp } from '../support/app';
import { refusingPlant, silentPlant } from '../support/away-plant';
import { catalogueOf, putOnBoard } from '../support/on-board';
import { quantile } from '../support/quantile';
import { sampleSeries } from '../support/sample-tiles';
import type { BenchContext, Figure } from './figure';

const STARTS = 5;
const UNITS = 30;
const SERIES_A_UNIT = 20;

/** From the start of the program to the last unit on the screen, and to the page alone, ms. */
async function startOnBoard(dataFolder: string, urlFile: string): Promise<{ unitsMs: number; pageMs: number }> {
  const startMs = performance.now();
  const running = await launchApp(dataFolder, { args: ['--plant-url-file', urlFile] });
  try {
    await running.page.locator('#root').waitFor({ state: 'attached' });
    const pageMs = performance.now() - startMs;
    await running.page
      .locator('[data-testid="unit-tile"]')
      .nth(UNITS - 1)
      .waitFor();
    return { unitsMs: performance.now() - startMs, pageMs };
  } finally {
    await running.close();
  }
}

/** Starts of the app without its plant, on the catalogue of the last run; the floor is a window with our page in it. */
export async function run({ say }: BenchContext): Promise<readonly Figure[]> {
  const series = Array.from({ length: UNITS * SERIES_A_UNIT }, (_, at) =>
    sampleSeries(`m${at % SERIES_A_UNIT}`, `unit-${Math.floor(at / SERIES_A_UNIT)}`),
  );
  const figures: Figure[] = [];
  for (const [what, plant] of [
    ['silent', silentPlant],
    ['refusing', refusingPlant],
  ] as const) {
    const folder = mkdtempSync(join(tmpdir(), 'taktline-offline-'));
    const away = await plant();
    say(`${STARTS} starts, ${what} plant, ${UNITS} units with ${SERIES_A_UNIT} series each`);
    try {
      await putOnBoard(join(folder, 'data'), away.name, catalogueOf(series, Date.now() - 3_600_000), []);
      const starts: { unitsMs: number; pageMs: number }[] = [];
      for (let at = 0; at < STARTS; at++) starts.push(await startOnBoard(join(folder, 'data'), away.urlFile(folder)));
      const value = quantile(
        starts.map(({ unitsMs }) => unitsMs),
        0.5,
      );
      const floor = quantile(
        starts.map(({ pageMs }) => pageMs),
        0.5,
      );
      figures.push({
        bench: 'offline',
        figure: `start_ms_${what}_plant_p50`,
        value,
        unit: 'ms',
        floor,
        ratio: value / floor,
      });
    } finally {
      away.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return figures;
}
