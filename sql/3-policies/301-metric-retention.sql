-- What:  drops chunks of metric past their time.
-- Why:   raw samples would fill the disk; the aggregates stay. Longer than the refresh window of the 1min level.
-- Locks: the chunk being dropped, for a moment.
SELECT add_retention_policy('public.metric', drop_after => INTERVAL :'metric_drop_after');
