-- What:  the procedure behind the demo's retention of metric: drops chunks past their time, except those that overlap
--        an imported recording.
-- Why:   the demo keeps 8 days; a recording of 78 days, shifted to end now, would lose its beginning with the next run.
-- Locks: the chunk being dropped, for a moment.
CREATE OR REPLACE PROCEDURE taktline.drop_unrecorded_chunks(job_id integer, config jsonb)
LANGUAGE plpgsql AS $procedure$
DECLARE
  drop_before constant timestamptz := clock_timestamp() - (config ->> 'drop_after')::interval;
  old_chunk record;
BEGIN
  FOR old_chunk IN
    SELECT c.range_start, c.range_end
    FROM timescaledb_information.chunks c
    WHERE c.hypertable_schema = 'public' AND c.hypertable_name = 'metric' AND c.range_end <= drop_before
      AND NOT EXISTS (
        SELECT FROM taktline.recording r WHERE r.first_time < c.range_end AND r.last_time >= c.range_start)
    ORDER BY c.range_start
    -- Dropping one takes 4 ms on the embedded plant, where everybody waits meanwhile; the rest follows with the next run.
    LIMIT 48
  LOOP
    PERFORM drop_chunks('public.metric', older_than => old_chunk.range_end, newer_than => old_chunk.range_start);
  END LOOP;
END
$procedure$;
