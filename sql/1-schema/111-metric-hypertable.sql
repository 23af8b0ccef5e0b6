-- What:  makes metric a hypertable, cut into chunks by time, with an index on time.
-- Why:   ranges are read, compressed and dropped chunk by chunk; the index on time lets a refresh of the last minutes
--        read those minutes alone.
-- Locks: metric, for a moment (the table is empty; with rows this step would be refused).
SELECT create_hypertable('public.metric', by_range('time', INTERVAL :'metric_chunk_interval'));
