-- What:  every series of metric in buckets of 1 minute (UTC): sum, count, min and max, made from metric.
-- Why:   averages are divided when read, never stored, so that every coarser level is exact.
--        NULL, NaN, infinities and magnitudes above 1e150 stay out of sum, count, min and max (two finite 1e308 would make
--        every query and job fail with an overflow) and are counted in bad_count: one bad sensor harms nobody else.
--        The variables name the table and its columns: metric, unless the plant's own table is adopted.
-- Locks: nothing for long; WITH NO DATA, the rows come by preparation (oldest first) and by the refresh policy.
CREATE MATERIALIZED VIEW public.metric_1min
WITH (timescaledb.continuous, timescaledb.materialized_only = false, timescaledb.create_group_indexes = false) AS
SELECT
  time_bucket(INTERVAL '1 minute', :"metric_time") AS bucket,
  :metric_work_unit_id AS work_unit_id,
  :metric_name AS name,
  sum(:metric_value) FILTER (WHERE abs(:metric_value) <= DOUBLE PRECISION '1e150') AS value_sum,
  count(:metric_value) FILTER (WHERE abs(:metric_value) <= DOUBLE PRECISION '1e150') AS value_count,
  min(:metric_value) FILTER (WHERE abs(:metric_value) <= DOUBLE PRECISION '1e150') AS value_min,
  max(:metric_value) FILTER (WHERE abs(:metric_value) <= DOUBLE PRECISION '1e150') AS value_max,
  count(*) FILTER (WHERE (abs(:metric_value) <= DOUBLE PRECISION '1e150') IS NOT TRUE) AS bad_count
FROM :"metric_schema".:"metric_table"
GROUP BY 1, 2, 3
WITH NO DATA;
CREATE INDEX metric_1min_series_idx ON public.metric_1min (work_unit_id, name, bucket DESC);
SELECT set_chunk_time_interval('public.metric_1min', INTERVAL :'metric_1min_chunk_interval');
ALTER MATERIALIZED VIEW public.metric_1min SET (
  timescaledb.compress,
  timescaledb.compress_segmentby = 'work_unit_id, name',
  timescaledb.compress_orderby = 'bucket DESC'
);
