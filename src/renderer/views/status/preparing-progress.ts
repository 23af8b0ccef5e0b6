import type { Preparing } from '../../../shared/protocol';

/**
 * How far the making of history is, as far as this screen has followed it. The appliance tells only what is still open:
 * what has been seen open and is so no more is done, and goes on counting, so that the share does not fall back.
 */
export interface PreparingProgress {
  /** What the appliance told last. */
  readonly told: readonly Preparing[];
  /** 0..1 over everything that was ever open; undefined where no start is known. Falls only when work is added. */
  readonly share: number | undefined;
  /** Every level that was open since there was nothing to make, by name. */
  readonly seen: ReadonlySet<string>;
}

function nameOf({ table, resolution }: Preparing): string {
  return `${table} ${resolution}`;
}

function shareOf({ preparedFromMs, preparedToMs, targetToMs }: Preparing): number | undefined {
  if (preparedFromMs === null || targetToMs <= preparedFromMs) return undefined;
  return Math.min(1, Math.max(0, (preparedToMs - preparedFromMs) / (targetToMs - preparedFromMs)));
}

/** The progress after another word of the appliance; undefined where nothing is being made (any more). */
export function progressAfter(
  before: PreparingProgress | undefined,
  told: readonly Preparing[],
): PreparingProgress | undefined {
  const open = told.filter(({ preparedToMs, targetToMs }) => preparedToMs < targetToMs);
  if (open.length === 0) return undefined;
  const seen = new Set([...(before?.seen ?? []), ...told.map(nameOf)]);
  const shares = open.map(shareOf).filter((share) => share !== undefined);
  if (shares.length === 0) return { told, share: undefined, seen };
  const done = seen.size - open.length;
  const share = (done + shares.reduce((sum, each) => sum + each, 0)) / (done + shares.length);
  // A target that moves on with the clock is no news; a level that was not there before is.
  const isMore = seen.size > (before?.seen.size ?? 0);
  return { told, share: isMore ? share : Math.max(share, before?.share ?? 0), seen };
}
