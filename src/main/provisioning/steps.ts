import type { PlanAdaptation } from './connection-test/known-faults';
import { inspectAggregate } from './inspect-aggregates';
import { inspectPolicy, inspectRawRetention, inspectRefresh } from './inspect-policies';
import { inspectRoutine, inspectTrigger } from './inspect-routines';
import { inspectCompression, inspectHypertable, inspectTable } from './inspect-tables';
import { AGGREGATE_LEVELS, type AggregateLevel, FAMILIES, type Family, RAW_TABLE, viewName } from './levels';
import { type ReaderSettings, readerSteps } from './reader-steps';
import { refreshSlotMs } from './refresh-slots';
import { renderSql } from './render-sql';
import type { Needs } from './rights';
import type { HypertableSettings, SchemaSettings } from './schema-settings';
import { SQL_TEXT, type SqlFile } from './sql-files';
import { sqlParameters } from './sql-parameters';
import { ABSENT, type Inspect, RIGHT, refused } from './step-state';

/**
 * The wanted state as a list, one entry per object, in the order of applying. It is long because it is the whole list:
 * read from top to bottom it is the plan of an empty database; what inspects an object lies in the `inspect-*` files.
 */

/** Parts that can be applied apart; later ones need the earlier ones. `wake-ups` is opt-in on a real plant. */
export const STEP_GROUPS = ['schema', 'aggregates', 'policies', 'wake-ups', 'roles'] as const;
export type StepGroup = (typeof STEP_GROUPS)[number];

/** One change to the plant's database, complete: what runs, why, and how the catalogue stands to it. */
export interface ProvisioningStep {
  /** Stable name, that of its file in sql/ (for a role with the role's name behind it); the key of the ledger. */
  readonly id: string;
  readonly group: StepGroup;
  readonly reason: string;
  /** Rendered SQL, one transaction. */
  readonly sql: string;
  readonly inspect: Inspect;
  readonly needs: Needs;
}

interface Draft {
  readonly id: SqlFile;
  readonly reason: string;
  readonly needs: Needs;
  /** @param sql the step's own, rendered */
  readonly inspect: (sql: string) => Inspect;
}

const text = 'text';
const double = 'double precision';
const timestamp = 'timestamp with time zone';

const IN_TAKTLINE: Needs = { creates: 'in-taktline' };
const IN_PUBLIC: Needs = { creates: 'in-public' };

/** By pg_available_extensions: without the package no right helps. */
const inspectExtension: Inspect = ({ timescale }) => {
  if (timescale.installed === undefined && timescale.available === undefined) {
    return refused('This server has no TimescaleDB: install its package and name it in shared_preload_libraries.');
  }
  if (timescale.license === 'apache') {
    return refused(
      "This TimescaleDB runs under the Apache licence, without aggregates and compression: set timescaledb.license to 'timescale'.",
    );
  }
  return timescale.installed === undefined ? ABSENT : RIGHT;
};

function schemaSteps(settings: SchemaSettings): readonly Draft[] {
  return [
    {
      id: 'taktline-schema',
      reason: 'A schema of our own for bookkeeping',
      needs: { creates: 'schema' },
      inspect: () => (catalogue) => (catalogue.hasTaktlineSchema ? RIGHT : ABSENT),
    },
    {
      id: 'applied-step',
      reason: 'The ledger of what was made here',
      needs: IN_TAKTLINE,
      inspect: () => inspectTable('taktline.applied_step', { step_id: text, checksum: text, outcome: text }),
    },
    {
      id: 'preparation',
      reason: 'How far each view is prepared',
      needs: IN_TAKTLINE,
      inspect: () => inspectTable('taktline.preparation', { view_name: text, prepared_to: timestamp }),
    },
    {
      id: 'recording',
      reason: 'Imported recordings and their shift',
      needs: IN_TAKTLINE,
      inspect: () => inspectTable('taktline.recording', { work_unit_id: text, first_time: timestamp }),
    },
    {
      id: 'timescaledb',
      reason: 'The extension that the plant’s history rests on',
      needs: { creates: 'extension' },
      inspect: () => inspectExtension,
    },
    {
      id: 'metric',
      reason: 'Samples of all series',
      needs: IN_PUBLIC,
      inspect: () => inspectTable('public.metric', { time: timestamp, work_unit_id: text, name: text, value: double }),
    },
    ...hypertableSteps('metric', settings.metric, ['work_unit_id', 'name']),
    {
      id: 'performance-metric',
      reason: 'OEE samples',
      needs: IN_PUBLIC,
      inspect: () =>
        inspectTable('public.performance_metric', {
          time: timestamp,
          work_unit_id: text,
          oee_score: double,
          availability: double,
          performance: double,
          quality: double,
        }),
    },
    ...hypertableSteps('performance_metric', settings.performanceMetric, ['work_unit_id']),
    {
      id: 'work-unit',
      reason: 'Names and places of work units',
      needs: IN_PUBLIC,
      inspect: () => inspectTable('public.work_unit', { work_unit_id: text }),
    },
    {
      id: 'metric-definition',
      reason: 'Units, limits, cadence',
      needs: IN_PUBLIC,
      inspect: () => inspectTable('public.metric_definition', { work_unit_id: text, name: text }),
    },
  ];
}

