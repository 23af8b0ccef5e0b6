import { CALENDAR_TABLE } from '../../shared/calendar/calendar-rows';
import type { Catalogue } from './catalogue/catalogue';
import { removePolicySql } from './inspect-policies';
import { rawTableOf } from './kept-views';
import type { Family } from './levels';
import { undoReader } from './reader-removal';
import { readerOfStep } from './reader-step-id';
import { sourceRelation } from './source-table';
import type { ConversionUndo } from './undo-conversion';

/** How one step is undone; `keep` says why it stays. */
export type Undo = { readonly sql: string; readonly estimateMs?: number } | { readonly keep: string };

/** What removal needs beside the catalogue. */
export interface Found {
  readonly catalogue: Catalogue;
  readonly keptViews: ReadonlySet<string>;
  readonly conversions: readonly ConversionUndo[];
  readonly wakeUps: readonly WakeUp[];
}

/** A trigger of ours, on whichever table. */
export interface WakeUp {
  readonly relation: string;
  readonly trigger: string;
  readonly family: string;
}

const TABLE_OF_STEP: Readonly<Record<string, string>> = {
  metric: 'public.metric',
  'performance-metric': 'public.performance_metric',
  'work-unit': 'public.work_unit',
  'metric-definition': 'public.metric_definition',
  recording: 'taktline.recording',
  'work-calendar': CALENDAR_TABLE,
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
export function undoOf(found: Found, stepId: string): Undo | undefined {
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
