-- What:  drops chunks of metric_5min past their time; 1hour and 1day are kept for good.
-- Why:   a year-old minute is looked at by the hour.
-- Locks: the chunk being dropped, for a moment.
SELECT add_retention_policy('public.metric_5min', drop_after => INTERVAL :'metric_5min_drop_after');
