import type { TileTier } from './tile-tier';

type TierName = TileTier['name'];

/** The order in which tiers are asked: nearest first. */
const ORDER: readonly TierName[] = ['sqlite', 'redis'];

/** How long a tier may take before the plant is asked beside it, in ms; undefined: it is waited for. */
const PLANT_BESIDE_AFTER_MS: Readonly<Record<TierName, number | undefined>> = {
  // On this machine: it answers, or says that it cannot.
  sqlite: undefined,
  // Over the network: its own deadline is 20 ms, but nobody who waits for a chart should pay for it.
  redis: 10,
};

/** The tiers that there are, in the order in which they are asked. */
export function inOrder(tiers: readonly TileTier[]): readonly TileTier[] {
  return tiers.toSorted((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));
}

/** When the plant is asked although this tier has not answered, in ms. */
export function plantBesideAfterMs(tier: TileTier): number | undefined {
  return PLANT_BESIDE_AFTER_MS[tier.name];
}

/** Where a tile is written that was found in tier `foundAt` (an index of `tiers`), or in the plant (`tiers.length`): all above. */
export function tiersAbove<Tier>(tiers: readonly Tier[], foundAt: number): readonly Tier[] {
  return tiers.slice(0, foundAt);
}

/** Whether other appliances write into this tier as well. */
export function isShared(tier: TileTier): boolean {
  return tier.name === 'redis';
}
