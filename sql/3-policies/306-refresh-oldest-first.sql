-- What:  makes a refresh policy go from the oldest bucket to the newest; gives the job's number back.
-- Why:   current versions of TimescaleDB refresh in batches, newest first, each a transaction. A real-time view computes
--        only what is newer than the newest batch, so what is older stays hidden until its turn comes: after a standstill
--        or an import (measured: of 604,810 samples 16,750 were visible, for 7 s). A setting of the job rather than an
--        argument of add_continuous_aggregate_policy: older versions lack the argument, and ignore the setting.
-- Locks: nothing.
CREATE OR REPLACE FUNCTION taktline.refresh_oldest_first(job integer) RETURNS integer
LANGUAGE plpgsql AS $function$
DECLARE
  present constant jsonb := (SELECT j.config FROM timescaledb_information.jobs j WHERE j.job_id = job);
BEGIN
  PERFORM alter_job(job, config => present || '{"refresh_newest_first": false}');
  RETURN job;
END
$function$;
