import { type Freshness, type FreshnessVerdict, MAX_AHEAD_MS } from '../../shared/freshness';
import { SECOND_MS } from '../../shared/time';
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

/** The same without its age; that a clock is ahead is nothing without by how much. */
export function freshnessWord(verdict: FreshnessVerdict): string {
  return verdict.reason === 'ahead' ? freshnessText(verdict) : WORDS[verdict.state];
}

/** Whether both read the same, told without making their texts: values come many times in the second in which an age stands still. */
export function isSameFreshness(one: FreshnessVerdict, other: FreshnessVerdict): boolean {
  if (one.state !== other.state || one.reason !== other.reason) return false;
  return one.ageMs === other.ageMs || (hasPast(one) && hasPast(other) && secondsOf(one) === secondsOf(other));
}

function hasPast({ ageMs }: FreshnessVerdict): boolean {
  return ageMs !== undefined && ageMs >= -MAX_AHEAD_MS;
}

function secondsOf({ ageMs = 0 }: FreshnessVerdict): number {
  return Math.max(0, Math.floor(ageMs / SECOND_MS));
}
