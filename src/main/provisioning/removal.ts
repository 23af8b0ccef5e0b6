import { CALENDAR_TABLE } from '../../shared/calendar/calendar-rows';
import { type AdoptionRecord, readAdoptionRecords, tablesInUse } from './adoption-record';
import type { Catalogue, LedgerLine } from './catalogue/catalogue';
import { readCatalogue } from './catalogue/read-catalogue';
import { rawTableOf, viewsToKeep } from './kept-views';
import { FAMILIES } from './levels';
import type { Plan, PlanStep } from './plan';
import { readerOfStep } from './reader-step-id';
import { relationNameSql, sourceRelation } from './source-table';
import type { SqlClient } from './sql-client';
import { STEP_GROUPS, type StepGroup } from './steps';
import { type ConversionUndo, undoConversion } from './undo-conversion';
import { type Found, undoOf, type WakeUp } from './undo-step';

/**
 * Lists what undoes everything that we made, in reverse order of the ledger; changes nothing. What others made stays,
 * and so does whatever holds rows that nothing else holds: a table with samples, an aggregate of dropped samples.
 * After it the ledger is gone, and what was kept belongs to the plant.
 */
export async function planRemoval(client: SqlClient): Promise<Plan> {
  const records = await readAdoptionRecords(client);
  const catalogue = await readCatalogue(client, { tables: await tablesInUse(client, records) });
  const keptViews = await viewsToKeep(client, catalogue);
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
  const keepsRows = ['taktline.recording', CALENDAR_TABLE].some((name) => catalogue.relations.get(name)?.hasRows);
  const sql = ['DROP TABLE taktline.applied_step', ...(madeSchema && !keepsRows ? ['DROP SCHEMA taktline'] : [])].join(
    ';\n',
  );
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
