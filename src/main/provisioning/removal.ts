import { type AdoptionRecord, readAdoptionRecords, tablesInUse } from './adoption-record';
import type { Catalogue, LedgerLine } from './catalogue/catalogue';
import { readCatalogue } from './catalogue/read-catalogue';
import { removePolicySql } from './inspect-policies';
import { AGGREGATE_LEVELS, BUCKET_MS, bucketStart, FAMILIES, type Family, viewName } from './levels';
import type { Plan, PlanStep } from './plan';
import { undoReader } from './reader-removal';
import { readerOfStep } from './reader-step-id';
import { relationNameSql, sourceRelation } from './source-table';
import type { SqlClient } from './sql-client';
import { STEP_GROUPS, type StepGroup } from './steps';
import { type ConversionUndo, undoConversion } from './undo-conversion';

/** How one step is undone; `keep` says why it stays. */
type Undo = { readonly sql: string; readonly estimateMs?: number } | { readonly keep: string };

/** What removal needs beside the catalogue. */
interface Found {
  readonly catalogue: Catalogue;
  readonly keptViews: ReadonlySet<string>;
  readonly conversions: readonly ConversionUndo[];
  readonly wakeUps: readonly WakeUp[];
}

/** A trigger of ours, on whichever table. */
interface WakeUp {
  readonly relation: string;
  readonly trigger: string;
  readonly family: string;
}

/**
 * Lists what undoes everything that we made, in reverse order of the ledger; changes nothing. What others made stays,
 * and so does whatever holds rows that nothing else holds: a table with samples, an aggregate of dropped samples.
 * After it the ledger is gone, and what was kept belongs to the plant.
 */
export async function planRemoval(client: SqlClient): Promise<Plan> {
  const records = await readAdoptionRecords(client);
  const catalogue = await readCatalogue(client, { tables: await tablesInUse(client, records) });
  const keptViews = viewsToKeep(catalogue, await firstBuckets(client, catalogue));
  const conversions = await undoConversions(client, catalogue, records, keptViews);
  return removalFrom({ catalogue, keptViews, conversions, wakeUps: await findWakeUps(client) });
}

function removalFrom(found: Found): Plan {
  const { catalogue } = found;
  const { database, name: role } = catalogue.role;
  const base = { purpose: 'remove', database, role, problems: [] } as const;
  if (catalogue.ledger === undefined) {
    const note = catalogue.relations.has('taktline.applied_step')
      ? [`${role} may not read taktline.applied_step; remove as the role that provisioned.`]
      : [];
    return { ...base, problems: note, steps: [], notes: [] };
  }
  const steps: PlanStep[] = [];
  const notes: string[] = [];
  for (const [stepId, line] of newestFirst(catalogue)) {
    if (line.outcome === 'found' || stepId === 'taktline-schema' || stepId === 'applied-step') continue;
    const undo = undoOf(found, stepId);
    if (undo === undefined) continue;
    if ('keep' in undo) notes.push(undo.keep);
    else steps.push(removalStep(stepId, undo));
  }
  // What a conversion changed is known nowhere else: the ledger stays as long as one does.
  const isLedgerNeeded = found.conversions.some((undo) => 'keep' in undo);
  return { ...base, steps: isLedgerNeeded ? steps : [...steps, lastStep(catalogue)], notes };
}

function newestFirst(catalogue: Catalogue): readonly (readonly [string, LedgerLine])[] {
  return [...(catalogue.ledger ?? [])].sort(([, a], [, b]) => b.ordinal - a.ordinal);
}

/** The steps that take away the wake-ups alone, those that we made; empty where there are none. */
export function undoWakeUps(catalogue: Catalogue): readonly PlanStep[] {
  const wakeUps = FAMILIES.flatMap((family) =>
    ['insert', 'update'].map((event) => ({
      relation: sourceRelation(catalogue.tables, family),
      trigger: `taktline_wake_on_${event}`,
      family,
    })),
  ).filter(({ relation, trigger }) => catalogue.triggers.has(`${relation} ${trigger}`));
  const found: Found = { catalogue, keptViews: new Set(), conversions: [], wakeUps };
  return newestFirst(catalogue).flatMap(([stepId, { outcome }]) => {
    const isOurs = outcome === 'made' && groupOf(stepId) === 'wake-ups';
    const undo = isOurs ? undoOf(found, stepId) : undefined;
    return undo !== undefined && 'sql' in undo ? [removalStep(stepId, undo)] : [];
  });
}

async function undoConversions(
  client: SqlClient,
  catalogue: Catalogue,
  records: readonly AdoptionRecord[],
  keptViews: ReadonlySet<string>,
): Promise<readonly ConversionUndo[]> {
  const all: ConversionUndo[] = [];
  for (const record of records) {
    const relation = sourceRelation(catalogue.tables, record.family);
    const isUsed = [...keptViews].some((view) => rawTableOf(catalogue, view) === relation);
    const undo = isUsed
      ? { record, keep: `${relation} stays a hypertable: aggregates that are kept are made from it.` }
      : await undoConversion(client, catalogue, record);
    if (undo !== undefined) all.push(undo);
  }
  return all;
}

const WAKE_UPS = `
  SELECT ${relationNameSql('n.nspname', 'c.relname')} AS relation, g.tgname::text AS trigger,
    rtrim(encode(g.tgargs, 'escape'), '\\0') AS family
  FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_proc p ON p.oid = g.tgfoid
  WHERE p.pronamespace = to_regnamespace('taktline') AND g.tgname LIKE 'taktline_wake_on_%'
    AND n.nspname NOT LIKE '\\_timescaledb%'
  ORDER BY 1, 2`;

