import type { Catalogue, LedgerLine } from './catalogue/catalogue';
import { readCatalogue } from './catalogue/read-catalogue';
import { removePolicySql } from './inspect-policies';
import { AGGREGATE_LEVELS, BUCKET_MS, bucketStart, FAMILIES, RAW_TABLE, viewName } from './levels';
import type { Plan, PlanStep } from './plan';
import { undoReader } from './reader-removal';
import { readerOfStep } from './reader-step-id';
import type { SqlClient } from './sql-client';
import { STEP_GROUPS, type StepGroup } from './steps';

/** How one step is undone; `keep` says why it stays. */
type Undo = { readonly sql: string } | { readonly keep: string };

/**
 * Lists what undoes everything that we made, in reverse order of the ledger; changes nothing. What others made stays,
 * and so does whatever holds rows that nothing else holds: a table with samples, an aggregate of dropped samples.
 * After it the ledger is gone, and what was kept belongs to the plant.
 */
export async function planRemoval(client: SqlClient): Promise<Plan> {
  const catalogue = await readCatalogue(client);
  return removalFrom(catalogue, await firstBuckets(client, catalogue));
}

function removalFrom(catalogue: Catalogue, firstBucketsMs: ReadonlyMap<string, number>): Plan {
  const { database, name: role } = catalogue.role;
  const base = { purpose: 'remove', database, role, problems: [] } as const;
  if (catalogue.ledger === undefined) {
    const note = catalogue.relations.has('taktline.applied_step')
      ? [`${role} may not read taktline.applied_step; remove as the role that provisioned.`]
      : [];
    return { ...base, problems: note, steps: [], notes: [] };
  }
  const keptViews = viewsToKeep(catalogue, firstBucketsMs);
  const steps: PlanStep[] = [];
  const notes: string[] = [];
  for (const [stepId, line] of newestFirst(catalogue)) {
    if (line.outcome === 'found' || stepId === 'taktline-schema' || stepId === 'applied-step') continue;
    const undo = undoOf(catalogue, stepId, keptViews);
    if (undo === undefined) continue;
    if ('keep' in undo) notes.push(undo.keep);
    else steps.push(removalStep(stepId, undo.sql));
  }
  return { ...base, steps: [...steps, lastStep(catalogue)], notes };
}

function newestFirst(catalogue: Catalogue): readonly (readonly [string, LedgerLine])[] {
  return [...(catalogue.ledger ?? [])].sort(([, a], [, b]) => b.ordinal - a.ordinal);
}

/** The steps that take away the wake-ups alone, those that we made; empty where there are none. */
export function undoWakeUps(catalogue: Catalogue): readonly PlanStep[] {
  return newestFirst(catalogue).flatMap(([stepId, { outcome }]) => {
    const isOurs = outcome === 'made' && groupOf(stepId) === 'wake-ups';
    const undo = isOurs ? undoOf(catalogue, stepId, new Set()) : undefined;
    return undo !== undefined && 'sql' in undo ? [removalStep(stepId, undo.sql)] : [];
  });
}

function removalStep(stepId: string, sql: string): PlanStep {
  return {
    id: stepId,
    group: groupOf(stepId),
    action: 'remove',
    reason: `Takes back ${stepId}`,
    sql,
    locks: /DROP|remove_/.test(sql) ? 'what is dropped, for a moment.' : 'nothing.',
    entries: [{ stepId, group: groupOf(stepId), checksum: '', outcome: 'removed' }],
  };
}

/** The bookkeeping goes last and at once: until then every step finds its place in it. */
function lastStep(catalogue: Catalogue): PlanStep {
  const madeSchema = catalogue.ledger?.get('taktline-schema')?.outcome === 'made';
  const keepsRecordings = catalogue.relations.get('taktline.recording')?.hasRows === true;
  const sql = [
    'DROP TABLE taktline.applied_step',
    ...(madeSchema && !keepsRecordings ? ['DROP SCHEMA taktline'] : []),
  ].join(';\n');
  return { ...removalStep('taktline-schema', sql), reason: 'Takes back the ledger and its schema', entries: [] };
}

