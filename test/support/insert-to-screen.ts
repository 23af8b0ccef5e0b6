import type { Page } from 'playwright';
import { connectPlant, type PlantAddress } from '../../src/main/plant/connection';

/** A unit of the demo, and a metric of it that nobody else writes. */
export const PROBE_UNIT = 'washer-1';
const PROBE_METRIC = 'latency_probe';

export interface InsertToScreen {
  /** From sending the INSERT to the frame that shows its value, ms, one per insert, in order. */
  readonly latenciesMs: readonly number[];
}

/** Resolves in the page with the time (ms since the epoch) after the frame that shows `value` was painted. */
function shownAt(page: Page, value: number): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const selector = `[data-testid="series-value"][data-value="${wanted}"]`;
        const settle = () =>
          requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())));
        if (document.querySelector(selector) !== null) return settle();
        const observer = new MutationObserver(() => {
          if (document.querySelector(selector) === null) return;
          observer.disconnect();
          settle();
        });
        observer.observe(document.body, {
          subtree: true,
          childList: true,
          attributes: true,
          attributeFilter: ['data-value'],
        });
      }),
    value,
  );
}

const INSERT = 'INSERT INTO metric (time, work_unit_id, name, value) VALUES (clock_timestamp(), $1, $2, $3)';

/** Makes the probe known to the plant: a new metric of a known unit is found within seconds. */
export async function insertFirstProbe(plant: PlantAddress): Promise<void> {
  const client = await connectPlant(plant, { applicationName: 'insert-to-screen' });
  try {
    await client.query(INSERT, [PROBE_UNIT, PROBE_METRIC, 0.25]);
  } finally {
    await client.end();
  }
}

/** Opens the probe's own view and waits until its first value is there. */
export async function openProbeUnit(page: Page): Promise<void> {
  await page.evaluate((unit) => {
    location.hash = `#/unit/${unit}`;
  }, PROBE_UNIT);
  await page.locator('[data-testid="series-value"][data-value="0.25"]').waitFor({ timeout: 90_000 });
}

/**
 * Inserts rows into the plant one after the other, as any writer would, and takes the time until the open page shows
 * each. The clock starts before the INSERT is sent, so the figure is an upper bound of commit to screen.
 * @param page shows the probe, see {@link openProbeUnit}
 * @param pauseMs time between one value's arrival and the next insert; spreads the inserts over jobs and ticks
 */
export async function measureInsertToScreen(
  page: Page,
  plant: PlantAddress,
  options: { readonly inserts: number; readonly pauseMs: (index: number) => number },
): Promise<InsertToScreen> {
  const client = await connectPlant(plant, { applicationName: 'insert-to-screen' });
  const latenciesMs: number[] = [];
  try {
    for (let index = 0; index < options.inserts; index++) {
      const value = index + 1.5;
      const shown = shownAt(page, value);
      const sentMs = performance.timeOrigin + performance.now();
      await client.query(INSERT, [PROBE_UNIT, PROBE_METRIC, value]);
      latenciesMs.push((await shown) - sentMs);
      await page.waitForTimeout(options.pauseMs(index));
    }
  } finally {
    await client.end();
  }
  return { latenciesMs };
}
