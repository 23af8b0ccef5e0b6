-- What:  drops chunks of performance_metric past their time.
-- Why:   raw samples would fill the disk; the aggregates stay. Longer than the refresh window of the 1min level.
-- Locks: the chunk being dropped, for a moment.
SELECT add_retention_policy('public.performance_metric', drop_after => INTERVAL :'performance_metric_drop_after');
