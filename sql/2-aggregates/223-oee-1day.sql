-- What:  the four OEE scores of every work unit in buckets of 1 day (UTC): sum, count, min and max, made from oee_1hour.
-- Why:   sums of sums and counts of counts: exact. Real-time: what is newer than the last refresh is computed on reading.
-- Locks: nothing for long; WITH NO DATA, the rows come by preparation (oldest first) and by the refresh policy.
CREATE MATERIALIZED VIEW public.oee_1day
WITH (timescaledb.continuous, timescaledb.materialized_only = false, timescaledb.create_group_indexes = false) AS
SELECT
  time_bucket(INTERVAL '1 day', bucket) AS bucket,
  work_unit_id,
  sum(oee_score_sum) AS oee_score_sum,
  sum(oee_score_count)::bigint AS oee_score_count,
  min(oee_score_min) AS oee_score_min,
  max(oee_score_max) AS oee_score_max,
  sum(availability_sum) AS availability_sum,
  sum(availability_count)::bigint AS availability_count,
  min(availability_min) AS availability_min,
  max(availability_max) AS availability_max,
  sum(performance_sum) AS performance_sum,
  sum(performance_count)::bigint AS performance_count,
  min(performance_min) AS performance_min,
  max(performance_max) AS performance_max,
  sum(quality_sum) AS quality_sum,
  sum(quality_count)::bigint AS quality_count,
  min(quality_min) AS quality_min,
  max(quality_max) AS quality_max,
  sum(bad_count)::bigint AS bad_count
FROM public.oee_1hour
GROUP BY 1, 2
WITH NO DATA;
CREATE INDEX oee_1day_series_idx ON public.oee_1day (work_unit_id, bucket DESC);
SELECT set_chunk_time_interval('public.oee_1day', INTERVAL :'oee_1day_chunk_interval');
