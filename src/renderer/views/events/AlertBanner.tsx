import { useCallback, useEffect, useRef, useState } from 'react';
import { EVENT_KINDS, type PlantEvent } from '../../../shared/events';
import { HOUR_MS, SECOND_MS } from '../../../shared/time';
import { routeText } from '../../app/routes';
import { askedRange } from '../../data/asked-range';
import { useConnection } from '../../data/connection-context';
import { useAsked } from '../../data/use-asked';
import { useCatalogue } from '../../data/use-live';
import { t } from '../../i18n/text';
import { ageText } from '../../ui/age-text';
import { AlertBook } from './alert-book';
import { useAlertSettings } from './alert-settings';
import { playAlertTone } from './alert-tone';
import { eventRoute, eventText, eventUnitText, openEventKey } from './event-text';
import '../../ui/control.css';
import './alert-banner.css';

const EVERY_MS = 10 * SECOND_MS;
/** Shown at a time; the list has all. */
const MOST_SHOWN = 3;

/** Tells of what has gone on for as long as this device wants to be told of it, in words and by a sound. */
export function AlertBanner() {
  const { afterMs, hasSound } = useAlertSettings();
  return afterMs === null ? null : <Alerts key={afterMs} afterMs={afterMs} hasSound={hasSound} />;
}

interface AlertsProps {
  readonly afterMs: number;
  readonly hasSound: boolean;
}

function Alerts({ afterMs, hasSound }: AlertsProps) {
  const { client, store } = useConnection();
  const units = useCatalogue();
  const book = useRef(new AlertBook());
  const [shown, setShown] = useState<readonly PlantEvent[]>([]);
  const ask = useCallback(
    (signal: AbortSignal) => {
      const range = askedRange({ kind: 'follow', spanMs: HOUR_MS }, store.plantNowMs());
      return client.events({ workUnitIds: 'all', kinds: [...EVENT_KINDS], range, limit: 200 }, signal);
    },
    [client, store],
  );
  const { answer } = useAsked(ask, EVERY_MS);
  const sounds = useRef(hasSound);
  sounds.current = hasSound;
  useEffect(() => {
    if (answer === undefined) return;
    const due = book.current.due(answer.events, answer.untilMs, afterMs);
    const open = new Set(answer.events.filter(({ toMs }) => toMs === null).map(openEventKey));
    for (const event of due) open.delete(openEventKey(event));
    setShown((before) => [...due, ...before.filter((event) => open.has(openEventKey(event)))]);
    if (due.length > 0 && sounds.current) playAlertTone();
  }, [answer, afterMs]);
  useTitleCount(shown.length);
  if (shown.length === 0 || answer === undefined) return null;
  return (
    <div className="alert-banner" role="alert" data-testid="alert-banner">
      <ul>
        {shown.slice(0, MOST_SHOWN).map((event) => {
          const unit = units?.find(({ workUnitId }) => workUnitId === event.workUnitId);
          return (
            <li key={openEventKey(event)}>
              <a className="alert-way" href={routeText(eventRoute(event, answer.untilMs))}>
                <b>{eventUnitText(event, unit)}</b> {eventText(event, unit)} ·{' '}
                {ageText(Math.max(0, answer.untilMs - event.fromMs))}
              </a>
            </li>
          );
        })}
        {shown.length > MOST_SHOWN && <li>{t('events.more', { n: shown.length - MOST_SHOWN })}</li>}
      </ul>
      <button type="button" className="control" data-testid="alert-seen" onClick={() => setShown([])}>
        {t('events.seen')}
      </button>
    </div>
  );
}

/** A tab or window that lies behind others says so in its title. */
function useTitleCount(count: number): void {
  useEffect(() => {
    if (count === 0) return undefined;
    const plain = document.title;
    document.title = `(${count}) ${plain}`;
    return () => {
      document.title = plain;
    };
  }, [count]);
}