type RawTable = 'metric' | 'performance_metric';
const STEP_PREFIX = { metric: 'metric', performance_metric: 'performance-metric' } as const;

function hypertableSteps(
  table: RawTable,
  settings: HypertableSettings,
  segmentBy: readonly string[],
): readonly [Draft, Draft] {
  const name = `public.${table}`;
  return [
    {
      id: `${STEP_PREFIX[table]}-hypertable`,
      reason: `${table} cut into chunks by time`,
      needs: { owns: name },
      inspect: () => inspectHypertable(name, settings.chunkInterval),
    },
    {
      id: `${STEP_PREFIX[table]}-compression`,
      reason: `How chunks of ${table} are compressed`,
      needs: { owns: name },
      inspect: (sql) => inspectCompression(name, { segmentBy, orderBy: ['"time" DESC'] }, sql),
    },
  ];
}

const routine = (id: SqlFile, name: string, reason: string): Draft => ({
  id,
  reason,
  needs: IN_TAKTLINE,
  inspect: (sql) => inspectRoutine(name, sql),
});

const trigger = (table: RawTable, event: 'insert' | 'update', reason: string): Draft => ({
  id: `${STEP_PREFIX[table]}-${event}-trigger`,
  reason,
  needs: { owns: `public.${table}` },
  inspect: (sql) => inspectTrigger(`public.${table}`, `taktline_wake_on_${event}`, sql),
});

const WAKE_UP_STEPS: readonly Draft[] = [
  routine('wake-up-channel', 'wake_up_channel', 'One rule for the channel of a work unit'),
  routine('notify-inserted', 'notify_inserted', 'Wakes readers after INSERT, never fails the writer'),
  routine('notify-updated', 'notify_updated', 'Wakes readers after UPDATE, never fails the writer'),
  trigger('metric', 'insert', 'New samples reach screens at once; rules out two-phase commit for writers of metric'),
  trigger('metric', 'update', 'Corrected samples reach screens'),
  trigger(
    'performance_metric',
    'insert',
    'New OEE samples reach screens at once; rules out two-phase commit for writers of performance_metric',
  ),
  trigger('performance_metric', 'update', 'Corrected OEE samples reach screens'),
];

type Pair = `${Family}-${AggregateLevel}`;
type KeptPair = `${Family}-${'1min' | '5min'}`;

/** Family by family, each bottom-up: an aggregate needs the one below it. */
function aggregateSteps(settings: SchemaSettings): readonly Draft[] {
  return FAMILIES.flatMap((family) =>
    AGGREGATE_LEVELS.map((level): Draft => {
      const id: Pair = `${family}-${level}`;
      return {
        id,
        reason: `Exact ${level} buckets`,
        needs: { creates: 'in-public', owns: `public.${RAW_TABLE[family]}` },
        inspect: () => inspectAggregate(family, level, settings),
      };
    }),
  );
}

function refreshSteps(settings: SchemaSettings, refreshesApart: boolean): readonly Draft[] {
  return FAMILIES.flatMap((family) =>
    AGGREGATE_LEVELS.map((level): Draft => {
      const pair: Pair = `${family}-${level}`;
      const view = viewName(family, level);
      const of = settings.levels[level];
      const wanted = { startOffsetMs: of.refreshStart, endOffsetMs: of.refreshEnd, everyMs: of.refreshEvery };
      return {
        id: `${pair}-refresh`,
        reason: `Keeps ${view} up to date, late rows included`,
        needs: { owns: `public.${view}` },
        inspect: (sql) =>
          inspectRefresh(`public.${view}`, wanted, refreshesApart ? refreshSlotMs(family, level) : undefined, sql),
      };
    }),
  );
}

