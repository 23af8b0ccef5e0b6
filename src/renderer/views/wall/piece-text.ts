import type { PieceFigure } from '../../../shared/shift-figures';
import { MINUTE_MS, SECOND_MS } from '../../../shared/time';
import { countText, decimalText } from '../../i18n/format';
import { t } from '../../i18n/text';

/** Of a duration from piece to piece: "0.60 s", "31.2 s", "12.5 min". */
export function taktText(taktMs: number): string {
  const seconds = taktMs / SECOND_MS;
  if (seconds >= 100) return `${decimalText(taktMs / MINUTE_MS, 1)} min`;
  return `${decimalText(seconds, seconds < 10 ? 2 : 1)} s`;
}

/** Whole pieces: "1284". */
export function goodText(good: number): string {
  return countText(Math.floor(good));
}

/** There is no smaller writing for more. */
const MOST_DIGITS = 8;

/** Digits of the good pieces: the more, the smaller they are written, so that the OEE still stands beside them; 8 at most. Undefined where nothing was counted. */
export function goodDigits({ good }: PieceFigure): number | undefined {
  return good === null ? undefined : Math.min(MOST_DIGITS, String(Math.floor(Math.abs(good))).length);
}

/** Target so far in whole pieces, as they come off the machine; undefined where there is none. */
export function targetText({ target }: PieceFigure): string | undefined {
  return target === null ? undefined : countText(Math.floor(target));
}

/** How far ahead of the plan or behind it: "+12", "−26", "±0"; undefined where that cannot be told. */
export function aheadText({ good, target }: PieceFigure): string | undefined {
  if (good === null || target === null) return undefined;
  const ahead = Math.floor(good) - Math.floor(target);
  return ahead === 0 ? '±0' : `${ahead > 0 ? '+' : '−'}${countText(Math.abs(ahead))}`;
}

/** The plan's takt and the one so far: "Takt 30.0 s, now 31.2 s"; undefined where the plan has none. */
export function paceText({ good, target, taktMs }: PieceFigure): string | undefined {
  if (taktMs === null) return undefined;
  const planned = t('wall.takt', { takt: taktText(taktMs) });
  if (good === null || good === 0 || target === null || target === 0) return planned;
  return `${planned}, ${t('wall.taktActual', { actual: taktText((target * taktMs) / good) })}`;
}
