import type { PinnedUnit } from '../../../shared/protocol';
import { t } from '../../i18n/text';

/** How far a pinned unit is on board, in a few words; empty for one that is not pinned. */
export function pinText(pin: PinnedUnit | undefined): string {
  if (pin === undefined) return '';
  switch (pin.state) {
    case 'fetching':
      return t('unit.onBoard', { percent: percentOf(pin) });
    case 'waiting':
      return t('unit.onBoardWaits', { percent: percentOf(pin) });
    case 'complete':
      return t('unit.onBoardAll');
    case 'limited':
      return t('unit.onBoardLimited');
  }
}

/** Rounded down: 100 means all. */
function percentOf({ tilesOnBoard, tilesWanted }: PinnedUnit): number {
  return tilesWanted === 0 ? 0 : Math.floor((100 * tilesOnBoard) / tilesWanted);
}