function aggregateUpkeepSteps(settings: SchemaSettings): readonly Draft[] {
  return FAMILIES.flatMap((family) =>
    (['1min', '5min'] as const).flatMap((level): readonly Draft[] => {
      const pair: KeptPair = `${family}-${level}`;
      const view = viewName(family, level);
      const { compressAfter, dropAfter } = settings.levels[level];
      const needs: Needs = { owns: `public.${view}` };
      return [
        {
          id: `${pair}-compression`,
          reason: `Compresses old chunks of ${view}`,
          needs,
          inspect: (sql) =>
            inspectPolicy(
              `public.${view}`,
              'policy_compression',
              compressAfter === undefined ? {} : { compressAfterMs: compressAfter },
              sql,
            ),
        },
        {
          id: `${pair}-retention`,
          reason: `Drops chunks of ${view} past their time`,
          needs,
          inspect: (sql) =>
            inspectPolicy(
              `public.${view}`,
              'policy_retention',
              dropAfter === undefined ? {} : { dropAfterMs: dropAfter },
              sql,
            ),
        },
      ];
    }),
  );
}

function rawPolicySteps(table: RawTable, settings: SchemaSettings): readonly Draft[] {
  const of = table === 'metric' ? settings.metric : settings.performanceMetric;
  const name = `public.${table}`;
  const isSparing = table === 'metric' && settings.keepRecordings;
  const stepId = isSparing ? 'metric-retention-sparing-recordings' : (`${STEP_PREFIX[table]}-retention` as const);
  return [
    {
      id: `${STEP_PREFIX[table]}-compression-policy`,
      reason: `Compresses old chunks of ${table}`,
      needs: { owns: name },
      inspect: (sql) => inspectPolicy(name, 'policy_compression', { compressAfterMs: of.compressAfter }, sql),
    },
    ...(isSparing
      ? [
          routine(
            'drop-unrecorded-chunks',
            'drop_unrecorded_chunks',
            'How old raw samples are dropped while recordings stay',
          ),
        ]
      : []),
    {
      id: stepId,
      reason: `Drops samples of ${table} past their time${isSparing ? ', recordings excepted' : ''}`,
      needs: { owns: name },
      inspect: (sql) => inspectRawRetention({ table: name, stepId, dropAfter: of.dropAfter, isSparing, addSql: sql }),
    },
  ];
}

function policySteps(settings: SchemaSettings, refreshesApart: boolean): readonly Draft[] {
  return [
    ...rawPolicySteps('metric', settings),
    ...rawPolicySteps('performance_metric', settings),
    routine(
      'refresh-oldest-first',
      'refresh_oldest_first',
      'Makes refreshes go oldest first, so that they never hide a row',
    ),
    ...refreshSteps(settings, refreshesApart),
    ...aggregateUpkeepSteps(settings),
  ];
}

export interface StepOptions {
  /** The role of daily work; undefined: none is made. */
  readonly reader?: ReaderSettings | undefined;
  /** What the server's version asks to be done differently. */
  readonly adaptations?: ReadonlySet<PlanAdaptation>;
}

/**
 * All steps in the order in which they apply.
 * @param settings fill the placeholders; `keepRecordings` chooses between two kinds of retention for metric
 */
export function provisioningSteps(
  settings: SchemaSettings,
  { reader, adaptations = new Set() }: StepOptions = {},
): readonly ProvisioningStep[] {
  const refreshesApart = adaptations.has('one-refresh-at-a-time');
  const parameters = sqlParameters(settings, refreshesApart);
  const complete = (group: StepGroup, drafts: readonly Draft[]): readonly ProvisioningStep[] =>
    drafts.map((draft) => {
      const sql = renderSql(SQL_TEXT[draft.id], parameters);
      return { id: draft.id, reason: draft.reason, needs: draft.needs, group, sql, inspect: draft.inspect(sql) };
    });
  return [
    ...complete('schema', schemaSteps(settings)),
    ...complete('aggregates', aggregateSteps(settings)),
    ...complete('policies', policySteps(settings, refreshesApart)),
    ...complete('wake-ups', WAKE_UP_STEPS),
    ...(reader === undefined ? [] : readerSteps(reader)),
  ];
}