function groupOf(stepId: string): StepGroup {
  if (readerOfStep(stepId) !== undefined) return 'roles';
  if (/-trigger$|^notify-|^wake-up/.test(stepId)) return STEP_GROUPS[3];
  if (/-(refresh|retention|policy)$|sparing|drop-unrecorded|-(1min|5min)-compression$/.test(stepId)) {
    return STEP_GROUPS[2];
  }
  return /-(1min|5min|1hour|1day)$/.test(stepId) ? STEP_GROUPS[1] : STEP_GROUPS[0];
}

const TABLE_OF_STEP: Readonly<Record<string, string>> = {
  metric: 'public.metric',
  'performance-metric': 'public.performance_metric',
  'work-unit': 'public.work_unit',
  'metric-definition': 'public.metric_definition',
  recording: 'taktline.recording',
};

const ROUTINE_OF_STEP: Readonly<Record<string, string>> = {
  'wake-up-channel': 'FUNCTION taktline.wake_up_channel(text)',
  'notify-inserted': 'FUNCTION taktline.notify_inserted()',
  'notify-updated': 'FUNCTION taktline.notify_updated()',
  'refresh-oldest-first': 'FUNCTION taktline.refresh_oldest_first(integer)',
  'drop-unrecorded-chunks': 'PROCEDURE taktline.drop_unrecorded_chunks(integer, jsonb)',
};

/** Undefined: there is nothing left of it, or it goes with something else. */
function undoOf(catalogue: Catalogue, stepId: string, keptViews: ReadonlySet<string>): Undo | undefined {
  const reader = readerOfStep(stepId);
  if (reader !== undefined) return undoReader(catalogue, stepId, reader);
  const table = TABLE_OF_STEP[stepId];
  if (table !== undefined) return undoTable(catalogue, table, keptViews);
  const routine = ROUTINE_OF_STEP[stepId];
  if (routine !== undefined) return { sql: `DROP ${routine.replace(' ', ' IF EXISTS ')}` };
  if (stepId === 'preparation') return { sql: 'DROP TABLE IF EXISTS taktline.preparation' };
  if (stepId === 'timescaledb') return undoExtension(catalogue);
  const trigger = /^(.*)-(insert|update)-trigger$/.exec(stepId);
  if (trigger !== null) return undoTrigger(catalogue, TABLE_OF_STEP[trigger[1] ?? ''] ?? '', trigger[2] ?? '');
  if (stepId === 'metric-retention-sparing-recordings') return undoSparingJob(catalogue);
  const view = viewOfStep(stepId);
  if (view !== undefined && stepId === view.stepId) return undoView(catalogue, view.name, keptViews);
  const policy = policyOfStep(stepId);
  if (policy !== undefined) return { sql: removePolicySql(policy.relation, policy.procedure) };
  return undoTableForm(catalogue, stepId);
}

function viewOfStep(stepId: string): { readonly name: string; readonly stepId: string } | undefined {
  const match = /^(metric|oee)-(1min|5min|1hour|1day)(-|$)/.exec(stepId);
  if (match === null) return undefined;
  return { name: `public.${match[1]}_${match[2]}`, stepId: `${match[1]}-${match[2]}` };
}

function policyOfStep(stepId: string) {
  const relation = viewOfStep(stepId)?.name ?? TABLE_OF_STEP[stepId.replace(/-(compression-policy|retention)$/, '')];
  if (relation === undefined) return undefined;
  if (stepId.endsWith('-refresh')) return { relation, procedure: 'policy_refresh_continuous_aggregate' } as const;
  if (stepId.endsWith('-retention')) return { relation, procedure: 'policy_retention' } as const;
  if (stepId.endsWith('-compression-policy') || viewOfStep(stepId) !== undefined) {
    return { relation, procedure: 'policy_compression' } as const;
  }
  return undefined;
}

function undoTable(catalogue: Catalogue, name: string, keptViews: ReadonlySet<string>): Undo | undefined {
  const relation = catalogue.relations.get(name);
  if (relation === undefined) return undefined;
  if (relation.hasRows) return { keep: `${name} stays: it holds rows, and they are the plant's.` };
  if ([...keptViews].some((view) => rawTableOf(view) === name)) {
    return { keep: `${name} stays: aggregates that are kept are made from it.` };
  }
  return { sql: `DROP TABLE ${name}` };
}

