import { useCallback, useEffect, useMemo } from 'react';
import { MAX_EVENTS } from '../../../shared/events';
import { MINUTE_MS } from '../../../shared/time';
import { useConnection } from '../../data/connection-context';
import { useAsked } from '../../data/use-asked';
import { useStatus } from '../../data/use-live';
import { countText } from '../../i18n/format';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { ageText } from '../../ui/age-text';
import { unitLabel } from '../../ui/names';
import { zoneDayText, zoneTimeText } from '../../ui/zone-text';
import { unknownTexts } from '../common/unknown-texts';
import { zoneOf } from './compare-ranges';
import { longestStops } from './longest-stops';
import type { CompareFrame } from './use-compare-frame';

/** As many as are read on a first page. */
const MOST_STOPS = 8;

interface Props {
  readonly frame: CompareFrame;
  /** Told whether the answer has come, or cannot be had. */
  readonly onThere: (isThere: boolean) => void;
}

/** How often and how long the units stood in the time of the report, and the longest of it. */
export function ReportStops({ frame: { units, ranges, hull, calendars }, onThere }: Props) {
  const { client } = useConnection();
  const { preparing } = useStatus();
  const [fromMs, toMs] = [hull?.fromMs, hull?.toMs];
  const ask = useCallback(
    (signal: AbortSignal) =>
      client.events(
        {
          workUnitIds: units.map(({ workUnitId }) => workUnitId),
          kinds: ['stop'],
          range: { fromMs: fromMs ?? 0, toMs: toMs ?? 0 },
          limit: MAX_EVENTS,
        },
        signal,
      ),
    [client, units, fromMs, toMs],
  );
  const { answer, failure } = useAsked(hull === undefined || units.length === 0 ? undefined : ask, MINUTE_MS);
  const isThere = answer !== undefined || failure !== undefined || hull === undefined || units.length === 0;
  useEffect(() => onThere(isThere), [onThere, isThere]);
  const byId = useMemo(() => new Map(units.map((unit) => [unit.workUnitId, unit])), [units]);
  if (answer === undefined)
    return failure === undefined ? null : <p className="compare-note">{t('events.failed', { why: told(failure) })}</p>;
  const gaps = unknownTexts(answer, preparing);
  // Where something is not known there may have been one.
  const none = gaps.length === 0 ? [t('compare.noStops')] : [t('compare.noStopsAtHand')];
  const rangeOf = (workUnitId: string) => ranges.get(byId.get(workUnitId)?.line ?? null);
  const { longest, count, lengthMs } = longestStops(answer.events, rangeOf, {
    untilMs: answer.untilMs,
    most: MOST_STOPS,
  });
  return (
    <section className="report-part" data-testid="report-stops">
      <h2>{t('compare.stops')}</h2>
      <p>
        {[...(count === 0 ? none : [t('compare.stopsSum', { count, time: ageText(lengthMs) })]), ...gaps].join(' · ')}
      </p>
      <table className="figure-table">
        <tbody>
          {longest.map(({ workUnitId, isCut, ...stop }) => {
            const unit = byId.get(workUnitId);
            const zone = zoneOf(unit?.line ?? null, calendars);
            return (
              <tr key={`${workUnitId} ${stop.fromMs}`}>
                <th scope="row">{unit === undefined ? workUnitId : unitLabel(unit)}</th>
                <td>
                  {zoneDayText(stop.fromMs, zone)} {zoneTimeText(stop.fromMs, zone)} – {zoneTimeText(stop.toMs, zone)}
                </td>
                <td>
                  {isCut ? '> ' : ''}
                  {ageText(stop.toMs - stop.fromMs)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {count > longest.length && (
        <p className="compare-rule">{t('compare.longestOf', { shown: longest.length, all: countText(count) })}</p>
      )}
    </section>
  );
}
