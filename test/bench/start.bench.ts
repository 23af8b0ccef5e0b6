import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refusingPlant } from '../support/away-plant';
import { catalogueOf, putOnBoard } from '../support/on-board';
import { quantile } from '../support/quantile';
import { sampleSeries } from '../support/sample-tiles';
import { elementsMs, firstTextMs, type StartedWindow, startWindow } from '../support/started-window';
import type { BenchContext, Figure } from './figure';

const STARTS = 5;
const UNITS = 24;
const SERIES_A_UNIT = 20;

/** The least that any Electron app needs: a window of the same size with one word in it. */
function writeEmptyApp(folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty', main: 'main.js' }));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>empty</title><p>empty');
  writeFileSync(
    join(folder, 'main.js'),
    `const { app, BrowserWindow } = require('electron');
     app.setPath('userData', ${JSON.stringify(join(folder, 'window'))});
     process.on('SIGTERM', () => app.quit());
     app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800, webPreferences: { sandbox: true } }).loadFile('index.html'));`,
  );
  return folder;
}

async function timed(
  start: () => Promise<StartedWindow>,
  measure: (window: StartedWindow) => Promise<number>,
): Promise<number> {
  const window = await start();
  try {
    return await measure(window);
  } finally {
    await window.close();
  }
}

/**
 * From the start of the process to a wall of 24 units on the catalogue of the last run, without the plant: beside an
 * empty window that is started just before it. The first pair warms the machine and is not counted.
 */
export async function run({ root, electronPath, noSandbox, say }: BenchContext): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'taktline-start-'));
  const plant = await refusingPlant();
  try {
    const emptyApp = writeEmptyApp(join(folder, 'empty'));
    const data = join(folder, 'data');
    const series = Array.from({ length: UNITS * SERIES_A_UNIT }, (_, at) =>
      sampleSeries(`m${at % SERIES_A_UNIT}`, `unit-${Math.floor(at / SERIES_A_UNIT)}`),
    );
    await putOnBoard(data, plant.name, catalogueOf(series, Date.now() - 3_600_000), []);
    const urlFile = plant.urlFile(folder);
    const emptyMs: number[] = [];
    const wallMs: number[] = [];
    for (let at = 0; at <= STARTS; at++) {
      const empty = await timed(() => startWindow({ electronPath, appFolder: emptyApp, noSandbox }), firstTextMs);
      const wall = await timed(
        () =>
          startWindow({
            electronPath,
            appFolder: root,
            noSandbox,
            args: ['--data', data, '--plant-url-file', urlFile],
          }),
        (window) => elementsMs(window, '[data-testid="unit-tile"]', UNITS),
      );
      say(`empty ${empty.toFixed(0)} ms, wall ${wall.toFixed(0)} ms`);
      if (at === 0) continue;
      emptyMs.push(empty);
      wallMs.push(wall);
    }
    const [value, floor] = [quantile(wallMs, 0.5), quantile(emptyMs, 0.5)];
    return [{ bench: 'start', figure: 'wall_start_offline_ms', value, unit: 'ms', floor, ratio: value / floor }];
  } finally {
    plant.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
