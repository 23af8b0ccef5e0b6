-- What:  every series of metric in buckets of 1 day (UTC): sum, count, min and max, made from metric_1hour.
-- Why:   sums of sums and counts of counts: exact. Real-time: what is newer than the last refresh is computed on reading.
-- Locks: nothing for long; WITH NO DATA, the rows come by preparation (oldest first) and by the refresh policy.
CREATE MATERIALIZED VIEW public.metric_1day
WITH (timescaledb.continuous, timescaledb.materialized_only = false, timescaledb.create_group_indexes = false) AS
SELECT
  time_bucket(INTERVAL '1 day', bucket) AS bucket,
  work_unit_id,
  name,
  sum(value_sum) AS value_sum,
  sum(value_count)::bigint AS value_count,
  min(value_min) AS value_min,
  max(value_max) AS value_max,
  sum(bad_count)::bigint AS bad_count
FROM public.metric_1hour
GROUP BY 1, 2, 3
WITH NO DATA;
CREATE INDEX metric_1day_series_idx ON public.metric_1day (work_unit_id, name, bucket DESC);
SELECT set_chunk_time_interval('public.metric_1day', INTERVAL :'metric_1day_chunk_interval');
