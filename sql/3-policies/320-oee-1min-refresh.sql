-- What:  keeps oee_1min up to date: recomputes what changed between the two offsets before now.
-- Why:   the window reaches back past the late-data horizon (7 days), so that late rows come through every level; only
--        touched ranges are computed. It ends at least one bucket before now: the open bucket is computed on reading.
--        It must stay shorter than the retention of what it is made from: refreshing dropped rows would drop buckets.
-- Locks: nothing.
SELECT taktline.refresh_oldest_first(add_continuous_aggregate_policy(
  'public.oee_1min',
  start_offset => INTERVAL :'oee_1min_refresh_start',
  end_offset => INTERVAL :'oee_1min_refresh_end',
  schedule_interval => INTERVAL :'oee_1min_refresh_every',
  initial_start => nullif(:'oee_1min_refresh_first', '')::timestamptz
));
