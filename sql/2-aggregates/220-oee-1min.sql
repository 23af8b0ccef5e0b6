-- What:  the four OEE scores of every work unit in buckets of 1 minute (UTC): sum, count, min and max, made from performance_metric.
-- Why:   averages are divided when read, never stored, so that every coarser level is exact.
--        NULL, NaN, infinities and magnitudes above 1e150 stay out of sum, count, min and max (two finite 1e308 would make
--        every query and job fail with an overflow) and are counted in bad_count: one bad sensor harms nobody else.
--        The variables name the table and its columns: performance_metric, unless the plant's own table is adopted; a
--        score that it lacks is NULL, one in percent is divided by 100.
--        bad_count counts bad SCORES, not rows (a row of four bad ones counts 4). So the rows of a bucket are
--        (bad_count + the four counts) / 4, and the bad ones of one score are rows - <score>_count: each score shows
--        its own mark truthfully from these columns alone.
-- Locks: nothing for long; WITH NO DATA, the rows come by preparation (oldest first) and by the refresh policy.
CREATE MATERIALIZED VIEW public.oee_1min
WITH (timescaledb.continuous, timescaledb.materialized_only = false, timescaledb.create_group_indexes = false) AS
SELECT
  time_bucket(INTERVAL '1 minute', :"oee_time") AS bucket,
  :oee_work_unit_id AS work_unit_id,
  sum(:oee_score) FILTER (WHERE abs(:oee_score) <= DOUBLE PRECISION '1e150') AS oee_score_sum,
  count(:oee_score) FILTER (WHERE abs(:oee_score) <= DOUBLE PRECISION '1e150') AS oee_score_count,
  min(:oee_score) FILTER (WHERE abs(:oee_score) <= DOUBLE PRECISION '1e150') AS oee_score_min,
  max(:oee_score) FILTER (WHERE abs(:oee_score) <= DOUBLE PRECISION '1e150') AS oee_score_max,
  sum(:oee_availability) FILTER (WHERE abs(:oee_availability) <= DOUBLE PRECISION '1e150') AS availability_sum,
  count(:oee_availability) FILTER (WHERE abs(:oee_availability) <= DOUBLE PRECISION '1e150') AS availability_count,
  min(:oee_availability) FILTER (WHERE abs(:oee_availability) <= DOUBLE PRECISION '1e150') AS availability_min,
  max(:oee_availability) FILTER (WHERE abs(:oee_availability) <= DOUBLE PRECISION '1e150') AS availability_max,
  sum(:oee_performance) FILTER (WHERE abs(:oee_performance) <= DOUBLE PRECISION '1e150') AS performance_sum,
  count(:oee_performance) FILTER (WHERE abs(:oee_performance) <= DOUBLE PRECISION '1e150') AS performance_count,
  min(:oee_performance) FILTER (WHERE abs(:oee_performance) <= DOUBLE PRECISION '1e150') AS performance_min,
  max(:oee_performance) FILTER (WHERE abs(:oee_performance) <= DOUBLE PRECISION '1e150') AS performance_max,
  sum(:oee_quality) FILTER (WHERE abs(:oee_quality) <= DOUBLE PRECISION '1e150') AS quality_sum,
  count(:oee_quality) FILTER (WHERE abs(:oee_quality) <= DOUBLE PRECISION '1e150') AS quality_count,
  min(:oee_quality) FILTER (WHERE abs(:oee_quality) <= DOUBLE PRECISION '1e150') AS quality_min,
  max(:oee_quality) FILTER (WHERE abs(:oee_quality) <= DOUBLE PRECISION '1e150') AS quality_max,
  count(*) FILTER (WHERE (abs(:oee_score) <= DOUBLE PRECISION '1e150') IS NOT TRUE)
    + count(*) FILTER (WHERE (abs(:oee_availability) <= DOUBLE PRECISION '1e150') IS NOT TRUE)
    + count(*) FILTER (WHERE (abs(:oee_performance) <= DOUBLE PRECISION '1e150') IS NOT TRUE)
    + count(*) FILTER (WHERE (abs(:oee_quality) <= DOUBLE PRECISION '1e150') IS NOT TRUE) AS bad_count
FROM :"oee_schema".:"oee_table"
GROUP BY 1, 2
WITH NO DATA;
CREATE INDEX oee_1min_series_idx ON public.oee_1min (work_unit_id, bucket DESC);
SELECT set_chunk_time_interval('public.oee_1min', INTERVAL :'oee_1min_chunk_interval');
ALTER MATERIALIZED VIEW public.oee_1min SET (
  timescaledb.compress,
  timescaledb.compress_segmentby = 'work_unit_id',
  timescaledb.compress_orderby = 'bucket DESC'
);
