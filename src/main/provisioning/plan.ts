import type { PlantTables } from '../../shared/plant-tables';
import { type Adoptions, aggregatedFamilies, chooseSources, DEFAULT_ADOPTIONS } from './adoption';
import type { Catalogue } from './catalogue/catalogue';
import { readCatalogue } from './catalogue/read-catalogue';
import { faultsOf, type PlanAdaptation, planAdaptations } from './connection-test/known-faults';
import { dbaScript } from './dba-script';
import { inspectPreparation } from './inspect-aggregates';
import { FAMILIES, type Family } from './levels';
import { preparationSize } from './preparation-size';
import { ProvisioningFailure } from './provisioning-failure';
import { openingSql, readerNotes, readerOf } from './reader-notes';
import { undoWakeUps } from './removal';
import { lackingRight } from './rights';
import { checkSchemaSettings, type SchemaSettings } from './schema-settings';
import type { SqlClient } from './sql-client';
import type { LedgerEntry } from './step-ledger';
import { checksum } from './step-ledger';
import { type ProvisioningStep, provisioningSteps, type StepGroup, type StepOptions } from './steps';

/**
 * How screens learn of new rows. `as-is` leaves whatever is there: wake-ups are never made unasked; `remove-wake-ups`
 * takes away those that we made.
 */
export type LiveUpdates = 'wake-ups' | 'as-is' | 'remove-wake-ups';

export type PlanAction = 'make' | 'alter' | 'prepare' | 'remove';

/** One step as it is shown before anything is done. */
export interface PlanStep {
  readonly id: string;
  readonly group: StepGroup;
  readonly action: PlanAction;
  readonly reason: string;
  /** One transaction; for `prepare` what is run again and again, window by window. */
  readonly sql: string;
  /** What it locks and for how long; only the conversion of an adopted table rewrites rows. */
  readonly locks: string;
  /** What else it brings about; undefined: nothing. */
  readonly sideEffect?: string;
  /** How long it will take, in ms; given where rows make it long. */
  readonly estimateMs?: number;
  /** The right that the role lacks; undefined: it may do it. */
  readonly needsRight?: string;
  /** Instead of the step's SQL in the DBA's script. */
  readonly grantSql?: string;
  /** Lines of the ledger that are written, or taken out, with it. */
  readonly entries: readonly LedgerEntry[];
}

export interface Plan {
  readonly purpose: 'provision' | 'remove';
  readonly database: string;
  readonly role: string;
  /** In order. Empty and without problems: done. */
  readonly steps: readonly PlanStep[];
  /** Why it cannot be applied as it is, a sentence each with the remedy. */
  readonly problems: readonly string[];
  /** What stays as it is and why, and how the plant's own tables are used. */
  readonly notes: readonly string[];
  /** For psql, run by a superuser; undefined where the role may do everything. */
  readonly dbaScript?: string;
}

export interface PlanOptions {
  readonly liveUpdates?: LiveUpdates;
  /** Name of the role for daily work; undefined: none is made or looked at. */
  readonly reader?: string | undefined;
  /** Where the plant's samples are; ours unless told. */
  readonly tables?: PlantTables;
  /** How tables that others made are used; `auto` unless told. */
  readonly adoption?: Adoptions;
}

/**
 * Compares the catalogue with the wanted state and lists what is to be done; changes nothing.
 * @throws ProvisioningFailure `settings` when the intervals contradict; the database's error
 */
export async function makePlan(client: SqlClient, settings: SchemaSettings, options: PlanOptions = {}): Promise<Plan> {
  return planFrom(await readCatalogue(client, options), settings, options);
}

