-- What:  compresses chunks of oee_1min once they are older than every refresh window.
-- Why:   space; a compressed chunk can still be refreshed, only more slowly.
-- Locks: the chunk being compressed.
SELECT add_compression_policy('public.oee_1min', compress_after => INTERVAL :'oee_1min_compress_after');
