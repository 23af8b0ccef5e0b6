import type { Resolution } from '../../shared/series';
import { momentText } from '../ui/time-text';

const LEVEL_TEXT: Readonly<Record<Resolution, string>> = {
  raw: 'every sample',
  '1min': '1-min averages',
  '5min': '5-min averages',
  '1hour': '1-hour averages',
  '1day': '1-day averages',
};

export interface CaptionInput {
  /** One per series that has an answer. */
  readonly resolutions: readonly Resolution[];
  /** The least complete series' end; undefined where there is no answer yet. */
  readonly completeToMs: number | undefined;
  readonly hasLiveTail: boolean;
  readonly isPreparing: boolean;
  /** Rows came late or were changed, and the plant's own aggregates lack it yet. */
  readonly isRevised: boolean;
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
  else if (completeToMs !== undefined && completeToMs < input.rangeEndMs) {
    parts.push(`complete to ${momentText(completeToMs, nowMs)}`);
  } else if (completeToMs !== undefined) parts.push('complete');
  if (input.isRevised) parts.push('a part was revised');
  if (input.hasLiveTail) parts.push('tail live');
  const bad = input.badMarks === 0 ? '' : `, ${grouped(input.badMarks)} marked for bad samples`;
  return {
    source: parts.join(', '),
    counts: `${grouped(input.samples)} ${input.samples === 1 ? 'sample' : 'samples'} → ${grouped(input.drawnPoints)} drawn${bad}`,
  };
}

/** 3600 → "3,600", the same on every machine. */
function grouped(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}
