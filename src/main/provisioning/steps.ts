import { AGGREGATE_LEVELS, type AggregateLevel, FAMILIES, type Family, viewName } from './levels';
import {
  aggregatePresent,
  compressionPresent,
  hypertablePresent,
  metricRetentionPresent,
  type PresenceCheck,
  policyPresent,
  routinePresent,
  schemaPresent,
  tablePresent,
  triggerPresent,
} from './presence';
import { renderSql } from './render-sql';
import type { SchemaSettings } from './schema-settings';
import { SQL_TEXT, type SqlFile } from './sql-files';
import { sqlParameters } from './sql-parameters';

/** Parts that can be applied apart; later ones need the earlier ones. `wake-ups` is opt-in on a real plant. */
export const STEP_GROUPS = ['schema', 'aggregates', 'policies', 'wake-ups'] as const;
export type StepGroup = (typeof STEP_GROUPS)[number];

/** One change to the plant's database, complete: what runs, why, and how to see that it is already there. */
export interface ProvisioningStep {
  /** Stable name, that of its file in sql/; the key of the ledger. */
  readonly id: SqlFile;
  readonly group: StepGroup;
  readonly reason: string;
  /** Rendered SQL, one transaction. */
  readonly sql: string;
  readonly present: PresenceCheck;
  /** `CREATE OR REPLACE`: run again when its text has changed. Everything else is never touched twice. */
  readonly replaceable: boolean;
}

interface Draft {
  readonly id: SqlFile;
  readonly reason: string;
  readonly present: PresenceCheck;
  readonly replaceable?: boolean;
}

const SCHEMA_STEPS: readonly Draft[] = [
  { id: 'taktline-schema', reason: 'A schema of our own for bookkeeping', present: schemaPresent('taktline') },
  { id: 'applied-step', reason: 'The ledger of what was made here', present: tablePresent('taktline.applied_step') },
  { id: 'preparation', reason: 'How far each view is prepared', present: tablePresent('taktline.preparation') },
  { id: 'recording', reason: 'Imported recordings and their shift', present: tablePresent('taktline.recording') },
  { id: 'metric', reason: 'Samples of all series', present: tablePresent('public.metric') },
  { id: 'metric-hypertable', reason: 'metric cut into chunks by time', present: hypertablePresent('metric') },
  { id: 'metric-compression', reason: 'How chunks of metric are compressed', present: compressionPresent('metric') },
  { id: 'performance-metric', reason: 'OEE samples', present: tablePresent('public.performance_metric') },
  {
    id: 'performance-metric-hypertable',
    reason: 'performance_metric cut into chunks by time',
    present: hypertablePresent('performance_metric'),
  },
  {
    id: 'performance-metric-compression',
    reason: 'How chunks of performance_metric are compressed',
    present: compressionPresent('performance_metric'),
  },
  { id: 'work-unit', reason: 'Names and places of work units', present: tablePresent('public.work_unit') },
  { id: 'metric-definition', reason: 'Units, limits, cadence', present: tablePresent('public.metric_definition') },
];

const WAKE_UP_STEPS: readonly Draft[] = [
  {
    id: 'wake-up-channel',
    reason: 'One rule for the channel of a work unit',
    present: routinePresent('taktline.wake_up_channel(text)'),
    replaceable: true,
  },
  {
    id: 'notify-inserted',
    reason: 'Wakes readers after INSERT, never fails the writer',
    present: routinePresent('taktline.notify_inserted()'),
    replaceable: true,
  },
  {
    id: 'notify-updated',
    reason: 'Wakes readers after UPDATE, never fails the writer',
    present: routinePresent('taktline.notify_updated()'),
    replaceable: true,
  },
  {
    id: 'metric-insert-trigger',
    reason: 'New samples reach screens at once; rules out two-phase commit for writers of metric',
    present: triggerPresent('metric', 'taktline_wake_on_insert'),
  },
  {
    id: 'metric-update-trigger',
    reason: 'Corrected samples reach screens',
    present: triggerPresent('metric', 'taktline_wake_on_update'),
  },
  {
    id: 'performance-metric-insert-trigger',
    reason: 'New OEE samples reach screens at once; rules out two-phase commit for writers of performance_metric',
    present: triggerPresent('performance_metric', 'taktline_wake_on_insert'),
  },
  {
    id: 'performance-metric-update-trigger',
    reason: 'Corrected OEE samples reach screens',
    present: triggerPresent('performance_metric', 'taktline_wake_on_update'),
  },
];

