import type { SeriesTable } from '../../../shared/series';
import type { Question } from '../statement-lane';

/** How long the raw samples of each table are kept, in ms; undefined: for good, or it is not known. */
export type RawRetention = Readonly<Record<SeriesTable, number | undefined>>;

/**
 * Rows: [table, ms]. TimescaleDB's own policy, and the demo's job in its place, which spares imported recordings: those
 * are older than it says, and an aggregated level serves for them as well.
 */
export const RAW_RETENTION: Question<RawRetention> = {
  statement: {
    name: 'raw-retention',
    text: `
    select coalesce(hypertable_name::text, 'metric'), 1000 * date_part('epoch', min((config ->> 'drop_after')::interval))
    from timescaledb_information.jobs
    where (proc_name = 'policy_retention' and hypertable_schema = 'public' and hypertable_name in ('metric', 'performance_metric'))
      or (proc_schema = 'taktline' and proc_name = 'drop_unrecorded_chunks')
    group by 1`,
  },
  values: [],
  decode: (rows) => {
    const byTable = new Map(rows.map(([table, ms]) => [String(table), Number(ms)]));
    return { metric: byTable.get('metric'), oee: byTable.get('performance_metric') };
  },
};
