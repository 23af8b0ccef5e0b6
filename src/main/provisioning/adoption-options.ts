import {
  DEFAULT_PLANT_TABLES,
  type MetricTable,
  type OeeTable,
  type PlantTables,
  type TimeColumn,
} from '../../shared/plant-tables';
import { type Adoption, chooseSources, DEFAULT_ADOPTIONS, type SourceMode } from './adoption';
import { readCatalogue } from './catalogue/read-catalogue';
import type { Family } from './levels';
import { DEFAULT_SCHEMA_SETTINGS, type SchemaSettings } from './schema-settings';
import { isOurTable, relationName, relationNameSql } from './source-table';
import type { SqlClient } from './sql-client';

/** A table of a database that may hold samples, with what its columns seem to mean and the ways of using it. */
export interface AdoptionCandidate {
  readonly family: Family;
  /** As SQL writes it. */
  readonly relation: string;
  readonly isView: boolean;
  readonly estimatedRows: number;
  /** Proposed; a `timestamp` without zone is taken for UTC, an epoch for milliseconds: a person has to say. */
  readonly mapping: MetricTable | OeeTable;
  /** What a person has to confirm because no catalogue tells it, a sentence each. */
  readonly questions: readonly string[];
  /** Every way that there is; the first is what `auto` takes. */
  readonly modes: readonly AdoptionMode[];
}

export interface AdoptionMode {
  readonly adoption: Adoption;
  /** What is done then. */
  readonly mode: SourceMode;
  readonly consequences: readonly string[];
  /** Why it cannot be had; empty where it can. */
  readonly problems: readonly string[];
  /** How long the table is locked, in ms; given for a conversion. */
  readonly lockMs?: number;
}

/** At most so many are looked into, those with the most rows first; the tables of the settings always. */
const MOST_CANDIDATES = 20;

const COLUMNS = `
  SELECT n.nspname::text AS schema, c.relname::text AS "table", ${relationNameSql('n.nspname', 'c.relname')} AS relation,
    c.relkind IN ('v', 'm') AS is_view,
    -- A hypertable's rows are in its chunks.
    greatest(c.reltuples, 0, (SELECT sum(greatest(chunk.reltuples, 0)) FROM pg_inherits i JOIN pg_class chunk ON chunk.oid = i.inhrelid
      WHERE i.inhparent = c.oid))::float8 AS rows,
    json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, NULL)) ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
    AND n.nspname !~ '^(pg_|_?timescaledb|information_schema$|taktline$)' AND has_schema_privilege(n.oid, 'USAGE')
    AND c.relname !~ '^(metric|oee)_(1min|5min|1hour|1day)$'
  GROUP BY n.nspname, c.oid ORDER BY rows DESC, 1, 2`;

interface Column {
  readonly name: string;
  readonly type: string;
}

/**
 * Tables and views that look like samples: a time, an id of a unit, and either a name and a value or OEE scores.
 * Reads the catalogue alone.
 * @param tables those of the settings come first, mapped as they are there
 * @throws the database's error
 */
export async function adoptionOptions(
  client: SqlClient,
  tables?: PlantTables,
  settings: SchemaSettings = DEFAULT_SCHEMA_SETTINGS,
): Promise<readonly AdoptionCandidate[]> {
  const { rows } = await client.query(COLUMNS);
  const named = new Map(
    (['metric', 'oee'] as const).flatMap((family) => {
      const table = tables?.[family];
      if (tables === undefined || table === undefined || isOurTable(tables, family)) return [];
      return [[`${family} ${relationName(table.schema, table.table)}`, table] as const];
    }),
  );
  const candidates: AdoptionCandidate[] = [];
  for (const row of rows) {
    const place = { schema: String(row.schema), table: String(row.table) };
    for (const guess of guesses(place, row.columns as Column[])) {
      if (candidates.length >= MOST_CANDIDATES && !named.has(`${guess.family} ${row.relation}`)) continue;
      const mapping = named.get(`${guess.family} ${row.relation}`) ?? guess.mapping;
      candidates.push({
        family: guess.family,
        relation: String(row.relation),
        isView: row.is_view === true,
        estimatedRows: Math.round(Number(row.rows)),
        mapping,
        questions: questionsOn(mapping),
        modes: await modesOf(client, guess.family, mapping, settings),
      });
    }
  }
  const isNamed = (each: AdoptionCandidate) => named.has(`${each.family} ${each.relation}`);
  return [...candidates.filter(isNamed), ...candidates.filter((each) => !isNamed(each))];
}

