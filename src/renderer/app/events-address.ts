import { EVENT_KINDS, type EventKind } from '../../shared/events';
import { DAY_MS } from '../../shared/time';
import type { TimeWindow } from '../data/time-window';
import { parseWindow, setWindow } from './address-parts';

/** What the list of events shows. */
export interface EventsChoice {
  /** Empty: every kind. */
  readonly kinds: readonly EventKind[];
  /** Absent: every unit that is on the wall. */
  readonly workUnitId?: string;
  readonly window: TimeWindow;
}

export const DEFAULT_EVENTS: EventsChoice = { kinds: [], window: { kind: 'follow', spanMs: DAY_MS } };

/** The fragment of a list of events; {@link parseEvents} turns it back. */
export function eventsText({ kinds, workUnitId, window }: EventsChoice): string {
  const query = new URLSearchParams();
  for (const kind of kinds) query.append('kind', kind);
  if (workUnitId !== undefined) query.set('unit', workUnitId);
  setWindow(query, window);
  return `#/events?${query}`;
}

/** @param query of the fragment; what cannot be understood is the view's own choice */
export function parseEvents(query: string): EventsChoice {
  const asked = new URLSearchParams(query);
  const kinds = EVENT_KINDS.filter((kind) => asked.getAll('kind').includes(kind));
  const workUnitId = asked.get('unit');
  const hasWindow = asked.has('range') || asked.has('from');
  return {
    kinds: kinds.length === EVENT_KINDS.length ? [] : kinds,
    ...(workUnitId === null || workUnitId === '' ? {} : { workUnitId }),
    window: hasWindow ? parseWindow(asked) : DEFAULT_EVENTS.window,
  };
}
