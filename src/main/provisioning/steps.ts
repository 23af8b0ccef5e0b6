import { CALENDAR_TABLE } from '../../shared/calendar/calendar-rows';
import type { SourceChoice, SourceChoices } from './adoption';
import type { PlanAdaptation } from './connection-test/known-faults';
import { inspectAggregate } from './inspect-aggregates';
import { inspectPolicy, inspectRawRetention, inspectRefresh } from './inspect-policies';
import { inspectCompression, inspectHypertable, inspectTable } from './inspect-tables';
import { AGGREGATE_LEVELS, type AggregateLevel, FAMILIES, type Family, RAW_TABLE, viewName } from './levels';
import { READER_RELATIONS, type ReaderSettings, readerSteps } from './reader-steps';
import { refreshSlotMs } from './refresh-slots';
import { renderSql } from './render-sql';
import type { Needs } from './rights';
import type { HypertableSettings, SchemaSettings } from './schema-settings';
import { OUR_SOURCES } from './source-parameters';
import { SQL_TEXT, type SqlFile } from './sql-files';
import { sqlParameters } from './sql-parameters';
import { type Draft, IN_TAKTLINE, routine, STEP_PREFIX } from './step-draft';
import { ABSENT, type Inspect, RIGHT, refused } from './step-state';
import { wakeUpSteps } from './wake-up-steps';

/**
 * The wanted state as a list, one entry per object, in the order of applying. It is long because it is the whole list:
 * read from top to bottom it is the plan of an empty database; what inspects an object lies in the `inspect-*` files.
 */

/** Parts that can be applied apart; later ones need the earlier ones. `wake-ups` is opt-in on a real plant. */
export const STEP_GROUPS = ['schema', 'aggregates', 'policies', 'wake-ups', 'roles'] as const;
export type StepGroup = (typeof STEP_GROUPS)[number];

/** One change to the plant's database, complete: what runs, why, and how the catalogue stands to it. */
export interface ProvisioningStep {
  /**
   * Stable name, that of its file in sql/ (for a role with the role's name behind it, for an adopted table's own
   * functions with its family before it); the key of the ledger.
   */
  readonly id: string;
  readonly group: StepGroup;
  readonly reason: string;
  /** Rendered SQL, one transaction. */
  readonly sql: string;
  readonly inspect: Inspect;
  readonly needs: Needs;
}

const text = 'text';
const double = 'double precision';
const timestamp = 'timestamp with time zone';

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

/** Which tables the samples are in, and what is done with them: both ours unless the plant has its own. */
export const OWN_SOURCES: SourceChoices = {
  metric: { mode: 'own', parameters: OUR_SOURCES, notes: [], problems: [] },
  oee: { mode: 'own', parameters: OUR_SOURCES, notes: [], problems: [] },
};

function schemaSteps(settings: SchemaSettings, sources: SourceChoices): readonly Draft[] {
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
      id: 'work-calendar',
      reason: 'When which line produces, for every appliance of the plant; empty until "provision calendar" writes it',
      needs: IN_TAKTLINE,
      inspect: () => inspectTable(CALENDAR_TABLE, { line: text, document_version: 'smallint', document: 'jsonb' }),
    },
    {
      id: 'timescaledb',
      reason: 'The extension that the plant’s history rests on',
      needs: { creates: 'extension' },
      inspect: () => inspectExtension,
    },
    ...(FAMILIES.some((family) => sources[family].mode === 'convert') ? [ADOPTION_STEP] : []),
    ...tableSteps('metric', settings, sources.metric),
    ...tableSteps('oee', settings, sources.oee),
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
const ADOPTION_STEP: Draft = {
  id: 'adoption',
  reason: 'What conversion changes of a plant’s own table, so that it can be taken back',
  needs: IN_TAKTLINE,
  inspect: () => inspectTable('taktline.adoption', { family: text, original_keys: 'jsonb' }),
};

