import type { PlantConnection } from '../../../src/main/plant/connection';
import { DAY_MS, HOUR_MS } from '../../../src/shared/time';
import type { BenchContext, Figure } from '../figure';
import { type BenchPlant, METRIC_NAME } from './bench-plant';
import { prepareAll } from './fill-plant';
import { plain, timed } from './measuring';
import { startReadingSide } from './reading-side';

const RANGES_MS = [HOUR_MS, 6 * HOUR_MS, 2 * DAY_MS, 7 * DAY_MS, 30 * DAY_MS];
/** So many windows of the 1min level are made, and then the making stands still. */
const WINDOWS_MADE = 2;

/**
 * While the aggregates are still being made: the longest that a request over the newest hour to month takes, and how
 * many of those whose level is not there say so.
 */
export async function measurePreparing(
  filler: PlantConnection,
  plant: BenchPlant,
  { say }: BenchContext,
): Promise<readonly Figure[]> {
  await prepareUntilStopped(filler);
  const side = await startReadingSide(plant.plant.address());
  try {
    let longestMs = 0;
    let [saying, lacking] = [0, 0];
    for (const lengthMs of RANGES_MS) {
      const request = {
        series: plant.metricUnits.map((workUnitId) => ({ table: 'metric' as const, workUnitId, name: METRIC_NAME })),
        range: { fromMs: plant.metricRange.toMs - lengthMs, toMs: plant.metricRange.toMs },
      };
      const { ms, result } = await timed(() => side.newService().answer(request, new AbortController().signal));
      longestMs = Math.max(longestMs, ms);
      lacking += result.filter(({ resolution }) => resolution !== 'raw').length;
      saying += result.filter(({ preparing }) => preparing.length > 0).length;
      say(`preparing: ${lengthMs / HOUR_MS} h at ${result[0]?.resolution} in ${ms.toFixed(1)} ms`);
    }
    if (lacking !== saying) throw new Error(`${lacking - saying} answers do not say that their level is being made.`);
    return [plain('preparing_longest_ms', 'ms', longestMs)];
  } finally {
    side.close();
  }
}

async function prepareUntilStopped(filler: PlantConnection): Promise<void> {
  const stop = new AbortController();
  let made = 0;
  const onWindow = () => {
    made += 1;
    if (made === WINDOWS_MADE) stop.abort(new Error('as far as the bench wants it'));
  };
  try {
    await prepareAll(filler, stop.signal, onWindow);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
}
