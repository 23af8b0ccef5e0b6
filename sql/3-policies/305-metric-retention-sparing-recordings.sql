-- What:  runs taktline.drop_unrecorded_chunks; stands in for the retention policy of metric where recordings are kept.
-- Why:   see that procedure. The demo alone uses it; a plant with a year of retention has the plain policy.
-- Locks: nothing; the procedure locks each chunk that it drops, for a moment.
SELECT add_job(
  'taktline.drop_unrecorded_chunks',
  INTERVAL '1 hour',
  config => jsonb_build_object('drop_after', :'metric_drop_after')
);