function undoView(catalogue: Catalogue, name: string, keptViews: ReadonlySet<string>): Undo | undefined {
  if (!catalogue.relations.has(name)) return undefined;
  if (!keptViews.has(name)) return { sql: `DROP MATERIALIZED VIEW ${name}` };
  return {
    keep: `${name} stays: it, or a level above it, holds buckets of samples that are gone, which nothing else holds.`,
  };
}

function undoTrigger(catalogue: Catalogue, table: string, event: string): Undo | undefined {
  if (!catalogue.relations.has(table)) return undefined;
  return { sql: `DROP TRIGGER IF EXISTS taktline_wake_on_${event} ON ${table}` };
}

function undoSparingJob(catalogue: Catalogue): Undo | undefined {
  const job = catalogue.jobs.find((each) => each.procedure === 'drop_unrecorded_chunks');
  return job === undefined ? undefined : { sql: `SELECT delete_job(${job.jobId})` };
}

function undoExtension(catalogue: Catalogue): Undo {
  const others = [...catalogue.relations].some(([, relation]) => relation.hypertable !== undefined && relation.hasRows);
  if (others) return { keep: 'The extension timescaledb stays: tables that are kept need it.' };
  // Without CASCADE: where anything of others rests on it, the server refuses and the step says so.
  return { sql: 'DROP EXTENSION timescaledb' };
}

/** Chunks and compression of a table: gone with it where it is ours, kept where it is not. */
function undoTableForm(catalogue: Catalogue, stepId: string): Undo | undefined {
  const owner = stepId.replace(/-(hypertable|compression)$/, '');
  if (catalogue.ledger?.get(owner)?.outcome === 'made') return undefined;
  const name = TABLE_OF_STEP[owner];
  const relation = name === undefined ? undefined : catalogue.relations.get(name);
  if (name === undefined || relation === undefined) return undefined;
  if (stepId.endsWith('-compression') && relation.hypertable?.hasCompressedChunks === false) {
    return { sql: `ALTER TABLE ${name} SET (timescaledb.compress = false)` };
  }
  return { keep: `${name} stays a hypertable as it is: turning it back would rewrite its rows.` };
}

/** Views that hold buckets older than any raw row, and every level below them. */
function viewsToKeep(catalogue: Catalogue, firstBucketsMs: ReadonlyMap<string, number>): ReadonlySet<string> {
  const kept = new Set<string>();
  for (const family of FAMILIES) {
    const rawFromMs = catalogue.relations.get(`public.${RAW_TABLE[family]}`)?.hypertable?.oldestChunk?.fromMs;
    let isKept = false;
    for (const level of [...AGGREGATE_LEVELS].reverse()) {
      const name = `public.${viewName(family, level)}`;
      const firstMs = firstBucketsMs.get(name);
      const againFromMs = rawFromMs === undefined ? Number.POSITIVE_INFINITY : bucketStart(rawFromMs, BUCKET_MS[level]);
      if (firstMs !== undefined && firstMs < againFromMs) isKept = true;
      if (isKept && catalogue.relations.has(name)) kept.add(name);
    }
  }
  return kept;
}

/** Start of the oldest stored bucket of each view that has one, ms since the epoch. */
async function firstBuckets(client: SqlClient, catalogue: Catalogue): Promise<ReadonlyMap<string, number>> {
  const first = new Map<string, number>();
  if (catalogue.timescale.installed === undefined) return first;
  const { rows } = await client.query(`
    SELECT view_schema || '.' || view_name AS name,
      format('%I.%I', materialization_hypertable_schema, materialization_hypertable_name) AS stored
    FROM timescaledb_information.continuous_aggregates`);
  for (const { name, stored } of rows) {
    if (catalogue.relations.get(String(name))?.isOurs !== true) continue;
    // Stored buckets alone: what a view computes on reading can always be computed again. The name is quoted by the server.
    const answer = await client.query(
      `SELECT extract(epoch FROM min(bucket))::float8 * 1000 AS first_ms FROM ${stored}`,
    );
    const firstMs = answer.rows[0]?.first_ms;
    if (firstMs != null) first.set(String(name), Math.round(Number(firstMs)));
  }
  return first;
}

function rawTableOf(view: string): string {
  return `public.${view.startsWith('public.oee_') ? RAW_TABLE.oee : RAW_TABLE.metric}`;
}
