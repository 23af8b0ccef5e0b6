-- What:  how chunks of metric are compressed: one segment per series, newest first. When: see the policies.
-- Why:   a chart reads one series over a range; so do latest-value look-ups.
-- Locks: metric, for a moment.
ALTER TABLE public.metric SET (
  timescaledb.compress,
  timescaledb.compress_segmentby = 'work_unit_id, name',
  timescaledb.compress_orderby = '"time" DESC'
);
