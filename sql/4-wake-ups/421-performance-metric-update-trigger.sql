-- What:  wakes readers after each UPDATE of performance_metric.
-- Why:   a corrected value reopens what was shown before. There is no trigger for DELETE: TimescaleDB 2.23 answers
--        "DELETE triggers with transition tables not supported"; the revision sweep finds deletions.
-- Locks: performance_metric, for a moment.
CREATE TRIGGER taktline_wake_on_update AFTER UPDATE ON :"oee_schema".:"oee_table"
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION taktline.:"oee_notify_updated"('oee');
