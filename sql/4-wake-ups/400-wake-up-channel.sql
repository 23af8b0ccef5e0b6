-- What:  the NOTIFY channel of a work unit: metric_updates_<id> where the id is 1 to 40 plain characters, else
--        metric_updates_h<the first 40 hex digits of the id's SHA-256>. At most 56 bytes (PostgreSQL allows 63). LISTEN
--        needs it in double quotes.
-- Why:   triggers and readers ask this one function, so that they cannot disagree. A hashed name is one character longer
--        than any plain one: no two ids meet on one channel by their spelling. Not md5: two texts of one md5 can be
--        made at will, and a server in FIPS mode has none. The bytes are those of the database's own encoding.
--        It is STABLE and not STRICT so that PostgreSQL takes it into the statement that calls it: as a call of its own,
--        and with a regular expression in it, it was a third of what the triggers cost a writer. NULL gives NULL.
-- Locks: nothing.
CREATE OR REPLACE FUNCTION taktline.wake_up_channel(work_unit_id text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $function$
  SELECT 'metric_updates_' || CASE
    WHEN pg_catalog.length(work_unit_id) BETWEEN 1 AND 40 AND pg_catalog.translate(work_unit_id,
      'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-', '') = '' THEN work_unit_id
    ELSE 'h' || pg_catalog.left(pg_catalog.encode(pg_catalog.sha256(
      pg_catalog.convert_to(work_unit_id, pg_catalog.getdatabaseencoding())), 'hex'), 40)
  END
$function$;
