import type { Freshness, FreshnessVerdict } from '../../shared/freshness';
import { t } from '../i18n/text';
import { ageText } from './age-text';

const WORDS: Readonly<Record<Freshness, string>> = {
  live: t('ui.live'),
  late: t('ui.late'),
  stale: t('ui.stale'),
  offline: t('ui.offline'),
};

/** How fresh something is, for a badge: "LIVE 1 s", "STALE 4 min", "CLOCK 12 s ahead", "STALE" where there is no age. */
export function freshnessText({ state, ageMs, reason }: FreshnessVerdict): string {
  if (reason === 'ahead' && ageMs !== undefined) return t('ui.clock', { age: ageText(ageMs) });
  const word = WORDS[state];
  return ageMs === undefined ? word : `${word} ${ageText(ageMs)}`;
}
