import type { MetricTable, OeeTable, TimeColumn } from '../../../shared/plant-tables';
import type { Family, SetupCandidate, SetupMode } from '../../../shared/setup';
import { countText } from '../../i18n/format';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { durationText } from './plan-words';

/** Tables that others made, in words that need no knowledge of settings. */

export type SourceTable = MetricTable | OeeTable;

export const FAMILY_WORDS: Readonly<Record<Family, { readonly title: string; readonly own: string }>> = {
  metric: { title: t('setup.metricsWhere'), own: 'metric' },
  oee: { title: t('setup.oeeWhere'), own: 'performance_metric' },
};

export const EPOCH_WORDS = {
  s: t('setup.seconds'),
  ms: t('setup.milliseconds'),
  us: t('setup.microseconds'),
  ns: t('setup.nanoseconds'),
} as const;

/** "about 12,000 rows": what the server estimates is not to look exact. */
export function rowsText({ isView, estimatedRows }: Pick<SetupCandidate, 'isView' | 'estimatedRows'>): string {
  if (isView) return t('setup.aView');
  if (estimatedRows < 1) return t('setup.rowsUnknown');
  const step = 10 ** Math.max(0, Math.floor(Math.log10(estimatedRows)) - 1);
  const rows = Math.round(estimatedRows / step) * step;
  return rows === 1 ? t('setup.oneRow') : t('setup.rows', { rows: countText(rows) });
}

/** Which column holds what. */
export function mappingText(table: SourceTable): string {
  const columns =
    'value' in table
      ? ([
          [t('setup.columnName'), table.name],
          [t('setup.columnValue'), table.value],
        ] as const)
      : ([
          [t('ui.oee'), table.oeeScore],
          [t('setup.columnAvailability'), table.availability],
          [t('setup.columnPerformance'), table.performance],
          [t('setup.columnQuality'), table.quality],
        ] as const);
  return [
    [t('setup.columnTime'), table.time.column] as const,
    [t('setup.columnUnit'), table.workUnitId] as const,
    ...columns,
  ]
    .map(([what, column]) => t('setup.column', { what, column: column ?? t('setup.columnNone') }))
    .join(' · ');
}

/** A way of using the table, as a button says it. */
export function modeLabel({ mode }: Pick<SetupMode, 'mode'>): string {
  if (mode === 'read-only') return t('setup.modeReadOnly');
  return t(mode === 'convert' ? 'setup.modeConvert' : 'setup.modeAggregates');
}

/** What a way means, why it is proposed, and what it costs. */
export function modeSentences({ mode, isProposed, consequences, lockMs }: SetupMode): readonly string[] {
  return [
    ...(isProposed ? [t('setup.proposed')] : []),
    ...(isProposed || mode !== 'read-only' ? consequences.map(told) : [t('setup.readOnlyMeaning')]),
    ...(lockMs === undefined ? [] : [t('setup.lockedFor', { duration: durationText(lockMs) })]),
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
  return time.zone === '' ? t('setup.whichZone', { column: time.column }) : t('setup.noZone', { zone: time.zone });
}
