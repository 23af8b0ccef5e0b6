-- What:  makes performance_metric a hypertable, cut into chunks by time, with an index on time.
-- Why:   as for metric.
-- Locks: performance_metric, for a moment (the table is empty; with rows this step would be refused).
SELECT create_hypertable('public.performance_metric', by_range('time', INTERVAL :'performance_metric_chunk_interval'));
