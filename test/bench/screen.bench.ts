import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectPlant, type PlantAddress } from '../../src/main/plant/connection';
import { quoteIdentifier } from '../../src/shared/sql-identifier';
import { demoPlantOf, launchApp } from '../support/app';
import { insertFirstProbe, measureInsertToScreen, openProbeUnit } from '../support/insert-to-screen';
import { quantile } from '../support/quantile';
import type { BenchContext, Figure } from './figure';

const INSERTS = 200;
const FLOOR_UNIT = 'floor-1';

/** Spreads the inserts over ticks and jobs: 40 to 200 ms apart, the same in every run. */
const pauseMs = (index: number) => 40 + ((index * 37) % 160);

/**
 * The least that the same way costs without us: a bare client inserts, another is notified by the same trigger and
 * reads the row. No gateway, no browser.
 * @returns one latency per insert, ms
 */
async function notifiedReadsMs(plant: PlantAddress): Promise<readonly number[]> {
  const writer = await connectPlant(plant, { applicationName: 'bench writer' });
  const reader = await connectPlant(plant, { applicationName: 'bench reader' });
  const latenciesMs: number[] = [];
  try {
    const { rows } = await reader.query<{ channel: string }>('SELECT taktline.wake_up_channel($1) AS channel', [
      FLOOR_UNIT,
    ]);
    await reader.query(`LISTEN ${quoteIdentifier(rows[0]?.channel ?? '')}`);
    for (let index = 0; index < INSERTS; index++) {
      const notified = new Promise<void>((resolve) => reader.once('notification', () => resolve()));
      const sentMs = performance.now();
      await writer.query(
        "INSERT INTO metric (time, work_unit_id, name, value) VALUES (clock_timestamp(), $1, 'floor', $2)",
        [FLOOR_UNIT, index],
      );
      await notified;
      await reader.query(
        "SELECT time, name, value FROM metric WHERE work_unit_id = $1 AND time > now() - interval '5 seconds' ORDER BY time DESC LIMIT 1",
        [FLOOR_UNIT],
      );
      latenciesMs.push(performance.now() - sentMs);
      await new Promise((resolve) => setTimeout(resolve, pauseMs(index)));
    }
  } finally {
    await writer.end();
    await reader.end();
  }
  return latenciesMs;
}

/** From an INSERT into the demo plant to the changed pixel in the app's window, while the first start's backfill runs. */
export async function run(context: BenchContext): Promise<readonly Figure[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'taktline-bench-'));
  const running = await launchApp(dataFolder);
  try {
    await running.page.locator('[data-testid="unit-tile"]').first().waitFor({ timeout: 60_000 });
    const plant = { host: '127.0.0.1', port: demoPlantOf(dataFolder).port, database: 'postgres', user: 'taktline' };
    context.say(`${INSERTS} inserts through the app, then ${INSERTS} past it`);
    await insertFirstProbe(plant);
    await openProbeUnit(running.page);
    const { latenciesMs } = await measureInsertToScreen(running.page, plant, { inserts: INSERTS, pauseMs });
    const value = quantile(latenciesMs, 0.95);
    const floor = quantile(await notifiedReadsMs(plant), 0.95);
    return [{ bench: 'screen', figure: 'insert_to_screen_p95_ms', value, unit: 'ms', floor, ratio: value / floor }];
  } finally {
    await running.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}