async function findWakeUps(client: SqlClient): Promise<readonly WakeUp[]> {
  const { rows } = await client.query(WAKE_UPS);
  return rows.map((row) => ({
    relation: String(row.relation),
    trigger: String(row.trigger),
    family: String(row.family),
  }));
}

function removalStep(stepId: string, undo: { readonly sql: string; readonly estimateMs?: number }): PlanStep {
  const { sql, estimateMs } = undo;
  const isMove = stepId.endsWith('-conversion');
  return {
    id: stepId,
    group: groupOf(stepId),
    action: 'remove',
    reason: isMove ? 'Turns the hypertable back into the table that it was, row by row' : `Takes back ${stepId}`,
    sql,
    locks: isMove
      ? 'the table, exclusively, for as long as its rows take to move: nobody reads or writes it meanwhile.'
      : /DROP|remove_/.test(sql)
        ? 'what is dropped, for a moment.'
        : 'nothing.',
    ...(estimateMs === undefined ? {} : { estimateMs }),
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
  return { ...removalStep('taktline-schema', { sql }), reason: 'Takes back the ledger and its schema', entries: [] };
}

function groupOf(stepId: string): StepGroup {
  if (readerOfStep(stepId) !== undefined) return 'roles';
  if (/-trigger$|(^|-)notify-|^wake-up/.test(stepId)) return STEP_GROUPS[3];
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

const FAMILY_OF_TABLE: Readonly<Record<string, Family>> = { metric: 'metric', 'performance-metric': 'oee' };

const ROUTINE_OF_STEP: Readonly<Record<string, string>> = {
  'wake-up-channel': 'FUNCTION taktline.wake_up_channel(text)',
  'notify-inserted': 'FUNCTION taktline.notify_inserted()',
  'notify-updated': 'FUNCTION taktline.notify_updated()',
  'metric-notify-inserted': 'FUNCTION taktline.notify_metric_inserted()',
  'metric-notify-updated': 'FUNCTION taktline.notify_metric_updated()',
  'oee-notify-inserted': 'FUNCTION taktline.notify_oee_inserted()',
  'oee-notify-updated': 'FUNCTION taktline.notify_oee_updated()',
  'refresh-oldest-first': 'FUNCTION taktline.refresh_oldest_first(integer)',
  'drop-unrecorded-chunks': 'PROCEDURE taktline.drop_unrecorded_chunks(integer, jsonb)',
};

/** Undefined: there is nothing left of it, or it goes with something else. */
function undoOf(found: Found, stepId: string): Undo | undefined {
  const { catalogue, keptViews, conversions } = found;
  if (stepId.endsWith('-conversion')) {
    return conversions.find((undo) => FAMILY_OF_TABLE[stepId.replace('-conversion', '')] === undo.record.family);
  }
  if (stepId === 'adoption') {
    return conversions.some((undo) => 'keep' in undo) ? undefined : { sql: 'DROP TABLE IF EXISTS taktline.adoption' };
  }
  const reader = readerOfStep(stepId);
  if (reader !== undefined) return undoReader(catalogue, stepId, reader);
  const table = TABLE_OF_STEP[stepId];
  if (table !== undefined) return undoTable(catalogue, table, keptViews);
  const routine = ROUTINE_OF_STEP[stepId];
  if (routine !== undefined) return { sql: `DROP ${routine.replace(' ', ' IF EXISTS ')}` };
  if (stepId === 'preparation') return { sql: 'DROP TABLE IF EXISTS taktline.preparation' };
  if (stepId === 'timescaledb') return undoExtension(found);
  const trigger = /^(.*)-(insert|update)-trigger$/.exec(stepId);
  if (trigger !== null) return undoTrigger(found.wakeUps, FAMILY_OF_TABLE[trigger[1] ?? ''], trigger[2] ?? '');
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
  if ([...keptViews].some((view) => rawTableOf(catalogue, view) === name)) {
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

function undoTrigger(wakeUps: readonly WakeUp[], family: Family | undefined, event: string): Undo | undefined {
  const found = wakeUps.filter((each) => each.family === family && each.trigger === `taktline_wake_on_${event}`);
  if (found.length === 0) return undefined;
  return { sql: found.map((each) => `DROP TRIGGER IF EXISTS ${each.trigger} ON ${each.relation}`).join(';\n') };
}

function undoSparingJob(catalogue: Catalogue): Undo | undefined {
  const job = catalogue.jobs.find((each) => each.procedure === 'drop_unrecorded_chunks');
  return job === undefined ? undefined : { sql: `SELECT delete_job(${job.jobId})` };
}

function undoExtension({ catalogue, keptViews, conversions }: Found): Undo {
  const turnedBack = conversions
    .filter((undo) => 'sql' in undo)
    .map((undo) => sourceRelation(catalogue.tables, undo.record.family));
  const others = [...catalogue.relations].some(
    ([name, relation]) =>
      relation.hypertable !== undefined &&
      relation.hasRows &&
      !turnedBack.includes(name) &&
      (relation.aggregate === undefined || keptViews.has(name)),
  );
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
    const raw = catalogue.relations.get(sourceRelation(catalogue.tables, family));
    const rawFromMs = raw?.hypertable?.oldestChunk?.fromMs;
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

function rawTableOf(catalogue: Catalogue, view: string): string {
  return sourceRelation(catalogue.tables, view.startsWith('public.oee_') ? 'oee' : 'metric');
}
