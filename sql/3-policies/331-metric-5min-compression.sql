-- What:  compresses chunks of metric_5min once they are older than every refresh window.
-- Why:   space; a compressed chunk can still be refreshed, only more slowly.
-- Locks: the chunk being compressed.
SELECT add_compression_policy('public.metric_5min', compress_after => INTERVAL :'metric_5min_compress_after');
