import type { PlantConnection } from '../../../src/main/plant/connection';
import type { SeriesKey } from '../../../src/shared/series';
import { DAY_MS, HOUR_MS, type TimeRange } from '../../../src/shared/time';
import { seededRandom } from '../../integration/main/provisioning/sample-rows';
import type { BenchContext, Figure } from '../figure';
import { type BenchPlant, FAST_UNIT, METRIC_NAME } from './bench-plant';
import { floored, plain, Race, replay } from './measuring';
import type { ReadingSide } from './reading-side';

interface Rung {
  readonly name: string;
  readonly lengthMs: number;
  readonly units: readonly string[];
  readonly within: TimeRange;
}

const ROUNDS = 40;
const WARM_UPS = 3;
const SEED = 4;
/** Where the statement itself takes a millisecond or two, this much more is allowed whatever the ratio says. */
const ALLOWED_MORE_MS = 1;
const ALLOWED_RATIO = 1.3;

/**
 * One series at a place chosen at random, nothing in memory: from the request to the decoded tiles, against the same
 * statements through bare `pg` (rows left as text). Both find the database's own pages warm.
 */
export async function measureCold(
  side: ReadingSide,
  bare: PlantConnection,
  plant: BenchPlant,
  { say }: BenchContext,
): Promise<readonly Figure[]> {
  const random = seededRandom(SEED);
  const figures: Figure[] = [];
  const worst = { p95Ms: 0, ratio: 0, shareOfAllowed: 0 };
  for (const rung of rungsOf(plant)) {
    const race = new Race();
    let told = '';
    for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
      const request = requestAt(rung, random);
      const ask = () => side.newService().answer(request, new AbortController().signal);
      side.takeSent();
      const [answer] = await ask();
      const sent = side.takeSent();
      told = `${rung.name} at ${answer?.resolution}, ${answer?.tiles.length} tiles by ${sent.length} statements`;
      if (round >= 0) await race.run(ask, () => replay(bare, sent));
    }
    say(`cold: ${told}`);
    const [p50, p95] = [race.figure(`cold_${rung.name}_p50_ms`, 0.5), race.figure(`cold_${rung.name}_p95_ms`, 0.95)];
    figures.push(p50, p95);
    worst.p95Ms = Math.max(worst.p95Ms, p95.value);
    worst.ratio = Math.max(worst.ratio, p50.ratio);
    const allowedMs = Math.max(ALLOWED_RATIO * p50.floor, p50.floor + ALLOWED_MORE_MS);
    worst.shareOfAllowed = Math.max(worst.shareOfAllowed, p50.value / allowedMs);
  }
  return [
    ...figures,
    plain('cold_p95_ms', 'ms', worst.p95Ms),
    plain('cold_ratio_to_pg', 'ratio', worst.ratio),
    floored('cold_share_of_allowed', 'ratio', worst.shareOfAllowed, 1),
  ];
}

/** The ladder's rungs, and the first one of a series at 1 Hz, which the 1min level serves. */
function rungsOf(plant: BenchPlant): readonly Rung[] {
  const { metricRange, metricUnits, fastRange } = plant;
  const longestMs = metricRange.toMs - metricRange.fromMs;
  const slow = (name: string, lengthMs: number): Rung => ({ name, lengthMs, units: metricUnits, within: metricRange });
  return [
    { name: '1h_of_1hz', lengthMs: HOUR_MS, units: [FAST_UNIT], within: fastRange },
    slow('1h', HOUR_MS),
    slow('6h', 6 * HOUR_MS),
    slow('48h', 2 * DAY_MS),
    slow('20d', 20 * DAY_MS),
    slow('all', longestMs),
  ];
}

function requestAt(rung: Rung, random: () => number): { readonly series: SeriesKey[]; readonly range: TimeRange } {
  const unit = rung.units[Math.floor(random() * rung.units.length)] ?? '';
  const roomMs = rung.within.toMs - rung.within.fromMs - rung.lengthMs;
  const fromMs = rung.within.fromMs + Math.floor(random() * roomMs);
  return {
    series: [{ table: 'metric', workUnitId: unit, name: METRIC_NAME }],
    range: { fromMs, toMs: fromMs + rung.lengthMs },
  };
}
