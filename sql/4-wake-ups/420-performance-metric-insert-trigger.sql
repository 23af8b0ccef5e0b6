-- What:  wakes readers after each INSERT into performance_metric.
-- Why:   live values reach the screen at once. It makes two-phase commit (PREPARE TRANSACTION) impossible for writers of
--        this table while it is installed.
-- Locks: performance_metric, for a moment.
CREATE TRIGGER taktline_wake_on_insert AFTER INSERT ON :"oee_schema".:"oee_table"
REFERENCING NEW TABLE AS inserted_rows
FOR EACH STATEMENT EXECUTE FUNCTION taktline.:"oee_notify_inserted"('oee');
