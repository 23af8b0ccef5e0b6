import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refusingPlant } from '../../support/away-plant';
import { catalogueOf, putOnBoard } from '../../support/on-board';
import { quantile } from '../../support/quantile';
import { sampleSeries } from '../../support/sample-tiles';
import { elementsMs, startWindow } from '../../support/started-window';
import type { BenchContext, Figure } from '../figure';
import { emptyWindowMs, timed, writeEmptyApp } from './empty-app';

const STARTS = 5;
const UNITS = 24;
const SERIES_A_UNIT = 20;

/**
 * A wall of 24 units on the catalogue of the last run, without the plant: beside an empty window that is started just
 * before it. The first pair warms the machine and is not counted.
 */
export async function measureEmptyAndOffline(context: BenchContext): Promise<readonly Figure[]> {
  const { root, electronPath, noSandbox, say } = context;
  const folder = mkdtempSync(join(tmpdir(), 'taktline-start-'));
  const plant = await refusingPlant();
  try {
    const emptyApp = writeEmptyApp(join(folder, 'empty'));
    const data = join(folder, 'data');
    const series = Array.from({ length: UNITS * SERIES_A_UNIT }, (_, at) =>
      sampleSeries(`m${at % SERIES_A_UNIT}`, `unit-${Math.floor(at / SERIES_A_UNIT)}`),
    );
    await putOnBoard(data, plant.name, catalogueOf(series, Date.now() - 3_600_000), []);
    const args = ['--data', data, '--plant-url-file', plant.urlFile(folder)];
    const emptyMs: number[] = [];
    const wallMs: number[] = [];
    for (let at = 0; at <= STARTS; at++) {
      const empty = await emptyWindowMs(context, emptyApp);
      const wall = await timed(
        () => startWindow({ electronPath, appFolder: root, noSandbox, args }),
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