/** The same from a catalogue that was read. */
export function planFrom(catalogue: Catalogue, settings: SchemaSettings, options: PlanOptions = {}): Plan {
  const { liveUpdates } = options;
  const { faults, adaptations } = versionFacts(catalogue);
  const hasWakeUps = ['metric', 'performance-metric'].some((table) => catalogue.ledger?.has(`${table}-insert-trigger`));
  const isAsked = liveUpdates === 'wake-ups' || hasWakeUps;
  const wantsWakeUps = isAsked && liveUpdates !== 'remove-wake-ups' && !adaptations.has('polling-instead-of-wake-ups');
  const sources = chooseSources(catalogue, options.adoption ?? DEFAULT_ADOPTIONS, settings);
  const reader = readerOf(catalogue, options.reader);
  const steps = checkedSteps(settings, { adaptations, reader, sources }).filter(
    (step) => step.group !== 'wake-ups' || wantsWakeUps,
  );
  const plan = completePlan(catalogue, steps, {
    prepared: aggregatedFamilies(sources),
    openings: openingSql(catalogue, options.reader, steps.length > 0),
  });
  const removal = liveUpdates === 'remove-wake-ups' ? undoWakeUps(catalogue) : [];
  return {
    ...plan,
    steps: [...plan.steps, ...removal],
    problems: [...FAMILIES.flatMap((family) => sources[family].problems), ...plan.problems],
    notes: [
      ...FAMILIES.flatMap((family) => sources[family].notes),
      ...faults,
      ...readerNotes(catalogue, options.reader),
    ],
  };
}

/** What is known of the version that is installed, or that the plan installs. */
function versionFacts({ timescale }: Catalogue) {
  const version = timescale.installed ?? timescale.available;
  if (version === undefined) return { faults: [], adaptations: new Set<PlanAdaptation>() };
  return {
    faults: faultsOf(version).map(({ effect, remedy }) => `TimescaleDB ${version}: ${effect} ${remedy}`),
    adaptations: planAdaptations(version),
  };
}

/** The steps of sound settings. @throws ProvisioningFailure `settings` with a sentence for each contradiction */
export function checkedSteps(settings: SchemaSettings, options: StepOptions = {}): readonly ProvisioningStep[] {
  let problems: readonly string[];
  try {
    problems = checkSchemaSettings(settings);
  } catch (error) {
    problems = [error instanceof Error ? error.message : String(error)];
  }
  if (problems.length > 0) throw new ProvisioningFailure('settings', problems.join(' '));
  return provisioningSteps(settings, options);
}

/**
 * What of the given steps is to be done. Groups are kept in order; preparation stands before the policies.
 * @param options.prepared families whose preparation is part of it
 * @param options.openings what opens the plant's own tables to the role of daily work
 */
export function completePlan(
  catalogue: Catalogue,
  steps: readonly ProvisioningStep[],
  options: { readonly prepared: readonly Family[]; readonly openings?: readonly string[] },
): Plan {
  const problems: string[] = [];
  const pending = steps.flatMap((step) => {
    const planned = planStep(catalogue, step);
    if (typeof planned === 'string') problems.push(planned);
    return typeof planned === 'object' ? [planned] : [];
  });
  const merged = mergeWhere(mergeWhere(pending, 'taktline-schema', isLedgerStep), 'wake-ups', isWakeUp);
  const beforePolicies = merged.filter((step) => step.group === 'schema' || step.group === 'aggregates');
  const all = [
    ...beforePolicies,
    ...preparationStep(catalogue, options.prepared),
    ...merged.filter((step) => !beforePolicies.includes(step)),
  ];
  const blocked = all.filter((step) => step.needsRight !== undefined);
  const { openings = [] } = options;
  return {
    purpose: 'provision',
    database: catalogue.role.database,
    role: catalogue.role.name,
    steps: all,
    problems,
    notes: [],
    ...(blocked.length + openings.length === 0 ? {} : { dbaScript: dbaScript(blocked, catalogue.role, openings) }),
  };
}

