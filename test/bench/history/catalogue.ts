import type { PlantConnection } from '../../../src/main/plant/connection';
import type { BenchContext, Figure } from '../figure';
import { Race, replay } from './measuring';
import type { ReadingSide } from './reading-side';

const ROUNDS = 15;

/** A sweep over the whole past, as at the start: every series with first and last sample and cadence. */
export async function measureCatalogue(
  side: ReadingSide,
  bare: PlantConnection,
  { say }: BenchContext,
): Promise<readonly Figure[]> {
  const sweep = () =>
    side.reader.sweep({ whole: true, nowMs: Date.now(), known: new Map() }, new AbortController().signal);
  const race = new Race();
  for (let round = 0; round < ROUNDS; round += 1) {
    side.takeSent();
    const found = await sweep();
    const sent = side.takeSent();
    if (round === 0) say(`catalogue: ${found.seen.length} series by ${sent.length} statements`);
    await race.run(sweep, () => replay(bare, sent));
  }
  side.takeSent();
  return [race.figure('catalogue_ms', 0.5)];
}
