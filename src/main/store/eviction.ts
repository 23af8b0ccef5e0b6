/** A tile that may have to go. */
export interface EvictionCandidate {
  readonly id: number;
  readonly sizeBytes: number;
}

export interface EvictionRequest {
  /** What has to be freed, in bytes. */
  readonly bytesToFree: number;
  /** Most tiles in one go: reads wait meanwhile. */
  readonly maxTiles: number;
  readonly isPinned: (id: number) => boolean;
}

/** What a row takes besides its bytes: marks, index, page heads. */
const ROW_BYTES = 60;

/** How far below the budget an eviction goes, as a share of it, so that not every write brings one. */
const SLACK_SHARE = 0.01;

/** What has to be freed for the budget to be kept; 0 while it is. */
export function bytesAbove(budgetBytes: number, usedBytes: number): number {
  return usedBytes <= budgetBytes ? 0 : usedBytes - budgetBytes * (1 - SLACK_SHARE);
}

/**
 * Which tiles go: the least recently used first, those of pinned units only when nothing else is left.
 * @param leastUsedFirst all tiles in that order; read no further than needed
 */
export function chooseEvictions(
  leastUsedFirst: Iterable<EvictionCandidate>,
  { bytesToFree, maxTiles, isPinned }: EvictionRequest,
): readonly number[] {
  const chosen: number[] = [];
  const pinned: EvictionCandidate[] = [];
  let freedBytes = 0;
  const take = ({ id, sizeBytes }: EvictionCandidate) => {
    chosen.push(id);
    freedBytes += sizeBytes + ROW_BYTES;
    return freedBytes >= bytesToFree || chosen.length >= maxTiles;
  };
  if (bytesToFree <= 0) return chosen;
  for (const candidate of leastUsedFirst) {
    if (isPinned(candidate.id)) {
      if (pinned.length < maxTiles) pinned.push(candidate);
    } else if (take(candidate)) return chosen;
  }
  for (const candidate of pinned) if (take(candidate)) return chosen;
  return chosen;
}
