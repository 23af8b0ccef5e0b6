import { compareVersions } from './versions';

/** What a plan does differently because of a fault of the server's TimescaleDB. */
export type PlanAdaptation =
  | 'one-refresh-at-a-time'
  | 'no-overlapping-refresh-windows'
  | 'no-time-zone-buckets'
  | 'no-bucket-origin'
  | 'polling-instead-of-wake-ups';

/** A fault that a range of TimescaleDB's versions has, by its own changelog. */
export interface KnownFault {
  readonly id: string;
  /** First version that has it; absent where all before `fixedIn` do. */
  readonly since?: string;
  /** First version without it. */
  readonly fixedIn: string;
  /** A sentence: what goes wrong. */
  readonly effect: string;
  /** A sentence: what the owner can do, and what Taktline does meanwhile. */
  readonly remedy: string;
  readonly adaptations: readonly PlanAdaptation[];
}

/** Ordered by the version that mends them: updating to the last one's `fixedIn` mends all. */
export const KNOWN_FAULTS: readonly KnownFault[] = [
  {
    id: 'no-transition-tables',
    fixedIn: '2.18.0',
    effect: 'Triggers with transition tables do not work on hypertables, so writers cannot wake Taktline up.',
    remedy: 'Update TimescaleDB to 2.18.0 or later; until then Taktline polls for new rows.',
    adaptations: ['polling-instead-of-wake-ups'],
  },
  {
    id: 'hierarchical-refresh-blocks',
    since: '2.22.1',
    fixedIn: '2.23.1',
    effect: 'Refresh policies of aggregates built on one another block each other when they run at once.',
    remedy: 'Update TimescaleDB to 2.23.1 or later; until then the plan refreshes one aggregate at a time.',
    adaptations: ['one-refresh-at-a-time'],
  },
  {
    id: 'time-zone-bucket-dst',
    fixedIn: '2.25.0',
    effect: 'time_bucket with a time zone puts rows around a change of daylight saving time into the wrong bucket.',
    remedy:
      'Update TimescaleDB to 2.25.0 or later before buckets of your own use a time zone; the plan buckets in UTC.',
    adaptations: ['no-time-zone-buckets'],
  },
  {
    id: 'refresh-ignores-origin',
    fixedIn: '2.25.2',
    effect: 'A refresh ignores the origin and offset of an aggregate when it aligns its window.',
    remedy: 'Update TimescaleDB to 2.25.2 or later; the plan makes aggregates without origin or offset.',
    adaptations: ['no-bucket-origin'],
  },
  {
    id: 'overlapping-refresh-duplicates',
    fixedIn: '2.26.3',
    effect: 'Two refreshes of one aggregate whose windows overlap can store buckets twice when they run at once.',
    remedy:
      'Update TimescaleDB to 2.26.3 or later; until then the plan refreshes one aggregate at a time, without overlapping windows.',
    adaptations: ['one-refresh-at-a-time', 'no-overlapping-refresh-windows'],
  },
];

/** The faults that a version of TimescaleDB has, in the table's order; a pre-release counts as its release. */
export function faultsOf(version: string): readonly KnownFault[] {
  return KNOWN_FAULTS.filter(
    ({ since, fixedIn }) =>
      (since === undefined || compareVersions(version, since) >= 0) && compareVersions(version, fixedIn) < 0,
  );
}

/** What a plan for this version of TimescaleDB has to do differently. */
export function planAdaptations(version: string): ReadonlySet<PlanAdaptation> {
  return new Set(faultsOf(version).flatMap(({ adaptations }) => adaptations));
}
