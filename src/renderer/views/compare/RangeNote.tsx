import { HOUR_MS } from '../../../shared/time';
import { t } from '../../i18n/text';
import { zoneDateText, zoneSecondText, zoneTimeText } from '../../ui/zone-text';
import { zoneOf } from './compare-ranges';
import type { CompareFrame } from './use-compare-frame';

/** Which time is compared: one line where all lines share it, else one for each. */
export function rangeNotes({ ranges, calendars }: Pick<CompareFrame, 'ranges' | 'calendars'>): readonly string[] {
  const byText = new Map<string, string[]>();
  for (const [line, { fromMs, toMs, shift }] of ranges) {
    const zone = zoneOf(line, calendars);
    const timeText = toMs - fromMs < HOUR_MS ? zoneSecondText : zoneTimeText;
    const at = (timeMs: number) => `${zoneDateText(timeMs, zone)} ${timeText(timeMs, zone)}`;
    const span = `${at(fromMs)} – ${at(toMs)}`;
    const text = [shift, zone === null ? span : `${span} (${zone})`].filter((part) => part !== undefined).join(', ');
    byText.set(text, [...(byText.get(text) ?? []), line ?? t('compare.withoutLine')]);
  }
  if (byText.size === 1) return [...byText.keys()];
  return [...byText].map(([text, lines]) => `${lines.join(', ')}: ${text}`);
}

export function RangeNote({ frame }: { readonly frame: Pick<CompareFrame, 'ranges' | 'calendars'> }) {
  const notes = rangeNotes(frame);
  return (
    <div className="compare-time" data-testid="compare-time">
      {notes.length === 0 && <p className="compare-note">{t('compare.noSuchRange')}</p>}
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </div>
  );
}
