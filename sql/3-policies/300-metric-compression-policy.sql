-- What:  compresses chunks of metric past a certain age.
-- Why:   raw samples take most of the disk; compressed ones a tenth of it. Late rows still go in.
-- Locks: the chunk being compressed.
SELECT add_compression_policy('public.metric', compress_after => INTERVAL :'metric_compress_after');
