import type { BucketResolution, SeriesTable } from '../../../shared/series';
import { BUCKET_MS, OEE_SCORES } from '../../../shared/series';
import type { TimeRange } from '../../../shared/time';
import type { BucketSource } from './bucket-rows';
import { timestamp } from './columns';

/** What `sql/2-aggregates` counts as good. */
const LARGEST_GOOD = `double precision '1e150'`;

/**
 * Buckets made on reading, as the level's view will have them once its job has run: the touched part from raw, the rest from
 * the 1min view, so that a day of which one minute was touched costs 1,440 rows and not all its samples.
 * @param touched whole minutes within the range; outside them the 1min view is believed
 */
export function recomputedSource(resolution: BucketResolution, range: TimeRange, touched: TimeRange): BucketSource {
  const raw = resolution === '1min' ? range : touched;
  const isAllRaw = raw.fromMs <= range.fromMs && raw.toMs >= range.toMs;
  return {
    nameSuffix: '-recomputed',
    relation: (table, next) => relation(table, resolution, { next, withMinutes: !isAllRaw }),
    values: [timestamp(raw.fromMs), timestamp(raw.toMs)],
  };
}

interface Shape {
  /** Number of the first of the two parameters: begin and end of what is made from raw. */
  readonly next: number;
  readonly withMinutes: boolean;
}

function relation(table: SeriesTable, resolution: BucketResolution, { next, withMinutes }: Shape): string {
  const values = table === 'metric' ? ['value'] : OEE_SCORES;
  const keys = table === 'metric' ? ['work_unit_id', 'name'] : ['work_unit_id'];
  const [begin, end] = [`$${next}`, `$${next + 1}`];
  const bounds = table === 'metric' ? ['$3', '$4'] : ['$2', '$3'];
  const names = table === 'metric' ? 'and s.name = any($2)' : '';
  const bucket = (time: string) =>
    `date_bin(interval '${BUCKET_MS[resolution] / 1_000} seconds', s.${time}, timestamptz '1970-01-01 00:00:00+00')`;
  const selected = keys.map((key) => `s.${key}`).join(', ');
  const groups = [1, ...keys.map((_, at) => at + 2)].join(', ');
  const fromRaw = `
      select ${bucket('time')} as bucket, ${selected}, ${rawColumns(values)}
      from public.${table === 'metric' ? 'metric' : 'performance_metric'} s
      where s.work_unit_id = any($1) ${names} and s.time >= ${begin} and s.time < ${end}
      group by ${groups}`;
  const fromMinutes = `
      union all
      select ${bucket('bucket')}, ${selected}, ${allColumns(values)
        .map(({ name }) => `s.${name}`)
        .join(', ')}
      from public.${table}_1min s
      where s.work_unit_id = any($1) ${names} and s.bucket >= ${bounds[0]} and s.bucket < ${bounds[1]}
        and (s.bucket < ${begin} or s.bucket >= ${end})`;
  return `(
    select s.bucket, ${selected}, ${allColumns(values)
      .map(({ name, made }) => `${made}(s.${name}) as ${name}`)
      .join(', ')}
    from (${fromRaw}${withMinutes ? fromMinutes : ''}
    ) s group by ${groups})`;
}

function allColumns(values: readonly string[]): readonly { readonly name: string; readonly made: string }[] {
  const own = values.flatMap((value) =>
    (['sum', 'count', 'min', 'max'] as const).map((what) => ({
      name: `${value}_${what}`,
      made: what === 'count' ? 'sum' : what,
    })),
  );
  return [...own, { name: 'bad_count', made: 'sum' }];
}

function rawColumns(values: readonly string[]): string {
  const own = values.flatMap((value) =>
    (['sum', 'count', 'min', 'max'] as const).map(
      (what) => `${what}(s.${value}) filter (where abs(s.${value}) <= ${LARGEST_GOOD}) as ${value}_${what}`,
    ),
  );
  const bad = values.map((value) => `count(*) filter (where (abs(s.${value}) <= ${LARGEST_GOOD}) is not true)`);
  return [...own, `${bad.join(' + ')} as bad_count`].join(', ');
}
