-- What:  wakes readers after each INSERT into performance_metric.
-- Why:   live values reach the screen at once. It makes two-phase commit (PREPARE TRANSACTION) impossible for writers of
--        this table while it is installed.
-- Locks: performance_metric, for a moment.
CREATE TRIGGER taktline_wake_on_insert AFTER INSERT ON public.performance_metric
REFERENCING NEW TABLE AS inserted_rows
FOR EACH STATEMENT EXECUTE FUNCTION taktline.notify_inserted('oee');
