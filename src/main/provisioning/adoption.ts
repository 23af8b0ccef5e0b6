import type { Catalogue, Relation } from './catalogue/catalogue';
import type { SourceFacts } from './catalogue/source-facts';
import { type Conversion, conversionOf, writersThatStop } from './conversion';
import { describeMs, postgresMs } from './interval-text';
import { FAMILIES, type Family } from './levels';
import type { SqlParameters } from './render-sql';
import type { SchemaSettings } from './schema-settings';
import { sourceParameters } from './source-parameters';
import { isOurTable, sourceRelation } from './source-table';

/**
 * How a table that others made is to be used. `read-only`: read as it is, nothing made. `convert`: turned into a
 * hypertable where it is none. `auto`: converted where no writer would notice, else read-only; never in silence.
 */
export type Adoption = 'auto' | 'read-only' | 'convert';
export type Adoptions = Readonly<Record<Family, Adoption>>;
export const DEFAULT_ADOPTIONS: Adoptions = { metric: 'auto', oee: 'auto' };

/** What is done with the table of one family. `hypertable`: theirs already, so that aggregates go on top. */
export type SourceMode = 'own' | 'hypertable' | 'convert' | 'read-only';

export interface SourceChoice {
  readonly mode: SourceMode;
  /** Table and columns under the names that the files in sql/ use. */
  readonly parameters: SqlParameters;
  /** Given for `convert`. */
  readonly conversion?: Conversion;
  /** What was chosen and why; a sentence each. */
  readonly notes: readonly string[];
  /** Why it cannot be as the settings want it. */
  readonly problems: readonly string[];
}
export type SourceChoices = Readonly<Record<Family, SourceChoice>>;

const STEP_OF_TABLE: Readonly<Record<Family, string>> = { metric: 'metric', oee: 'performance-metric' };

/** Decides for both tables from what the catalogue shows; changes nothing. */
export function chooseSources(
  catalogue: Catalogue,
  adoptions: Adoptions,
  settings: SchemaSettings,
): Readonly<Record<Family, SourceChoice>> {
  const choose = (family: Family) => chooseSource(catalogue, family, adoptions[family], settings);
  return { metric: choose('metric'), oee: choose('oee') };
}

function chooseSource(
  catalogue: Catalogue,
  family: Family,
  adoption: Adoption,
  settings: SchemaSettings,
): SourceChoice {
  const { tables } = catalogue;
  const name = sourceRelation(tables, family);
  const relation = catalogue.relations.get(name);
  const madeByUs = catalogue.ledger?.get(STEP_OF_TABLE[family])?.outcome === 'made';
  const isOurs = isOurTable(tables, family) && (relation === undefined || madeByUs || adoption === 'auto');
  const base = { parameters: sourceParameters(tables, family, relation?.columns), notes: [], problems: [] };
  if (isOurs) return { ...base, mode: 'own' };
  if (relation === undefined) {
    return refusedSource(`${name}, which the settings name for ${family}, is not there. Correct tables.${family}.`);
  }
  const mistakes = mappingMistakes(catalogue, family, name, relation);
  if (mistakes.length > 0) return { ...base, mode: 'read-only', problems: mistakes };
  if (adoption === 'read-only') return readOnly(name, 'the settings say so');
  const reasons = reasonsAgainstAggregates(catalogue, family, relation, base.parameters);
  if (reasons.length > 0) {
    if (adoption === 'auto') return readOnly(name, reasons.join('; '));
    return refusedSource(`${name} cannot be converted: ${reasons.join('; ')}. Set adoption.${family} to "read-only".`);
  }
  if (relation.hypertable !== undefined) return onHypertable(catalogue, family, name, relation, settings, base);
  return onPlainTable(catalogue, family, name, adoption, settings, base);
}

function refusedSource(problem: string): SourceChoice {
  return { mode: 'read-only', parameters: {}, notes: [], problems: [problem] };
}

function readOnly(name: string, why: string): SourceChoice {
  const note = `${name} is read as it is (read-only): ${why.replace(/\.$/, '')}. No aggregates are made; long ranges are read from raw rows, bounded.`;
  return { mode: 'read-only', parameters: {}, notes: [note], problems: [] };
}

type Base = Pick<SourceChoice, 'parameters' | 'notes' | 'problems'>;

const READ_ONLY_SERVES = (family: Family) => `Setting adoption.${family} to "read-only" leaves it as it is.`;

