import type { PinnedUnit } from '../../../shared/protocol';

/** How far a pinned unit is on board, in a few words; empty for one that is not pinned. */
export function pinText(pin: PinnedUnit | undefined): string {
  if (pin === undefined) return '';
  switch (pin.state) {
    case 'fetching':
      return `${percentOf(pin)} % on board`;
    case 'waiting':
      return `${percentOf(pin)} % on board, waits for the plant`;
    case 'complete':
      return 'All on board';
    case 'limited':
      return 'On board as far as the disk budget goes';
  }
}

/** Rounded down: 100 means all. */
function percentOf({ tilesOnBoard, tilesWanted }: PinnedUnit): number {
  return tilesWanted === 0 ? 0 : Math.floor((100 * tilesOnBoard) / tilesWanted);
}
