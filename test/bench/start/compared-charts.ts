import type { Page } from 'playwright';
import type { PlantConnection } from '../../../src/main/plant/connection';

/** As many charts as are ever beside one another. */
export const COMPARED = 8;
const REACH = "interval '2 days'";
/** One of those that the bench's writer goes on with. */
const METRIC = 'series 1';
/** Units beside one another over the last day that is whole: a chart for each of the first eight. */
const ADDRESS = `#/compare?${new URLSearchParams({ range: 'yesterday', series: `metric:${METRIC}` })}`;

/** Two days of a metric at ten seconds, made up to all levels: what a plant has of yesterday. */
export async function fillYesterday(plant: PlantConnection, workUnitIds: readonly string[]): Promise<void> {
  await plant.query(
    `INSERT INTO metric (time, work_unit_id, name, value)
     SELECT at, unit, $2, 80 + 10 * sin(n / 90.0)
     FROM unnest($1::text[]) AS unit,
       generate_series(now() - ${REACH}, now(), interval '10 seconds') WITH ORDINALITY AS sample (at, n)`,
    [workUnitIds, METRIC],
  );
  for (const level of ['1min', '5min', '1hour', '1day'])
    await plant.query(`CALL refresh_continuous_aggregate('metric_${level}', NULL, now() - interval '1 hour')`);
}

/** What a bare client waits for the same buckets in one statement, ms. */
export async function bareReadMs(plant: PlantConnection, workUnitIds: readonly string[]): Promise<number> {
  const startedMs = performance.now();
  const { rows } = await plant.query(
    `SELECT bucket, work_unit_id, value_sum, value_count, value_min, value_max FROM metric_1min
     WHERE work_unit_id = ANY ($1) AND name = $2 AND bucket >= date_trunc('day', now()) - interval '1 day' AND bucket < date_trunc('day', now())`,
    [workUnitIds, METRIC],
  );
  if (rows.length < workUnitIds.length * 1_000) throw new Error(`Yesterday has ${rows.length} buckets.`);
  return performance.now() - startedMs;
}

/** From the call for the view until the end of the frame in which the last of its charts was drawn, ms. */
export function openCompareMs(page: Page): Promise<number> {
  return page.evaluate(
    ([address, count]) =>
      new Promise<number>((resolve) => {
        const openedMs = performance.now();
        location.hash = address;
        const whole =
          '[data-testid="compare-charts"][data-loading="false"] .chart[data-drawn-points]:not([data-drawn-points="0"])';
        const look = () => {
          if (document.querySelectorAll(whole).length < count) return requestAnimationFrame(look);
          // What is drawn after its answer has come is in the next frame at the latest.
          return requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve(performance.now() - openedMs);
            port2.postMessage(undefined);
          });
        };
        requestAnimationFrame(look);
      }),
    [ADDRESS, COMPARED] as const,
  );
}