function onHypertable(
  catalogue: Catalogue,
  family: Family,
  name: string,
  relation: Relation,
  settings: SchemaSettings,
  base: Base,
): SourceChoice {
  const retention = catalogue.jobs.find((job) => job.relation === name && job.procedure === 'policy_retention');
  const window = settings.levels['1min'].refreshStart;
  const keptMs = retention?.dropAfterMs ?? undefined;
  const problems =
    keptMs === undefined || keptMs > postgresMs(window)
      ? []
      : [
          `${name} drops its rows after ${describeMs(keptMs)}, which must be longer than the refresh window of 1min (${window}): shorten levels.1min.refreshStart. ${READ_ONLY_SERVES(family)}`,
        ];
  const interval = describeMs(relation.hypertable?.chunkIntervalMs ?? null);
  const note = `${name} is a hypertable: aggregates are made on top of it; its chunks of ${interval}, its compression and its retention stay as they are. ${READ_ONLY_SERVES(family)}`;
  return { ...base, mode: 'hypertable', notes: [note], problems };
}

function onPlainTable(
  catalogue: Catalogue,
  family: Family,
  name: string,
  adoption: Adoption,
  settings: SchemaSettings,
  base: Base,
): SourceChoice {
  const facts = catalogue.sources.get(family);
  if (facts === undefined) return readOnly(name, 'it cannot be looked into');
  const stops = writersThatStop(name, facts);
  if (adoption === 'auto' && stops.length > 0) {
    const note = readOnly(name, `as a hypertable it would stop writers. ${stops.join(' ')}`).notes;
    return {
      ...base,
      mode: 'read-only',
      notes: [...note, `Setting adoption.${family} to "convert" does it all the same.`],
    };
  }
  const conversion = conversionOf(family, catalogue.tables[family], facts, settings);
  const note = `${name} becomes a hypertable in chunks of ${conversion.chunkInterval}; its rows are kept for good and not compressed. ${READ_ONLY_SERVES(family)}`;
  const parameters = { ...base.parameters, ...conversion.parameters };
  return { ...base, mode: 'convert', parameters, conversion, notes: [note, ...stops] };
}

const TIME_TYPES = {
  timestamptz: /^timestamp(\(\d\))? with time zone$/,
  timestamp: /^timestamp(\(\d\))? without time zone$/,
  epoch: /^(smallint|integer|bigint|numeric.*|real|double precision)$/,
} as const;

/** Columns that are not there, and a time that is another than the settings say: true of every kind of adoption. */
function mappingMistakes(catalogue: Catalogue, family: Family, name: string, relation: Relation): readonly string[] {
  const table = catalogue.tables[family];
  const columns =
    'value' in table
      ? [table.workUnitId, table.name, table.value]
      : [table.workUnitId, table.oeeScore, table.availability, table.performance, table.quality];
  const lacking = [table.time.column, ...columns].filter((column) => column !== null && !relation.columns.has(column));
  if (lacking.length > 0) {
    return [`${name} has no column ${lacking.join(', ')}. Correct tables.${family} in the settings.`];
  }
  const type = relation.columns.get(table.time.column) ?? '';
  if (TIME_TYPES[table.time.kind].test(type)) return [];
  return [
    `${name}.${table.time.column} is ${type}, not ${table.time.kind}. Correct tables.${family}.time in the settings.`,
  ];
}

function reasonsAgainstAggregates(
  catalogue: Catalogue,
  family: Family,
  relation: Relation,
  parameters: SqlParameters,
): readonly string[] {
  const table = catalogue.tables[family];
  const reasons: string[] = [];
  if (relation.kind !== 'table') reasons.push('it is no table');
  if (table.time.kind === 'timestamp') {
    reasons.push('its time has no zone, so that buckets would be of local time and an hour a year ambiguous');
  }
  if (table.time.kind === 'epoch') reasons.push('its time is a number, which UTC buckets cannot be cut from');
  for (const column of ['work_unit_id', 'name', 'value', 'score', 'availability', 'performance', 'quality']) {
    if (parameters[`${family}_${column}`] === '')
      reasons.push(`the type of ${column} is none that aggregates can take`);
  }
  const partition = relation.hypertable?.timeColumn;
  if (partition !== undefined && partition !== table.time.column) {
    reasons.push(`it is cut into chunks by ${partition}, not by ${table.time.column}`);
  }
  const facts = catalogue.sources.get(family);
  if (relation.hypertable === undefined && facts !== undefined) reasons.push(...reasonsAgainstConversion(facts));
  return reasons;
}

function reasonsAgainstConversion(facts: SourceFacts): readonly string[] {
  return [...facts.obstacles, ...facts.referencedBy.map((key) => `the foreign key ${key} points at it`)];
}

/** Families that are aggregated in this database. */
export function aggregatedFamilies(choices: SourceChoices): readonly Family[] {
  return FAMILIES.filter((family) => choices[family].mode !== 'read-only');
}
