-- What:  wakes readers after each INSERT into metric.
-- Why:   live values reach the screen at once. It makes two-phase commit (PREPARE TRANSACTION) impossible for writers of
--        this table while it is installed.
-- Locks: metric, for a moment.
CREATE TRIGGER taktline_wake_on_insert AFTER INSERT ON :"metric_schema".:"metric_table"
REFERENCING NEW TABLE AS inserted_rows
FOR EACH STATEMENT EXECUTE FUNCTION taktline.:"metric_notify_inserted"('metric');