async function modesOf(
  client: SqlClient,
  family: Family,
  mapping: MetricTable | OeeTable,
  settings: SchemaSettings,
): Promise<readonly AdoptionMode[]> {
  const tables: PlantTables =
    'value' in mapping ? { ...DEFAULT_PLANT_TABLES, metric: mapping } : { ...DEFAULT_PLANT_TABLES, oee: mapping };
  const catalogue = await readCatalogue(client, { tables });
  const modes = (['auto', 'read-only', 'convert'] as const).map((adoption): AdoptionMode => {
    const choice = chooseSources(catalogue, { ...DEFAULT_ADOPTIONS, [family]: adoption }, settings)[family];
    const { mode, notes, problems, conversion } = choice;
    const lockMs = conversion?.estimateMs;
    return { adoption, mode, consequences: notes, problems, ...(lockMs === undefined ? {} : { lockMs }) };
  });
  // A hypertable has nothing to convert.
  return modes.filter(({ adoption, mode }) => adoption !== 'convert' || mode !== 'hypertable');
}

const TIMES: Readonly<Record<string, TimeColumn['kind']>> = {
  'timestamp with time zone': 'timestamptz',
  'timestamp without time zone': 'timestamp',
  bigint: 'epoch',
  integer: 'epoch',
};
const NUMBERS = new Set(['double precision', 'real', 'numeric', 'smallint', 'integer', 'bigint', 'boolean']);
const TIME_NAMES =
  /^(time|timestamp|ts|at|recordedat|measuredat|createdat|sampledat|eventtime|datetime|epoch(ms|s|us|ns)?)$/;
const UNIT_NAMES =
  /^(workunitid|workunit|unitid|unit|machineid|machine|stationid|station|assetid|asset|equipmentid|equipment|deviceid|device|lineid)$/;
const NAME_NAMES = /^(name|metricname|metric|tag|tagname|signal|sensor|parameter|variable|key|measurement)$/;
const VALUE_NAMES = /^(value|val|reading|measurement|doublevalue|numericvalue|v)$/;
const SCORES = {
  oeeScore: /^(oee|oeescore|oeevalue|oeepercent|oeepct)$/,
  availability: /^(availability|availabilityscore|availabilitypercent|availabilitypct)$/,
  performance: /^(performance|performancescore|performancepercent|performancepct)$/,
  quality: /^(quality|qualityscore|qualitypercent|qualitypct)$/,
} as const;

interface Guess {
  readonly family: Family;
  readonly mapping: MetricTable | OeeTable;
}

/** What the names and types of the columns seem to say, whatever their spelling: `workUnitId`, `WORK_UNIT_ID`. */
export function guesses(
  place: { readonly schema: string; readonly table: string },
  columns: readonly Column[],
): readonly Guess[] {
  const find = (names: RegExp, fits: (column: Column) => boolean) =>
    columns.find((column) => names.test(plain(column.name)) && fits(column))?.name;
  const isNumber = (column: Column) => NUMBERS.has(column.type);
  const timeColumn = columns.find((column) => TIME_NAMES.test(plain(column.name)) && column.type in TIMES);
  const workUnitId = find(UNIT_NAMES, (column) => !(column.type in TIMES) || column.type.includes('int'));
  if (timeColumn === undefined || workUnitId === undefined) return [];
  const base = { ...place, time: timeOf(timeColumn), workUnitId };
  const name = find(NAME_NAMES, (column) => !isNumber(column));
  const value = find(VALUE_NAMES, isNumber);
  const score = (names: RegExp) => find(names, isNumber) ?? null;
  const scores = {
    oeeScore: score(SCORES.oeeScore),
    availability: score(SCORES.availability),
    performance: score(SCORES.performance),
    quality: score(SCORES.quality),
  };
  const isPercent = Object.values(scores).some((column) => column !== null && /percent|pct/.test(plain(column)));
  return [
    ...(name === undefined || value === undefined
      ? []
      : [{ family: 'metric' as const, mapping: { ...base, name, value } }]),
    ...(Object.values(scores).every((column) => column === null)
      ? []
      : [
          {
            family: 'oee' as const,
            mapping: { ...base, ...scores, scale: isPercent ? 'percent' : 'fraction' } as const,
          },
        ]),
  ];
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function timeOf({ name, type }: Column): TimeColumn {
  const kind = TIMES[type];
  if (kind === 'timestamp') return { column: name, kind, zone: 'UTC' };
  if (kind !== 'epoch') return { column: name, kind: 'timestamptz' };
  const unit = /(ms|us|ns|s)$/.exec(plain(name).replace(/^(timestamp|ts|epochs?$)/, ''))?.[1];
  const isKnown = unit === 'us' || unit === 'ns' || unit === 's';
  return { column: name, kind, unit: isKnown ? unit : type === 'integer' ? 's' : 'ms' };
}

function questionsOn(mapping: MetricTable | OeeTable): readonly string[] {
  const { time } = mapping;
  return [
    ...(time.kind === 'timestamp' ? [`In which time zone is ${time.column} written? ${time.zone} is assumed.`] : []),
    ...(time.kind === 'epoch' ? [`In which unit does ${time.column} count? ${time.unit} is assumed.`] : []),
    ...('scale' in mapping ? [`Are the scores fractions or percent? ${mapping.scale} is assumed.`] : []),
  ];
}
