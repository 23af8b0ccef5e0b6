import { t } from '../../i18n/text';
import type { Trouble } from './trouble';

/** How many units are in a trouble: "2 stopped". */
export function troubleText(trouble: Trouble, count: number): string {
  switch (trouble) {
    case 'stopped':
      return t('wall.stopped', { count });
    case 'limit':
      return t('wall.beyondLimit', { count });
    case 'no-data':
      return t('wall.noData', { count });
    case 'slow':
      return t('wall.slow', { count });
    case 'change-over':
      return t('wall.changeOver', { count });
    case 'none':
      return t('wall.noTrouble');
  }
}
