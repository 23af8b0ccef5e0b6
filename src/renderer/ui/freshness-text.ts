import { ageText, type FreshnessVerdict } from '../../shared/freshness';

/** How fresh something is, for a badge: "LIVE 1 s", "STALE 4 min", "CLOCK 12 s ahead", "STALE" where there is no age. */
export function freshnessText({ state, ageMs, reason }: FreshnessVerdict): string {
  if (reason === 'ahead' && ageMs !== undefined) return `CLOCK ${ageText(ageMs)}`;
  const word = state.toUpperCase();
  return ageMs === undefined ? word : `${word} ${ageText(ageMs)}`;
}
