import type { PlantConnection } from '../../../src/main/plant/connection';
import { seededRandom } from '../../integration/main/provisioning/sample-rows';
import type { BenchContext, Figure } from '../figure';
import type { BenchPlant } from './bench-plant';
import { floored, plain, Race, replay } from './measuring';
import type { ReadingSide } from './reading-side';
import { requestAt, rungsOf } from './rungs';

const ROUNDS = 40;
/** Unmeasured, of both: what is measured first must not pay for compiling the code. */
const WARM_UPS = 15;
const SEED = 4;
/** Where the statement itself takes a millisecond or two, this much more is allowed whatever the ratio says. */
const ALLOWED_MORE_MS = 1;
const ALLOWED_RATIO = 1.3;
const never = new AbortController().signal;

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
    const [race, warmUp] = [new Race(), new Race()];
    let told = '';
    for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
      const request = requestAt(rung, random);
      side.takeSent();
      const [answer] = await side.newService().answer(request, never);
      const sent = side.takeSent();
      told = `${rung.name} at ${answer?.resolution}, ${answer?.tiles.length} tiles by ${sent.length} statements`;
      const service = side.newService();
      await (round < 0 ? warmUp : race).run(
        () => service.answer(request, never),
        () => replay(bare, sent),
      );
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
