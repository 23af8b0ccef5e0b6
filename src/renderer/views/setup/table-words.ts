import type { MetricTable, OeeTable, TimeColumn } from '../../../shared/plant-tables';
import type { Family, SetupCandidate, SetupMode } from '../../../shared/setup';
import { durationText } from './plan-words';

/** Tables that others made, in words that need no knowledge of settings. */

export type SourceTable = MetricTable | OeeTable;

export const FAMILY_WORDS: Readonly<Record<Family, { readonly title: string; readonly own: string }>> = {
  metric: { title: 'Where the metrics are', own: 'metric' },
  oee: { title: 'Where the OEE samples are', own: 'performance_metric' },
};

export const EPOCH_WORDS = { s: 'Seconds', ms: 'Milliseconds', us: 'Microseconds', ns: 'Nanoseconds' } as const;

/** "about 12,000 rows": what the server estimates is not to look exact. */
export function rowsText({ isView, estimatedRows }: Pick<SetupCandidate, 'isView' | 'estimatedRows'>): string {
  if (isView) return 'A view';
  if (estimatedRows < 1) return 'Number of rows not known yet';
  const step = 10 ** Math.max(0, Math.floor(Math.log10(estimatedRows)) - 1);
  const rows = Math.round(estimatedRows / step) * step;
  return `About ${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`;
}

/** Which column holds what. */
export function mappingText(table: SourceTable): string {
  const columns =
    'value' in table
      ? ([
          ['name', table.name],
          ['value', table.value],
        ] as const)
      : ([
          ['OEE', table.oeeScore],
          ['availability', table.availability],
          ['performance', table.performance],
          ['quality', table.quality],
        ] as const);
  return [['time', table.time.column] as const, ['unit', table.workUnitId] as const, ...columns]
    .map(([what, column]) => `${what}: ${column ?? 'none'}`)
    .join(' · ');
}

/** A way of using the table, as a button says it. */
export function modeLabel({ mode }: Pick<SetupMode, 'mode'>): string {
  if (mode === 'read-only') return 'Read it as it is';
  return mode === 'convert' ? 'Turn it into a hypertable' : 'Aggregates on top of it';
}

/** What a way means, why it is proposed, and what it costs. */
export function modeSentences({ mode, isProposed, consequences, lockMs }: SetupMode): readonly string[] {
  return [
    ...(isProposed ? ['Proposed.'] : []),
    ...(isProposed || mode !== 'read-only'
      ? consequences
      : ['Nothing is made or changed for it. Long ranges are read from raw rows, bounded.']),
    ...(lockMs === undefined
      ? []
      : [`While its rows move nobody can write to it or read it: ${durationText(lockMs)}.`]),
  ];
}

/** The ways that can be had. */
export function openModes({ modes }: SetupCandidate): readonly SetupMode[] {
  return modes.filter(({ problems }) => problems.length === 0);
}

/** Whether two name the same table. */
export function isSameTable(a: SourceTable | undefined, b: SourceTable): boolean {
  return a !== undefined && a.schema === b.schema && a.table === b.table;
}

/** The proposal as it is taken up: a time without zone has none until a person says which. */
export function takenUp(table: SourceTable): SourceTable {
  return table.time.kind === 'timestamp' ? { ...table, time: { ...table.time, zone: '' } } : table;
}

/** What is still to be said of the table, or undefined. */
export function openQuestion({ time }: { readonly time: TimeColumn }, isZone: (zone: string) => boolean) {
  if (time.kind !== 'timestamp' || isZone(time.zone)) return undefined;
  return time.zone === ''
    ? `In which time zone is ${time.column} written? Choose it first.`
    : `“${time.zone}” is no time zone; write one such as Europe/Berlin.`;
}
