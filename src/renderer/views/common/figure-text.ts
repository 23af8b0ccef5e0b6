import { oeeOf } from '../../../shared/oee';
import type { BucketResolution } from '../../../shared/series';
import type { FigurePeriod, ScoreFigure, ShiftFigures, UnitFigure } from '../../../shared/shift-figures';
import { DAY_MS, MINUTE_MS } from '../../../shared/time';
import type { ToldFigure } from '../../data/live-store';
import { t } from '../../i18n/text';
import { ageText } from '../../ui/age-text';
import { zoneDateText, zoneTimeText } from '../../ui/zone-text';
import type { Reading } from './unit-reading';

/** Figures come every 15 s; what is older than this was not made anew when it should have been. */
const OLD_MS = MINUTE_MS;

/** One of a unit's figures; undefined where it has none. */
export function scoreOf(figure: UnitFigure | undefined, name: ScoreFigure['name']): ScoreFigure | undefined {
  return figure?.scores.find((score) => score.name === name);
}

/**
 * Whether a figure of the shift that is on may be shown as current: its newest sample is, and it was made when it should have been.
 * One of a shift that is over claims no presence.
 */
export function isCurrentFigure(told: ToldFigure | undefined, newest: Reading | undefined, nowMs: number): boolean {
  return told !== undefined && newest?.current === true && nowMs - told.madeMs <= OLD_MS;
}

/** Which stretch a figure is of, in two parts, of which the first may be cut short where there is no room, or be empty. */
export interface PeriodWords {
  readonly name: string;
  readonly span: string;
}

/** "Early shift" and "06:00 – now", "Night shift" and "22:00 – 06:00", "" and "last 60 min". @param brief "since 06:00" */
export function periodWords(
  { kind, name, fromMs, toMs, timeZone }: FigurePeriod,
  { of, nowMs, brief = false }: { readonly of: ShiftFigures['of']; readonly nowMs: number; readonly brief?: boolean },
): PeriodWords {
  if (kind === 'recent') return { name: timeZone === null ? '' : t('common.noShift'), span: t('common.lastHour') };
  const from = zoneTimeText(fromMs, timeZone);
  const named = { name: name ?? '' };
  if (of === 'current')
    return { ...named, span: brief ? t('common.since', { time: from }) : t('common.toNow', { time: from }) };
  const date = nowMs - fromMs > DAY_MS ? `${zoneDateText(fromMs, timeZone)} ` : '';
  return { ...named, span: `${date}${from} – ${zoneTimeText(toMs, timeZone)}` };
}

/** The same in one: "Early shift, 06:00 – now". */
export function periodText(period: FigurePeriod, of: ShiftFigures['of'], nowMs: number): string {
  const { name, span } = periodWords(period, { of, nowMs });
  return name === '' ? span : `${name}, ${span}`;
}

function lengthMs(ranges: readonly { readonly fromMs: number; readonly toMs: number }[]): number {
  return ranges.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
}

/** Why a figure is not of its whole period; undefined where it is. */
export function gapText(figure: UnitFigure): string | undefined {
  return figure.scores.length === 0 ? t('common.unreadable') : partsLacking(figure);
}

/** How much of the period is not on board, or is being prepared; undefined where nothing is. */
export function partsLacking({ missing, preparing }: Pick<UnitFigure, 'missing' | 'preparing'>): string | undefined {
  const parts = [
    ...(missing.length === 0 ? [] : [t('common.notOnBoard', { time: ageText(lengthMs(missing)) })]),
    ...(preparing.length === 0 ? [] : [t('common.beingPrepared', { time: ageText(lengthMs(preparing)) })]),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** Whether what a figure does not tell may be told yet: parts of its period are not at hand. Otherwise there is nothing to tell. */
export function isToCome(figure: UnitFigure | undefined): boolean {
  return figure !== undefined && partsLacking(figure) !== undefined;
}

/** The same as what is lacking in two words, where there is room for no more: "being prepared"; undefined where nothing is. */
export function lackingWord({ missing, preparing }: Pick<UnitFigure, 'missing' | 'preparing'>): string | undefined {
  if (preparing.length > 0) return t('compare.preparing');
  return missing.length > 0 ? t('compare.notOnBoard') : undefined;
}

const BUCKETS = {
  '1min': 'common.buckets1min',
  '5min': 'common.buckets5min',
  '1hour': 'common.buckets1hour',
  '1day': 'common.buckets1day',
} as const satisfies Record<BucketResolution, string>;

/** A level by its buckets: "5-min buckets". */
export function bucketsText(level: BucketResolution): string {
  return t(BUCKETS[level]);
}

/** What a figure was added up from: "5-min buckets, edges from 1-min buckets". */
export function levelsText(levels: UnitFigure['levels']): string {
  const [first, ...others] = levels.map(bucketsText);
  if (first === undefined) return t('common.nothingYet');
  if (others.length === 0) return first;
  return t('common.bucketsAndEdges', { level: first, others: others.join(', ') });
}

/** "Break 09:00 – 09:15", one text a planned stop, by the clocks of the line. */
export function excludedTexts({ excluded, timeZone }: FigurePeriod): readonly string[] {
  return excluded.map(
    ({ name, fromMs, toMs }) => `${name} ${zoneTimeText(fromMs, timeZone)} – ${zoneTimeText(toMs, timeZone)}`,
  );
}

/** A × P × Q of a figure's own averages; undefined where one is missing. */
export function productOf(figure: UnitFigure): number | undefined {
  const average = (name: ScoreFigure['name']) => scoreOf(figure, name)?.average ?? undefined;
  const [availability, performance, quality] = [average('availability'), average('performance'), average('quality')];
  if (availability === undefined || performance === undefined || quality === undefined) return undefined;
  return oeeOf({ availability, performance, quality });
}