/** The step where something is to be done, a sentence where it is refused, undefined where all is right. */
function planStep(catalogue: Catalogue, step: ProvisioningStep): PlanStep | string | undefined {
  const state = step.inspect(catalogue);
  const entry: LedgerEntry = { stepId: step.id, group: step.group, checksum: checksum(step.sql), outcome: 'made' };
  const lacking = lackingRight(catalogue, step.needs);
  const rights = {
    ...(lacking === undefined ? {} : { needsRight: lacking.right }),
    ...(lacking?.grantSql === undefined ? {} : { grantSql: lacking.grantSql }),
  };
  const locks = /^-- Locks: (.*)$/m.exec(step.sql)?.[1] ?? 'nothing.';
  const base = { id: step.id, group: step.group, locks, entries: [entry], ...rights };
  switch (state.kind) {
    case 'right':
      return undefined;
    case 'refused':
      return state.problem;
    case 'absent': {
      const { sideEffect, estimateMs } = state;
      const more = {
        ...(sideEffect === undefined ? {} : { sideEffect }),
        ...(estimateMs === undefined ? {} : { estimateMs }),
      };
      return { ...base, action: 'make', reason: step.reason, sql: step.sql, ...more };
    }
    case 'differs': {
      if (catalogue.ledger?.get(step.id)?.outcome !== 'made' && !step.sql.includes('CREATE OR REPLACE')) {
        if (state.isForOursAlone === true) return undefined;
        return `Not as the settings want it, and made by others: ${state.what}. Change the settings to match, or remove it by hand.`;
      }
      const sideEffect = state.sideEffect === undefined ? {} : { sideEffect: state.sideEffect };
      return { ...base, action: 'alter', reason: capital(state.what), sql: state.sql, ...sideEffect };
    }
  }
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

const isLedgerStep = (step: PlanStep) => step.id === 'taktline-schema' || step.id === 'applied-step';
const isWakeUp = (step: PlanStep) => step.group === 'wake-ups';

/**
 * Makes one step, one transaction, of several that follow one another: the schema and its ledger, so that an
 * interruption between them cannot hide who made the schema; and the wake-ups, which are one decision.
 */
function mergeWhere(steps: readonly PlanStep[], id: string, belongs: (step: PlanStep) => boolean): readonly PlanStep[] {
  const parts = steps.filter(belongs);
  const [first] = parts;
  if (first === undefined || parts.length === 1) return steps;
  const locks = parts.map((part) => part.locks).find((text) => text !== 'nothing.') ?? 'nothing.';
  const blocked = parts.find((part) => part.needsRight !== undefined);
  const merged: PlanStep = {
    ...first,
    id,
    ...(blocked?.needsRight === undefined ? {} : { needsRight: blocked.needsRight }),
    ...(blocked?.grantSql === undefined ? {} : { grantSql: blocked.grantSql }),
    ...(id === 'wake-ups'
      ? {
          reason: 'New and corrected samples reach screens at once (instead of by polling)',
          sideEffect:
            'While the triggers are there, PREPARE TRANSACTION (two-phase commit) fails for writers of these tables.',
        }
      : {}),
    locks,
    sql: parts.map((part) => part.sql).join(';\n'),
    entries: parts.flatMap((part) => part.entries),
  };
  return steps.flatMap((step) => (step === first ? [merged] : belongs(step) ? [] : [step]));
}

function preparationStep(catalogue: Catalogue, families: readonly Family[]): readonly PlanStep[] {
  if (inspectPreparation(families)(catalogue).kind === 'right') return [];
  const { rows, estimateMs } = preparationSize(catalogue, families);
  const blocked = catalogue.role.isSuperuser
    ? undefined
    : [...catalogue.relations].find(([, relation]) => relation.aggregate !== undefined && !relation.isOurs)?.[0];
  return [
    {
      id: 'prepare-aggregates',
      group: 'aggregates',
      action: 'prepare',
      reason: `Buckets of what is stored (about ${Math.round(rows)} rows), oldest first, level by level, in short windows`,
      sql: 'CALL refresh_continuous_aggregate(view, from, to) -- window by window',
      locks: 'nothing for long: each window is a short statement of its own.',
      estimateMs,
      ...(blocked === undefined ? {} : { needsRight: `being owner of ${blocked}` }),
      entries: [],
    },
  ];
}
