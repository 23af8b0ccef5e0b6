import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../../shared/time';
import { t } from '../../i18n/text';

/** Where the root and its steps are found before it is trusted. */
export function trustAddress(address: string): string {
  return address.replace(/^https:/, 'http:');
}

/** The address that pairs whoever opens it. */
export function pairingAddress(address: string, code: string): string {
  return `${address}#code=${code}`;
}

/** Eight digits in two groups, as people read them out. */
export function groupedCode(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`;
}

/** What is left, such as "4:07". */
export function leftText(leftMs: number): string {
  const seconds = Math.ceil(leftMs / SECOND_MS);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** When a key was last used, roughly: it is kept by the minute. */
export function usedText(
  { isIn, lastUsedMs }: { readonly isIn: boolean; readonly lastUsedMs?: number | undefined },
  nowMs: number,
): string {
  if (isIn) return t('network.inNow');
  if (lastUsedMs === undefined) return t('network.neverUsed');
  const agoMs = Math.max(0, nowMs - lastUsedMs);
  if (agoMs < 2 * MINUTE_MS) return t('network.usedJustNow');
  return agoMs < DAY_MS ? t('network.usedToday') : t('network.usedDays', { days: Math.floor(agoMs / DAY_MS) });
}

/** A fingerprint in groups of four bytes, so that two people can compare it line by line. */
export function fingerprintLines(fingerprint: string): readonly string[] {
  const bytes = fingerprint.split(':');
  return Array.from({ length: Math.ceil(bytes.length / 8) }, (_, at) => bytes.slice(at * 8, at * 8 + 8).join(' '));
}
