-- What:  how far each view has been prepared for the first time: [prepared_from, prepared_to) is done,
--        [prepared_to, target_to) is still being worked on. Equal ends: done.
-- Why:   readers say "being prepared" for what is not there yet, and never take it for a gap.
--        An interrupted preparation goes on at prepared_to.
-- Locks: nothing.
CREATE TABLE taktline.preparation (
  view_name     text        PRIMARY KEY,
  prepared_from timestamptz,
  prepared_to   timestamptz NOT NULL,
  target_to     timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
