-- What:  the four OEE scores of every work unit in buckets of 1 minute (UTC): sum, count, min and max, made from performance_metric.
-- Why:   averages are divided when read, never stored, so that every coarser level is exact.
--        NULL, NaN, infinities and magnitudes above 1e150 stay out of sum, count, min and max (two finite 1e308 would make
--        every query and job fail with an overflow) and are counted in bad_count: one bad sensor harms nobody else.
--        bad_count counts bad SCORES, not rows (a row of four bad ones counts 4). So the rows of a bucket are
--        (bad_count + the four counts) / 4, and the bad ones of one score are rows - <score>_count: each score shows
--        its own mark truthfully from these columns alone.
-- Locks: nothing for long; WITH NO DATA, the rows come by preparation (oldest first) and by the refresh policy.
CREATE MATERIALIZED VIEW public.oee_1min
WITH (timescaledb.continuous, timescaledb.materialized_only = false, timescaledb.create_group_indexes = false) AS
SELECT
  time_bucket(INTERVAL '1 minute', "time") AS bucket,
  work_unit_id,
  sum(oee_score) FILTER (WHERE abs(oee_score) <= DOUBLE PRECISION '1e150') AS oee_score_sum,
  count(oee_score) FILTER (WHERE abs(oee_score) <= DOUBLE PRECISION '1e150') AS oee_score_count,
  min(oee_score) FILTER (WHERE abs(oee_score) <= DOUBLE PRECISION '1e150') AS oee_score_min,
  max(oee_score) FILTER (WHERE abs(oee_score) <= DOUBLE PRECISION '1e150') AS oee_score_max,
  sum(availability) FILTER (WHERE abs(availability) <= DOUBLE PRECISION '1e150') AS availability_sum,
  count(availability) FILTER (WHERE abs(availability) <= DOUBLE PRECISION '1e150') AS availability_count,
  min(availability) FILTER (WHERE abs(availability) <= DOUBLE PRECISION '1e150') AS availability_min,
  max(availability) FILTER (WHERE abs(availability) <= DOUBLE PRECISION '1e150') AS availability_max,
  sum(performance) FILTER (WHERE abs(performance) <= DOUBLE PRECISION '1e150') AS performance_sum,
  count(performance) FILTER (WHERE abs(performance) <= DOUBLE PRECISION '1e150') AS performance_count,
  min(performance) FILTER (WHERE abs(performance) <= DOUBLE PRECISION '1e150') AS performance_min,
  max(performance) FILTER (WHERE abs(performance) <= DOUBLE PRECISION '1e150') AS performance_max,
  sum(quality) FILTER (WHERE abs(quality) <= DOUBLE PRECISION '1e150') AS quality_sum,
  count(quality) FILTER (WHERE abs(quality) <= DOUBLE PRECISION '1e150') AS quality_count,
  min(quality) FILTER (WHERE abs(quality) <= DOUBLE PRECISION '1e150') AS quality_min,
  max(quality) FILTER (WHERE abs(quality) <= DOUBLE PRECISION '1e150') AS quality_max,
  count(*) FILTER (WHERE (abs(oee_score) <= DOUBLE PRECISION '1e150') IS NOT TRUE)
    + count(*) FILTER (WHERE (abs(availability) <= DOUBLE PRECISION '1e150') IS NOT TRUE)
    + count(*) FILTER (WHERE (abs(performance) <= DOUBLE PRECISION '1e150') IS NOT TRUE)
    + count(*) FILTER (WHERE (abs(quality) <= DOUBLE PRECISION '1e150') IS NOT TRUE) AS bad_count
FROM public.performance_metric
GROUP BY 1, 2
WITH NO DATA;
CREATE INDEX oee_1min_series_idx ON public.oee_1min (work_unit_id, bucket DESC);
SELECT set_chunk_time_interval('public.oee_1min', INTERVAL :'oee_1min_chunk_interval');
ALTER MATERIALIZED VIEW public.oee_1min SET (
  timescaledb.compress,
  timescaledb.compress_segmentby = 'work_unit_id',
  timescaledb.compress_orderby = 'bucket DESC'
);
