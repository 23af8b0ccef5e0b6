-- What:  wakes readers after each UPDATE of metric.
-- Why:   a corrected value reopens what was shown before. There is no trigger for DELETE: TimescaleDB 2.23 answers
--        "DELETE triggers with transition tables not supported"; the revision sweep finds deletions.
-- Locks: metric, for a moment.
CREATE TRIGGER taktline_wake_on_update AFTER UPDATE ON :"metric_schema".:"metric_table"
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION taktline.:"metric_notify_updated"('metric');
