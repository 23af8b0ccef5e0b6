import type { FigurePeriod, FigureRevision } from '../../../shared/shift-figures';
import { t } from '../../i18n/text';
import { momentText } from '../../ui/time-text';
import { zoneTimeText } from '../../ui/zone-text';

/** "Revised at 10:42:07, up to 10:35"; of a whole shift without its end. */
export function revisedText(
  { revisedMs, untilMs }: FigureRevision,
  { toMs, timeZone }: FigurePeriod,
  nowMs: number,
): string {
  const time = momentText(revisedMs, nowMs);
  if (untilMs >= toMs) return t('unit.revised', { time });
  return t('unit.revisedUpTo', { time, until: zoneTimeText(untilMs, timeZone) });
}
