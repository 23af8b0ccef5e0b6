-- What:  the NOTIFY channel of a work unit: metric_updates_<id> where the id is 1 to 40 plain characters, else
--        metric_updates_h<md5 of the id>. At most 55 bytes (PostgreSQL allows 63). LISTEN needs it in double quotes.
-- Why:   triggers and readers ask this one function, so that they cannot disagree. A plain id that looks like a hashed
--        name ('h' and 32 hex digits) is hashed as well: no two ids meet on one channel by their spelling.
-- Locks: nothing.
CREATE OR REPLACE FUNCTION taktline.wake_up_channel(work_unit_id text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT 'metric_updates_' || CASE
    WHEN work_unit_id ~ '^[a-zA-Z0-9_-]{1,40}$' AND work_unit_id !~ '^h[0-9a-f]{32}$' THEN work_unit_id
    ELSE 'h' || pg_catalog.md5(work_unit_id)
  END
$function$;
