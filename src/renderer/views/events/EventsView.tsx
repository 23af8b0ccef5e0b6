import { useCallback, useMemo } from 'react';
import { EVENT_KINDS, type EventsAnswer, type PlantEvent } from '../../../shared/events';
import type { CatalogueUnit, Preparing } from '../../../shared/protocol';
import type { EventsChoice } from '../../app/events-address';
import { routeText, WALL } from '../../app/routes';
import type { Navigate } from '../../app/use-route';
import { askedEveryMs, askedRange } from '../../data/asked-range';
import { useConnection } from '../../data/connection-context';
import { wholeLink } from '../../data/screen-status';
import { sameWindow } from '../../data/time-window';
import { useAsked } from '../../data/use-asked';
import { usePlantTime, useStatus } from '../../data/use-live';
import { countText } from '../../i18n/format';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { ageText } from '../../ui/age-text';
import { StateIcon } from '../../ui/StateIcon';
import { momentText } from '../../ui/time-text';
import { useSteady } from '../../ui/use-steady';
import { unknownTexts } from '../common/unknown-texts';
import { EventFilters } from './EventFilters';
import { delayTexts, eventRoute, eventText, eventUnitText } from './event-text';
import '../../ui/control.css';
import './events.css';

interface Props {
  readonly units: readonly CatalogueUnit[];
  readonly choice: EventsChoice;
  readonly navigate: Navigate;
}

/** Most rows that a person scrolls through; the filters find the others. */
const MOST_ROWS = 500;

/** Every stop, limit violation and loss of data: what goes on first, then the newest. A tap opens the unit's chart at that moment. */
export function EventsView({ units, choice, navigate }: Props) {
  const { client, store } = useConnection();
  const nowMs = usePlantTime();
  const window = useSteady(choice.window, sameWindow);
  const kinds = choice.kinds.join(' ');
  const { workUnitId } = choice;
  const ask = useCallback(
    (signal: AbortSignal) => {
      const wanted = EVENT_KINDS.filter((kind) => kinds === '' || kinds.split(' ').includes(kind));
      const range = askedRange(window, store.plantNowMs());
      const workUnitIds = workUnitId === undefined ? 'all' : [workUnitId];
      return client.events({ workUnitIds, kinds: wanted, range, limit: MOST_ROWS }, signal);
    },
    [client, store, kinds, workUnitId, window],
  );
  const { answer, failure } = useAsked(ask, askedEveryMs(window));
  const status = useStatus();
  const { preparing } = status;
  return (
    <main className="events-view" data-testid="events-view">
      <header className="events-header">
        <a className="control events-back" href={routeText(WALL)}>
          ◀ {t('events.wall')}
        </a>
        <h1>{t('events.title')}</h1>
        {answer !== undefined && <span className="events-note">{noteOf(answer, preparing)}</span>}
      </header>
      <EventFilters
        units={units}
        choice={choice}
        onChoose={(to) => navigate({ view: 'events', choice: to }, 'replace')}
      />
      {failure !== undefined && <p className="events-failure">{t('events.failed', { why: told(failure) })}</p>}
      {answer === undefined ? (
        failure === undefined && <p>{t('events.asked')}</p>
      ) : (
        <EventList {...{ answer, units, nowMs }} isAway={wholeLink(status).state === 'offline'} />
      )}
      {answer?.limitDelays !== undefined && <p className="events-rule">{delayTexts(answer.limitDelays).join(' ')}</p>}
    </main>
  );
}

/** How many there are, how exactly they are told, and what is not known. */
function noteOf(answer: EventsAnswer, preparing: readonly Preparing[]): string {
  const { events, total, resolution } = answer;
  const parts = [
    total > events.length
      ? t('events.some', { shown: countText(events.length), total: countText(total) })
      : t('events.count', { count: total }),
    ...(resolution === null || resolution === 'raw'
      ? []
      : [t('events.level', { level: resolution.replace(/(\d+)/, '$1-') })]),
    ...unknownTexts(answer, preparing),
  ];
  return parts.join(' · ');
}

interface ListProps {
  readonly answer: EventsAnswer;
  readonly units: readonly CatalogueUnit[];
  readonly nowMs: number;
  /** Nothing is heard of the plant: whether what was going on still does is not known. */
  readonly isAway: boolean;
}

function EventList({ answer: { events, untilMs, unknown }, units, nowMs, isAway }: ListProps) {
  const byId = useMemo(() => new Map(units.map((unit) => [unit.workUnitId, unit])), [units]);
  if (events.length === 0)
    return <p data-testid="no-events">{unknown.length === 0 ? t('events.none') : t('events.noneAtHand')}</p>;
  return (
    <ul className="event-list">
      {events.map((event) => (
        <EventRow
          key={JSON.stringify([event.workUnitId, event.kind, event.metric, event.fromMs, event.limit?.side])}
          {...{ event, untilMs, nowMs, isAway }}
          unit={byId.get(event.workUnitId)}
        />
      ))}
    </ul>
  );
}

interface RowProps extends Pick<ListProps, 'nowMs' | 'isAway'> {
  readonly event: PlantEvent;
  readonly unit: CatalogueUnit | undefined;
  readonly untilMs: number;
}

function EventRow({ event, unit, untilMs, nowMs, isAway }: RowProps) {
  const { kind, fromMs, toMs, beganBefore } = event;
  const from = momentText(fromMs, nowMs);
  return (
    <li>
      <a
        className="event-row"
        data-testid="event-row"
        data-kind={kind}
        data-open={toMs === null}
        href={routeText(eventRoute(event, untilMs))}
      >
        <EventMark event={event} />
        <b className="event-unit">{eventUnitText(event, unit)}</b>
        <span className="event-what">{eventText(event, unit)}</span>
        <span className="event-when">
          {beganBefore === true ? t('events.before', { moment: from }) : from} –{' '}
          {toMs === null ? t(isAway ? 'events.openSeen' : 'events.open') : momentText(toMs, nowMs)}
        </span>
        <b className="event-length">
          {beganBefore === true ? '> ' : ''}
          {ageText(Math.max(0, (toMs ?? untilMs) - fromMs))}
        </b>
      </a>
    </li>
  );
}

/** Shape and colour of the kind; the words stand beside. */
function EventMark({ event: { kind, limit } }: { readonly event: PlantEvent }) {
  return (
    <span className="event-mark" data-kind={kind} aria-hidden="true">
      {kind === 'stop' && <StateIcon state="stopped" />}
      {kind === 'loss' && <StateIcon state="no-data" />}
      {kind === 'limit' && (limit?.side === 'low' ? '▼' : '▲')}
    </span>
  );
}
