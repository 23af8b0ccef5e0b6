import type { HistoryAnswer } from '../../shared/history-frame';
import type { Resolution } from '../../shared/series';
import { locale } from '../i18n/language';
import { type TextKey, t } from '../i18n/text';
import { momentText } from '../ui/time-text';

const LEVEL_TEXT: Readonly<Record<Resolution, TextKey>> = {
  raw: 'chart.levelRaw',
  '1min': 'chart.level1min',
  '5min': 'chart.level5min',
  '1hour': 'chart.level1hour',
  '1day': 'chart.level1day',
};

/** Why the appliance knows nothing of a stretch. */
export type UnknownWhy = NonNullable<HistoryAnswer['missingReason']>;

const UNKNOWN_TEXT = {
  'plant-away': 'chart.unknownPlantAway',
  'plant-slow': 'chart.unknownPlantSlow',
  'plant-failed': 'chart.unknownPlantFailed',
  'not-kept': 'chart.unknownNotKept',
} as const satisfies Readonly<Record<UnknownWhy, TextKey>>;

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
  const { nowMs } = input;
  const levels = [...new Set(input.resolutions)].map((resolution) => t(LEVEL_TEXT[resolution]));
  const parts = [
    levels.length === 0 ? t('chart.newestValues') : levels.reduce((one, other) => t('chart.and', { one, other })),
    completeness(input),
    input.asOfMs !== undefined && t('chart.asOf', { moment: momentText(input.asOfMs, nowMs) }),
    input.isOnlyOnBoard && t('chart.partOnBoard'),
    input.isRevised && t('chart.partRevised'),
    input.isAmbiguous && t('chart.timesUncertain'),
    input.hasLiveTail && t('chart.tailLive'),
  ];
  const { samples, badMarks } = input;
  const drawn = manyText(input.drawnPoints);
  const counts =
    samples === 1 ? t('chart.countsOne', { drawn }) : t('chart.counts', { samples: manyText(samples), drawn });
  const bad = badMarks === 0 ? '' : `, ${t('chart.badMarked', { marks: manyText(badMarks) })}`;
  return { source: parts.filter((part) => part).join(', '), counts: `${counts}${bad}` };
}

function completeness({ isPreparing, unknownWhy, completeToMs, rangeEndMs, nowMs }: CaptionInput): string | undefined {
  if (isPreparing) return t('chart.partPreparing');
  if (unknownWhy !== undefined) return t('chart.part', { what: unknownText(unknownWhy) });
  if (completeToMs === undefined) return undefined;
  if (completeToMs >= rangeEndMs) return t('chart.complete');
  return t('chart.completeTo', { moment: momentText(completeToMs, nowMs) });
}

/** What stands over a stretch of which nothing is known. */
export function unknownText(why: UnknownWhy | undefined): string {
  return t(UNKNOWN_TEXT[why ?? 'plant-away']);
}

const MANY = 1_000_000;
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });

/** "3,600", and from a million on "1.2 M". */
export function manyText(count: number): string {
  if (count < MANY) return whole.format(count);
  // A space before the letter, as before every unit.
  return compact.format(count).replace(/(\d)([A-Z])/, '$1 $2');
}
