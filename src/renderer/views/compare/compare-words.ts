import type { RangeName } from '../../../shared/calendar/named-ranges';
import type { CompareMode } from '../../app/compare-address';
import { t } from '../../i18n/text';

const RANGE_WORDS: Readonly<Record<RangeName, string>> = {
  'this-shift': t('compare.thisShift'),
  'last-shift': t('compare.lastShift'),
  'same-shift-last-week': t('compare.sameShiftLastWeek'),
  yesterday: t('compare.yesterday'),
  'last-7-days': t('compare.last7Days'),
};

/** What people call a stretch of time. */
export function rangeWord(name: RangeName): string {
  return RANGE_WORDS[name];
}

const MODE_WORDS: Readonly<Record<CompareMode, string>> = {
  charts: t('compare.charts'),
  heat: t('compare.heatMap'),
  table: t('compare.table'),
  report: t('compare.report'),
};

export function modeWord(mode: CompareMode): string {
  return MODE_WORDS[mode];
}
