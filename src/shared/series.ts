import { DAY_MS, HOUR_MS, MINUTE_MS } from './time';

/** Which of the plant's two tables a series comes from. */
export type SeriesTable = 'metric' | 'oee';

/** The four scores of an OEE sample; fractions 0..1 (performance may exceed 1). */
export const OEE_SCORES = ['oee_score', 'availability', 'performance', 'quality'] as const;
export type OeeScore = (typeof OEE_SCORES)[number];

/** One numeric series of one work unit. For table `oee` the name is one of {@link OEE_SCORES}. */
export interface SeriesKey {
  readonly table: SeriesTable;
  readonly workUnitId: string;
  readonly name: string;
}

/** Resolutions (levels), finest first. */
export const RESOLUTIONS = ['raw', '1min', '5min', '1hour', '1day'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];
/** The aggregated resolutions: those with a bucket grid. */
export type BucketResolution = Exclude<Resolution, 'raw'>;
export const BUCKET_RESOLUTIONS = ['1min', '5min', '1hour', '1day'] as const satisfies readonly BucketResolution[];

/** Length of one bucket in ms. */
export const BUCKET_MS: Readonly<Record<BucketResolution, number>> = {
  '1min': MINUTE_MS,
  '5min': 5 * MINUTE_MS,
  '1hour': HOUR_MS,
  '1day': DAY_MS,
};

/**
 * What one tile of an aggregated resolution spans, in ms: a whole number of buckets, aligned to the epoch. At 1hour shorter
 * than its charts of 4 to 40 days: a week's wall of 24 charts would read four weeks of each otherwise, and most of its time
 * is rows; shorter still, header and bookkeeping would weigh as much as the data.
 */
export const TILE_SPAN_MS: Readonly<Record<BucketResolution, number>> = {
  '1min': 8 * HOUR_MS,
  '5min': 2 * DAY_MS,
  '1hour': 4 * DAY_MS,
  '1day': 512 * DAY_MS,
};

/** What a raw tile can span, in ms; which one is a matter of the cadence. */
export const RAW_TILE_SPANS_MS = [28 * DAY_MS, 2 * DAY_MS, 8 * HOUR_MS, 10 * MINUTE_MS] as const;
const RAW_TILE_MAX_POINTS = 5_000;

/**
 * What one raw tile of a series spans, in ms: the longest of 10 min, 8 h, 2 d and 28 d that holds at most
 * 5,000 samples at the series' cadence.
 * @param cadenceMs usual distance of two samples; undefined where it is not known yet
 */
export function rawTileSpanMs(cadenceMs: number | undefined): number {
  const shortest = 10 * MINUTE_MS;
  if (cadenceMs === undefined) return shortest;
  return RAW_TILE_SPANS_MS.find((spanMs) => spanMs / cadenceMs <= RAW_TILE_MAX_POINTS) ?? shortest;
}

/** A text that is equal for equal keys and different for different ones, whatever the names contain. */
export function seriesKeyText(key: SeriesKey): string {
  return JSON.stringify([key.table, key.workUnitId, key.name]);
}
