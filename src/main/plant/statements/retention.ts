import { EPOCH_UNITS_PER_SECOND, type PlantTables, type TimeColumn } from '../../../shared/plant-tables';
import type { SeriesTable } from '../../../shared/series';
import type { Question, Row } from '../statement-lane';

/** How long the raw samples of each table are kept, in ms; undefined: for good, or it is not known. */
export type RawRetention = Readonly<Record<SeriesTable, number | undefined>>;

/**
 * Rows: [table, ms, steps of the time column]: the last where that counts epochs, and then no ms. TimescaleDB's own
 * policy, and the demo's job in its place, which spares imported recordings: those are older than it says, and an
 * aggregated level serves for them as well.
 */
const TEXT = `
    select coalesce(asked.family, 'metric'),
      case when config ->> 'drop_after' !~ '^[0-9]+$' then 1000 * date_part('epoch', (config ->> 'drop_after')::interval) end,
      case when config ->> 'drop_after' ~ '^[0-9]+$' then (config ->> 'drop_after')::float8 end
    from timescaledb_information.jobs
    left join (values ('metric', $1::text, $2::text), ('oee', $3, $4)) asked(family, schema_name, table_name)
      on asked.schema_name = hypertable_schema and asked.table_name = hypertable_name
    where (proc_name = 'policy_retention' and asked.family is not null)
      or (proc_schema = 'taktline' and proc_name = 'drop_unrecorded_chunks')`;

/** How long raw samples are kept. */
export function rawRetention({ metric, oee }: PlantTables): Question<RawRetention> {
  return {
    statement: { name: 'raw-retention', text: TEXT },
    values: [metric.schema, metric.table, oee.schema, oee.table],
    decode: (rows) => ({ metric: shortest(rows, 'metric', metric.time), oee: shortest(rows, 'oee', oee.time) }),
  };
}

function shortest(rows: readonly Row[], family: SeriesTable, time: TimeColumn): number | undefined {
  const kept = rows
    .filter((row) => row[0] === family)
    .map(([, ms, steps]) => (ms === null ? stepsToMs(Number(steps), time) : Number(ms)));
  return kept.length === 0 ? undefined : Math.min(...kept);
}

/** A policy on a table of another kind counts nothing that we know: it is taken to keep everything. */
function stepsToMs(steps: number, time: TimeColumn): number {
  return time.kind === 'epoch' ? (steps / EPOCH_UNITS_PER_SECOND[time.unit]) * 1_000 : Number.POSITIVE_INFINITY;
}
