import { type HistogramSnapshot, quantileMs } from '../../../shared/histogram';
import { counters } from '../../i18n/en/counters';
import { partStates } from '../../i18n/en/part-states';
import { decimalText, countText as localeCountText } from '../../i18n/format';
import { t } from '../../i18n/text';

/** A duration with as many digits as it is worth: "0.4 ms", "87 ms", "2.5 s". */
export function msText(ms: number | undefined): string {
  if (ms === undefined) return '–';
  if (ms < 0) return `−${msText(-ms)}`;
  if (ms >= 1_000) return t('ui.seconds', { n: decimalText(ms / 1_000, 1) });
  return ms < 10 ? `${decimalText(ms, Number.isInteger(Number(ms.toFixed(1))) ? 0 : 1)} ms` : `${Math.round(ms)} ms`;
}

/** The bound below which that share lay, as text. */
export function quantileText(histogram: HistogramSnapshot, share: number): string {
  return msText(quantileMs(histogram, share));
}

/** "12,345", by the locale. */
export function countText(count: number): string {
  return localeCountText(Math.round(count));
}

/** "95.3 %" of hits and misses; a dash where there were none. */
export function shareText(hits: number, misses: number): string {
  return hits + misses === 0 ? '–' : `${decimalText((100 * hits) / (hits + misses), 1)} %`;
}

const BYTES = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** "1.4 GB". */
export function bytesText(bytes: number): string {
  const step = Math.min(BYTES.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** step;
  return `${decimalText(value, value < 10 && step > 0 ? 1 : 0)} ${BYTES[step]}`;
}

/** "3 d 4 h", "12 min", "8 s": how long ago, or since when. */
export function spanText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return t('ui.seconds', { n: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t('ui.minutes', { n: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return t('ui.hoursMinutes', { hours, minutes: minutes % 60 });
  return t('diagnostics.daysHours', { days: Math.floor(hours / 24), hours: hours % 24 });
}

/** What a counter of the appliance counts; one that this page does not know by its own name: "unansweredReads" is "unanswered reads". */
export function counterWord(name: string): string {
  return Object.hasOwn(counters, name)
    ? t(`counters.${name as keyof typeof counters}`)
    : wordsOf(name.replace(/(Bytes|Ms)$/, ''));
}

/** The state that a part of the appliance tells, likewise. */
export function partStateWord(state: string): string {
  const name = state.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.hasOwn(partStates, name) ? t(`partStates.${name as keyof typeof partStates}`) : state;
}

function wordsOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
