import { HOUR_MS } from '../../../shared/time';
import { t } from '../../i18n/text';
import { ageText } from '../../ui/age-text';
import { zoneDateText, zoneSecondText, zoneTimeText } from '../../ui/zone-text';
import { zoneOf } from './compare-ranges';
import type { CompareFrame } from './use-compare-frame';

type Noted = Pick<CompareFrame, 'ranges' | 'calendars'>;

/**
 * Which time is compared: one line where all lines share it, else one for each; of a shift that is on, how much of it is over.
 * @param nowMs plant time
 */
export function rangeNotes({ ranges, calendars }: Noted, nowMs: number): readonly string[] {
  const byText = new Map<string, string[]>();
  for (const [line, { fromMs, toMs, shift }] of ranges) {
    const zone = zoneOf(line, calendars);
    const timeText = toMs - fromMs < HOUR_MS ? zoneSecondText : zoneTimeText;
    const [fromDay, toDay] = [zoneDateText(fromMs, zone), zoneDateText(toMs, zone)];
    const end = fromDay === toDay ? timeText(toMs, zone) : `${toDay} ${timeText(toMs, zone)}`;
    const span = `${fromDay} ${timeText(fromMs, zone)} – ${end}`;
    const isOn = shift !== undefined && fromMs <= nowMs && nowMs < toMs;
    const sofar = { done: ageText(nowMs - fromMs), whole: ageText(toMs - fromMs) };
    const text = [
      ...(shift === undefined ? [] : [shift]),
      zone === null ? span : `${span} (${zone})`,
      ...(isOn ? [t('compare.soFar', sofar)] : []),
    ].join(', ');
    byText.set(text, [...(byText.get(text) ?? []), line ?? t('compare.withoutLine')]);
  }
  if (byText.size === 1) return [...byText.keys()];
  return [...byText].map(([text, lines]) => `${lines.join(', ')}: ${text}`);
}

interface Props {
  readonly frame: Noted & Pick<CompareFrame, 'minuteMs'>;
  /** Of the time that it is compared with. */
  readonly against?: { readonly word: string; readonly ranges: CompareFrame['ranges'] } | undefined;
}

export function RangeNote({ frame, against }: Props) {
  const notes = rangeNotes(frame, frame.minuteMs);
  const { calendars, minuteMs } = frame;
  const others = against === undefined ? [] : rangeNotes({ ranges: against.ranges, calendars }, minuteMs);
  const isCut = [...frame.ranges.values()].some(({ toMs }) => toMs > minuteMs);
  return (
    <div className="compare-time" data-testid="compare-time">
      {notes.length === 0 && <p className="compare-note">{t('compare.noSuchRange')}</p>}
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {others.map((note) => (
        <p key={`against ${note}`} className="compare-against">
          {t('compare.against', { range: against?.word ?? '' })}: {note}
          {isCut && ` · ${t('compare.asLong')}`}
        </p>
      ))}
    </div>
  );
}
