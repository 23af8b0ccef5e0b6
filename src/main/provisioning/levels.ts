/** The aggregated levels, bottom-up: each is made from the one before it, the first from raw rows. */
export const AGGREGATE_LEVELS = ['1min', '5min', '1hour', '1day'] as const;
export type AggregateLevel = (typeof AGGREGATE_LEVELS)[number];

/** The two families of data, named as in series keys: `metric`, and `oee` for performance_metric. */
export const FAMILIES = ['metric', 'oee'] as const;
export type Family = (typeof FAMILIES)[number];

export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Bucket widths in ms; all buckets are aligned to the epoch, in UTC. */
export const BUCKET_MS: Readonly<Record<AggregateLevel, number>> = {
  '1min': 60_000,
  '5min': 300_000,
  '1hour': HOUR_MS,
  '1day': DAY_MS,
};

/** The hypertable that a family's raw rows are in. */
export const RAW_TABLE: Readonly<Record<Family, string>> = { metric: 'metric', oee: 'performance_metric' };

/** The view of one family and level, such as `metric_5min`. */
export function viewName(family: Family, level: AggregateLevel): string {
  return `${family}_${level}`;
}

/** What a view is made from: the raw table, or the view of the level below. */
export function sourceName(family: Family, level: AggregateLevel): string {
  const below = AGGREGATE_LEVELS[AGGREGATE_LEVELS.indexOf(level) - 1];
  return below === undefined ? RAW_TABLE[family] : viewName(family, below);
}

/** Start of the bucket that holds `timeMs`. */
export function bucketStart(timeMs: number, bucketMs: number): number {
  return Math.floor(timeMs / bucketMs) * bucketMs;
}

/** First bucket boundary at or after `timeMs`. */
export function bucketEnd(timeMs: number, bucketMs: number): number {
  return Math.ceil(timeMs / bucketMs) * bucketMs;
}
