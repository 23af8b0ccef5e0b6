import type { Preparing } from '../../../shared/protocol';

/** What is being prepared, for one line of text. */
export interface PreparingSummary {
  /** 0..1 over everything that is being made; undefined where no start is known. */
  readonly share: number | undefined;
  /** Up to where everything is there, in ms; the earliest of all. */
  readonly preparedToMs: number;
}

function shareOf({ preparedFromMs, preparedToMs, targetToMs }: Preparing): number | undefined {
  if (preparedFromMs === null || targetToMs <= preparedFromMs) return undefined;
  return Math.min(1, Math.max(0, (preparedToMs - preparedFromMs) / (targetToMs - preparedFromMs)));
}

/** Sums up what is being made; undefined where nothing is. */
export function summarise(preparing: readonly Preparing[]): PreparingSummary | undefined {
  const open = preparing.filter(({ preparedToMs, targetToMs }) => preparedToMs < targetToMs);
  if (open.length === 0) return undefined;
  // Finished levels count too: the share must not fall back when one of them drops out of the open ones.
  const shares = preparing.map(shareOf).filter((share) => share !== undefined);
  const share = shares.length === 0 ? undefined : shares.reduce((sum, each) => sum + each, 0) / shares.length;
  return { share, preparedToMs: Math.min(...open.map(({ preparedToMs }) => preparedToMs)) };
}