type Pair = `${Family}-${AggregateLevel}`;
type KeptPair = `${Family}-${'1min' | '5min'}`;

/** Family by family, each bottom-up: an aggregate needs the one below it. */
const AGGREGATE_STEPS: readonly Draft[] = FAMILIES.flatMap((family) =>
  AGGREGATE_LEVELS.map((level): Draft => {
    const id: Pair = `${family}-${level}`;
    return { id, reason: `Exact ${level} buckets`, present: aggregatePresent(viewName(family, level)) };
  }),
);

const REFRESH_STEPS: readonly Draft[] = FAMILIES.flatMap((family) =>
  AGGREGATE_LEVELS.map((level): Draft => {
    const pair: Pair = `${family}-${level}`;
    const view = viewName(family, level);
    return {
      id: `${pair}-refresh`,
      reason: `Keeps ${view} up to date, late rows included`,
      present: policyPresent(view, 'policy_refresh_continuous_aggregate'),
    };
  }),
);

const AGGREGATE_UPKEEP_STEPS: readonly Draft[] = FAMILIES.flatMap((family) =>
  (['1min', '5min'] as const).flatMap((level): readonly Draft[] => {
    const pair: KeptPair = `${family}-${level}`;
    const view = viewName(family, level);
    return [
      {
        id: `${pair}-compression`,
        reason: `Compresses old chunks of ${view}`,
        present: policyPresent(view, 'policy_compression'),
      },
      {
        id: `${pair}-retention`,
        reason: `Drops chunks of ${view} past their time`,
        present: policyPresent(view, 'policy_retention'),
      },
    ];
  }),
);

const PLAIN_METRIC_RETENTION: readonly Draft[] = [
  {
    id: 'metric-retention',
    reason: 'Drops raw samples past their time',
    present: metricRetentionPresent(),
  },
];

const METRIC_RETENTION_SPARING_RECORDINGS: readonly Draft[] = [
  {
    id: 'drop-unrecorded-chunks',
    reason: 'How old raw samples are dropped while recordings stay',
    present: routinePresent('taktline.drop_unrecorded_chunks(integer, jsonb)'),
    replaceable: true,
  },
  {
    id: 'metric-retention-sparing-recordings',
    reason: 'Drops raw samples past their time, recordings excepted',
    present: metricRetentionPresent(),
  },
];

function policySteps(settings: SchemaSettings): readonly Draft[] {
  return [
    {
      id: 'metric-compression-policy',
      reason: 'Compresses old chunks of metric',
      present: policyPresent('metric', 'policy_compression'),
    },
    ...(settings.keepRecordings ? METRIC_RETENTION_SPARING_RECORDINGS : PLAIN_METRIC_RETENTION),
    {
      id: 'performance-metric-compression-policy',
      reason: 'Compresses old chunks of performance_metric',
      present: policyPresent('performance_metric', 'policy_compression'),
    },
    {
      id: 'performance-metric-retention',
      reason: 'Drops OEE samples past their time',
      present: policyPresent('performance_metric', 'policy_retention'),
    },
    {
      id: 'refresh-oldest-first',
      reason: 'Makes refreshes go oldest first, so that they never hide a row',
      present: routinePresent('taktline.refresh_oldest_first(integer)'),
      replaceable: true,
    },
    ...REFRESH_STEPS,
    ...AGGREGATE_UPKEEP_STEPS,
  ];
}

/**
 * All steps in the order in which they apply.
 * @param settings fill the placeholders; `keepRecordings` chooses between two kinds of retention for metric
 */
export function provisioningSteps(settings: SchemaSettings): readonly ProvisioningStep[] {
  const parameters = sqlParameters(settings);
  const complete = (group: StepGroup, drafts: readonly Draft[]): readonly ProvisioningStep[] =>
    drafts.map((draft) => ({
      ...draft,
      group,
      sql: renderSql(SQL_TEXT[draft.id], parameters),
      replaceable: draft.replaceable ?? false,
    }));
  return [
    ...complete('schema', SCHEMA_STEPS),
    ...complete('aggregates', AGGREGATE_STEPS),
    ...complete('policies', policySteps(settings)),
    ...complete('wake-ups', WAKE_UP_STEPS),
  ];
}
