-- What:  how chunks of performance_metric are compressed: one segment per work unit, newest first.
-- Why:   screens read one unit over a range.
-- Locks: performance_metric, for a moment.
ALTER TABLE public.performance_metric SET (
  timescaledb.compress,
  timescaledb.compress_segmentby = 'work_unit_id',
  timescaledb.compress_orderby = '"time" DESC'
);
