import type { HistoryAnswer } from '../../shared/history-frame';
import type { Resolution } from '../../shared/series';
import { momentText } from '../ui/time-text';

const LEVEL_TEXT: Readonly<Record<Resolution, string>> = {
  raw: 'every sample',
  '1min': '1-min averages',
  '5min': '5-min averages',
  '1hour': '1-hour averages',
  '1day': '1-day averages',
};

/** Why the appliance knows nothing of a stretch. */
export type UnknownWhy = NonNullable<HistoryAnswer['missingReason']>;

const UNKNOWN_TEXT: Readonly<Record<UnknownWhy, string>> = {
  'plant-away': 'not on board',
  'plant-slow': 'not read yet',
  'plant-failed': 'not readable just now',
  'not-kept': 'no longer kept',
};

export interface CaptionInput {
  /** One per series that has an answer. */
  readonly resolutions: readonly Resolution[];
  /** The least complete series' end; undefined where there is no answer yet. */
  readonly completeToMs: number | undefined;
  readonly hasLiveTail: boolean;
  readonly isPreparing: boolean;
  /** Why a part is not known just now; undefined where all of it is. */
  readonly unknownWhy: UnknownWhy | undefined;
  /** Plant time for which it is true, where that is not now; undefined while the plant is followed. */
  readonly asOfMs: number | undefined;
  /** Rows came late or were changed, and the plant's own aggregates lack it yet. */
  readonly isRevised: boolean;
  /** The plant's clocks were set back: its local times came twice. */
  readonly isAmbiguous?: boolean;
  /** The plant keeps a part no longer: what is shown of it is on board alone. */
  readonly isOnlyOnBoard?: boolean;
  readonly samples: number;
  readonly drawnPoints: number;
  /** Some samples were bad and are marked. */
  readonly badMarks: number;
  readonly rangeEndMs: number;
  readonly nowMs: number;
}

/**
 * What the picture is made of and how far it can be trusted: "1-min averages, complete to 14:02:00, tail live", and
 * "3,600 samples → 1,200 drawn".
 */
export function captionText(input: CaptionInput): { readonly source: string; readonly counts: string } {
  const { completeToMs, nowMs } = input;
  const levels = [...new Set(input.resolutions)].map((resolution) => LEVEL_TEXT[resolution]);
  const parts = [levels.length === 0 ? 'newest values' : levels.join(' and ')];
  if (input.isPreparing) parts.push('a part is still being prepared');
  else if (input.unknownWhy !== undefined) parts.push(`a part is ${unknownText(input.unknownWhy)}`);
  else if (completeToMs !== undefined && completeToMs < input.rangeEndMs) {
    parts.push(`complete to ${momentText(completeToMs, nowMs)}`);
  } else if (completeToMs !== undefined) parts.push('complete');
  if (input.asOfMs !== undefined) parts.push(`data as of ${momentText(input.asOfMs, nowMs)}`);
  if (input.isOnlyOnBoard) parts.push('a part is kept on board only');
  if (input.isRevised) parts.push('a part was revised');
  if (input.isAmbiguous) parts.push('times uncertain where the clocks were set back');
  if (input.hasLiveTail) parts.push('tail live');
  const bad = input.badMarks === 0 ? '' : `, ${grouped(input.badMarks)} marked for bad samples`;
  return {
    source: parts.join(', '),
    counts: `${grouped(input.samples)} ${input.samples === 1 ? 'sample' : 'samples'} → ${grouped(input.drawnPoints)} drawn${bad}`,
  };
}

/** What stands over a stretch of which nothing is known. */
export function unknownText(why: UnknownWhy | undefined): string {
  return UNKNOWN_TEXT[why ?? 'plant-away'];
}

/** 3600 → "3,600", the same on every machine. */
function grouped(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}
