-- What:  one small NOTIFY per UPDATE statement and work unit, old and new rows alike (a row may change its unit).
--        Payload: {"table":"metric"|"oee","firstMs":n,"lastMs":n}, the times of the touched rows.
-- Why:   a notification is a wake-up, the table is the truth. It must never fail the writer: every error is caught (a
--        warning goes to the server's log), and above a quarter of the notification queue it keeps silent, because a full
--        queue fails the writer's COMMIT past any exception block.
--        SECURITY DEFINER, so that the writer needs no right on the schema taktline; hence the fixed search_path, and
--        no dynamic SQL.
--        An adopted table gets a function of its own, with its column names.
-- Locks: nothing.
CREATE OR REPLACE FUNCTION taktline.:"notify_updated"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  IF pg_catalog.pg_notification_queue_usage() <= 0.25 THEN
    PERFORM pg_catalog.pg_notify(
      taktline.wake_up_channel(touched.work_unit_id),
      pg_catalog.format(
        '{"table":"%s","firstMs":%s,"lastMs":%s}',
        TG_ARGV[0],
        pg_catalog.floor(pg_catalog.date_part('epoch', touched.first_time) * 1000)::bigint,
        pg_catalog.ceil(pg_catalog.date_part('epoch', touched.last_time) * 1000)::bigint))
    FROM (
      SELECT work_unit_id, min(at) AS first_time, max(at) AS last_time
      FROM (
        SELECT :notified_work_unit_id AS work_unit_id, :"notified_time" AS at FROM old_rows
        UNION ALL
        SELECT :notified_work_unit_id, :"notified_time" FROM new_rows
      ) AS changed_rows
      WHERE pg_catalog.isfinite(at) AND work_unit_id IS NOT NULL
      GROUP BY work_unit_id
    ) AS touched;
  END IF;
  RETURN NULL;
EXCEPTION WHEN OTHERS THEN
  -- Deliberately not passed on: a lost wake-up costs freshness, a failed writer costs data.
  RAISE WARNING 'taktline wake-up not sent: %', SQLERRM;
  RETURN NULL;
END
$function$;