const OUR_TABLES: Readonly<Record<Family, Draft>> = {
  metric: {
    id: 'metric',
    reason: 'Samples of all series',
    needs: IN_PUBLIC,
    inspect: () => inspectTable('public.metric', { time: timestamp, work_unit_id: text, name: text, value: double }),
  },
  oee: {
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
};

/** Ours is made; a plant's own is converted, or left as the hypertable that it is. */
function tableSteps(family: Family, settings: SchemaSettings, source: SourceChoice): readonly Draft[] {
  if (source.mode === 'own') {
    const of = family === 'metric' ? settings.metric : settings.performanceMetric;
    return [
      OUR_TABLES[family],
      ...hypertableSteps(family, of, family === 'metric' ? ['work_unit_id', 'name'] : ['work_unit_id']),
    ];
  }
  if (source.conversion === undefined) return [];
  const relation = source.parameters[`${family}_relation`] ?? '';
  const { stops, estimateMs } = source.conversion;
  const sideEffect = stops.join(' ');
  return [
    {
      id: `${STEP_PREFIX[family]}-conversion`,
      reason: `${relation} becomes a hypertable, so that aggregates can be made of it`,
      needs: { owns: relation },
      inspect: () => () => ({ kind: 'absent', estimateMs, ...(sideEffect === '' ? {} : { sideEffect }) }),
    },
  ];
}

function hypertableSteps(
  family: Family,
  settings: HypertableSettings,
  segmentBy: readonly string[],
): readonly [Draft, Draft] {
  const table = RAW_TABLE[family];
  const name = `public.${table}`;
  return [
    {
      id: `${STEP_PREFIX[family]}-hypertable`,
      reason: `${table} cut into chunks by time`,
      needs: { owns: name },
      inspect: () => inspectHypertable(name, settings.chunkInterval),
    },
    {
      id: `${STEP_PREFIX[family]}-compression`,
      reason: `How chunks of ${table} are compressed`,
      needs: { owns: name },
      inspect: (sql) => inspectCompression(name, { segmentBy, orderBy: ['"time" DESC'] }, sql),
    },
  ];
}

type Pair = `${Family}-${AggregateLevel}`;
type KeptPair = `${Family}-${'1min' | '5min'}`;

/** Family by family, each bottom-up: an aggregate needs the one below it. */
function aggregateSteps(
  settings: SchemaSettings,
  sources: SourceChoices,
  families: readonly Family[],
): readonly Draft[] {
  return families.flatMap((family) =>
    AGGREGATE_LEVELS.map((level): Draft => {
      const id: Pair = `${family}-${level}`;
      return {
        id,
        reason: `Exact ${level} buckets`,
        needs: { creates: 'in-public', owns: sources[family].parameters[`${family}_relation`] ?? '' },
        inspect: () => inspectAggregate(family, level, settings, sources[family].parameters),
      };
    }),
  );
}

function refreshSteps(
  settings: SchemaSettings,
  families: readonly Family[],
  refreshesApart: boolean,
): readonly Draft[] {
  return families.flatMap((family) =>
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

function aggregateUpkeepSteps(settings: SchemaSettings, families: readonly Family[]): readonly Draft[] {
  return families.flatMap((family) =>
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

function rawPolicySteps(family: Family, settings: SchemaSettings): readonly Draft[] {
  const table: RawTable = family === 'metric' ? 'metric' : 'performance_metric';
  const of = table === 'metric' ? settings.metric : settings.performanceMetric;
  const name = `public.${table}`;
  const isSparing = table === 'metric' && settings.keepRecordings;
  const stepId = isSparing ? 'metric-retention-sparing-recordings' : (`${STEP_PREFIX[family]}-retention` as const);
  return [
    {
      id: `${STEP_PREFIX[family]}-compression-policy`,
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
      reason: isSparing
        ? `Drops samples of ${table} past their time, recordings excepted`
        : `Drops samples of ${table} past their time`,
      needs: { owns: name },
      inspect: (sql) => inspectRawRetention({ table: name, stepId, dropAfter: of.dropAfter, isSparing, addSql: sql }),
    },
  ];
}

function policySteps(
  settings: SchemaSettings,
  sources: SourceChoices,
  families: readonly Family[],
  refreshesApart: boolean,
): readonly Draft[] {
  return [
    // Rows of others are compressed and dropped by others.
    ...families
      .filter((family) => sources[family].mode === 'own')
      .flatMap((family) => rawPolicySteps(family, settings)),
    routine(
      'refresh-oldest-first',
      'refresh_oldest_first',
      'Makes refreshes go oldest first, so that they never hide a row',
    ),
    ...refreshSteps(settings, families, refreshesApart),
    ...aggregateUpkeepSteps(settings, families),
  ];
}

export interface StepOptions {
  /** The role of daily work; undefined: none is made. */
  readonly reader?: ReaderSettings | undefined;
  /** What the server's version asks to be done differently. */
  readonly adaptations?: ReadonlySet<PlanAdaptation>;
  /** The tables of the samples and what is done with them; both ours unless told. */
  readonly sources?: SourceChoices;
}

/** Whether a relation is made here: the tables of a plant's own are theirs to open, and what is only read has no views. */
function isMade(sources: SourceChoices): (relation: string) => boolean {
  const absent = FAMILIES.flatMap((family) => {
    const { mode } = sources[family];
    const views = AGGREGATE_LEVELS.map((level) => `public.${viewName(family, level)}`);
    return [...(mode === 'own' ? [] : [`public.${RAW_TABLE[family]}`]), ...(mode === 'read-only' ? views : [])];
  });
  return (relation) => !absent.includes(relation);
}

/**
 * All steps in the order in which they apply; none where both tables are only read.
 * @param settings fill the placeholders; `keepRecordings` chooses between two kinds of retention for metric
 */
export function provisioningSteps(
  settings: SchemaSettings,
  { reader, adaptations = new Set(), sources = OWN_SOURCES }: StepOptions = {},
): readonly ProvisioningStep[] {
  const families = FAMILIES.filter((family) => sources[family].mode !== 'read-only');
  if (families.length === 0) return [];
  const refreshesApart = adaptations.has('one-refresh-at-a-time');
  const common = {
    ...sqlParameters(settings, refreshesApart),
    ...sources.metric.parameters,
    ...sources.oee.parameters,
  };
  const complete = (group: StepGroup, drafts: readonly Draft[]): readonly ProvisioningStep[] =>
    drafts.map(({ id, reason, needs, inspect, file, parameters }) => {
      // A name without a file of its own says which file it is made from.
      const sql = renderSql(SQL_TEXT[file ?? (id as SqlFile)], { ...common, ...parameters });
      return { id, reason, needs, group, sql, inspect: inspect(sql) };
    });
  return [
    ...complete('schema', schemaSteps(settings, sources)),
    ...complete('aggregates', aggregateSteps(settings, sources, families)),
    ...complete('policies', policySteps(settings, sources, families, refreshesApart)),
    ...complete('wake-ups', wakeUpSteps(sources)),
    ...(reader === undefined ? [] : readerSteps(reader, READER_RELATIONS.filter(isMade(sources)))),
  ];
}
