import { measureLttb } from './chart/lttb';
import { measurePan } from './chart/pan';
import type { BenchContext, Figure } from './figure';
import { runSections } from './sections';

/** Thinning out by itself; and a chart in a real page, moved by hand over a million rows of a plant, and alive. */
export async function run(context: BenchContext): Promise<readonly Figure[]> {
  return runSections({ lttb: () => measureLttb(context), pan: () => measurePan(context) }, context.flags);
}
