-- What:  when each line produces (ISA-95: work calendar): shifts, other days, planned stops, time zone. One row a line.
-- Why:   every appliance of the plant goes by the same shifts. Empty until "provision calendar" writes it: until then
--        each appliance goes by its own settings. A line's rules are one document, because they hold as a whole only.
-- Locks: nothing.
CREATE TABLE taktline.work_calendar (
  -- As in work_unit; empty: every line without a row of its own.
  line             text        PRIMARY KEY,
  -- Of the document's form: a reader that is older says so instead of guessing.
  document_version smallint    NOT NULL CHECK (document_version > 0),
  -- As in the appliance's settings, and checked by the same rules.
  document         jsonb       NOT NULL CHECK (jsonb_typeof(document) = 'object'),
  written_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  written_by       text        NOT NULL DEFAULT session_user
);
