import { MAX_AHEAD_MS } from '../../../shared/freshness';
import { t } from '../../i18n/text';
import { ageText } from '../../ui/age-text';
import { seriesLabel } from '../../ui/names';
import { momentText } from '../../ui/time-text';
import type { Reading } from './unit-reading';

/**
 * What a number is and how old it is: "OEE, 3 s ago", or "OEE as of 14:02:11, 12 min old" once it is not current. A unit's
 * badge speaks for its state, which may be newer: so the age stands beside the number as well.
 * @param brief for narrow places: the age alone, "OEE 12 min old"
 */
export function captionText({ series, sample, current }: Reading, nowMs: number, brief = false): string {
  const label = seriesLabel(series);
  if (sample === undefined) return t('common.noSample', { label });
  // A sample may be a moment ahead of the clock on screen, which goes by the second: "0 s".
  const age = ageText(nowMs - sample.timeMs);
  if (current) return t('common.ago', { label, age });
  if (brief) return t('common.old', { label, age: ageText(Math.max(0, nowMs - sample.timeMs)) });
  const moment = momentText(sample.timeMs, nowMs);
  const isAhead = sample.timeMs - nowMs > MAX_AHEAD_MS;
  return isAhead ? t('common.asOf', { label, moment }) : t('common.asOfOld', { label, moment, age });
}
