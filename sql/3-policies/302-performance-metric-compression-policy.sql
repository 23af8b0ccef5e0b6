-- What:  compresses chunks of performance_metric past a certain age.
-- Why:   raw samples take most of the disk; compressed ones a tenth of it. Late rows still go in.
-- Locks: the chunk being compressed.
SELECT add_compression_policy('public.performance_metric', compress_after => INTERVAL :'performance_metric_compress_after');
