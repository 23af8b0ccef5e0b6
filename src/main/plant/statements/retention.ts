import { EPOCH_UNITS_PER_SECOND, type PlantTables, type TimeColumn } from '../../../shared/plant-tables';
import { BUCKET_RESOLUTIONS, RESOLUTIONS, type Resolution, type SeriesTable } from '../../../shared/series';
import type { Question, Row } from '../statement-lane';

/** How long the plant keeps a level. */
export interface KeptFor {
  /** What is younger than this is there, in ms. */
  readonly forMs: number;
  /** Older stretches may be there all the same: the demo's job spares imported recordings. */
  readonly isSparing: boolean;
}

/** By table and level; a level that is not named is kept for good, or it is not known. */
export type Retention = Readonly<Record<SeriesTable, Readonly<Partial<Record<Resolution, KeptFor>>>>>;

export const NO_RETENTION: Retention = { metric: {}, oee: {} };

const LEVELS = BUCKET_RESOLUTIONS.flatMap((level) =>
  ['metric', 'oee'].map((family) => `('${family}', '${level}', 'public', '${family}_${level}')`),
).join(', ');

/** The last where the time column counts epochs, and then no ms. */
const PERIODS = `
      case when j.config ->> 'drop_after' !~ '^[0-9]+$' then 1000 * date_part('epoch', (j.config ->> 'drop_after')::interval) end,
      case when j.config ->> 'drop_after' ~ '^[0-9]+$' then (j.config ->> 'drop_after')::float8 end`;

/**
 * Rows: [table, level, ms, steps of the time column, sparing]. TimescaleDB's own policies (that of an aggregate hangs on the
 * table behind it, or on the view, by version), and the demo's job in the place of one.
 */
const TEXT = `
    select asked.family, asked.level, ${PERIODS}, false
    from timescaledb_information.jobs j
    left join timescaledb_information.continuous_aggregates c
      on c.materialization_hypertable_schema = j.hypertable_schema
      and c.materialization_hypertable_name = j.hypertable_name
    join (values ('metric', 'raw', $1::text, $2::text), ('oee', 'raw', $3, $4), ${LEVELS})
        asked(family, level, schema_name, table_name)
      on (asked.schema_name = j.hypertable_schema and asked.table_name = j.hypertable_name)
      or (asked.schema_name = c.view_schema and asked.table_name = c.view_name)
    where j.proc_name = 'policy_retention'
    union all
    select 'metric', 'raw', ${PERIODS}, true
    from timescaledb_information.jobs j where j.proc_schema = 'taktline' and j.proc_name = 'drop_unrecorded_chunks'`;

/** Where a table's 1day level lies, quoted for SQL; see `level-stores.ts`. */
export type StoredDays = Readonly<Partial<Record<SeriesTable, string>>>;

/**
 * Raw chunks that somebody dropped by hand: no policy tells of them, and the sweeps compare raw tiles with levels, which keep what
 * they have. So what lies before a table's first chunk counts as dropped where the 1day level has a whole day of before; one
 * late row from there, which makes a chunk anew, hides it.
 */
function droppedByHand(family: SeriesTable, relation: string, days: string): string {
  return `
    union all
    select '${family}', 'raw', 1000 * date_part('epoch', now() - first.start), null::float8, false
    from (
      select min(c.range_start) as start from timescaledb_information.chunks c
      where ${relation}) first
    where exists (select from ${days} b where b.bucket <= first.start - interval '1 day')`;
}

/**
 * How long each level is kept, as the plant's policies say, and raw as its chunks do.
 * @param days where those tables' 1day levels lie that have one
 */
export function retention({ metric, oee }: PlantTables, days: StoredDays = {}): Question<Retention> {
  const raw = (schema: number) => `c.hypertable_schema = $${schema} and c.hypertable_name = $${schema + 1}`;
  const byHand = [
    days.metric === undefined ? '' : droppedByHand('metric', raw(1), days.metric),
    days.oee === undefined ? '' : droppedByHand('oee', raw(3), days.oee),
  ];
  return {
    statement: { name: 'retention', text: [TEXT, ...byHand].join('') },
    values: [metric.schema, metric.table, oee.schema, oee.table],
    decode: (rows) => ({ metric: ofTable(rows, 'metric', metric.time), oee: ofTable(rows, 'oee', oee.time) }),
  };
}

function ofTable(rows: readonly Row[], family: SeriesTable, time: TimeColumn): Retention[SeriesTable] {
  return Object.fromEntries(
    RESOLUTIONS.flatMap((level) => {
      const kept = shortest(
        rows.filter((row) => row[0] === family && row[1] === level),
        time,
      );
      return kept === undefined ? [] : [[level, kept]];
    }),
  );
}

function shortest(rows: readonly Row[], time: TimeColumn): KeptFor | undefined {
  const kept = rows
    .map(([, , ms, steps, isSparing]) => ({
      forMs: ms === null ? stepsToMs(Number(steps), time) : Number(ms),
      isSparing: isSparing === true,
    }))
    // A policy on a table of another kind counts nothing that we know: it is taken to keep everything.
    .filter(({ forMs }) => Number.isFinite(forMs));
  return kept.sort((a, b) => a.forMs - b.forMs)[0];
}

function stepsToMs(steps: number, time: TimeColumn): number {
  return time.kind === 'epoch' ? (steps / EPOCH_UNITS_PER_SECOND[time.unit]) * 1_000 : Number.POSITIVE_INFINITY;
}
