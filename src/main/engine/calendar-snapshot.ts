import type { CalendarSnapshot } from '../../shared/diagnostics';
import type { SourceFacts } from '../../shared/protocol';

/** @param facts of the source; undefined before it has told them. A source of an older version does not say where its calendar stands. */
export function calendarSnapshot(facts: SourceFacts | undefined): CalendarSnapshot | null {
  if (facts === undefined) return null;
  const { calendar, calendarFrom = 'settings', calendarFault } = facts;
  const lines = Object.keys(calendar?.lines ?? {}).length;
  const isNone = calendar?.default === undefined && lines === 0;
  return { from: isNone ? 'none' : calendarFrom, lines, fault: calendarFault ?? null };
}
