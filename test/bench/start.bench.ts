import type { BenchContext, Figure } from './figure';
import { runSections } from './sections';
import { measureFilledWall } from './start/filled-wall';
import { measureEmptyAndOffline } from './start/offline';

/** From the start of the process to a wall of 24 units, without its plant and with it, each beside an empty window; and from view to view. */
export async function run(context: BenchContext): Promise<readonly Figure[]> {
  return runSections(
    { offline: () => measureEmptyAndOffline(context), wall: () => measureFilledWall(context) },
    context.flags,
  );
}
