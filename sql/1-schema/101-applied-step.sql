-- What:  the ledger: one row per provisioning step, with the checksum of its SQL, when and by whom.
-- Why:   a second run changes nothing, an interrupted run resumes, and removal knows what was ours (outcome 'made')
--        and what was there before us ('found').
-- Locks: nothing.
CREATE TABLE taktline.applied_step (
  step_id     text        PRIMARY KEY,
  step_group  text        NOT NULL,
  checksum    text        NOT NULL,
  outcome     text        NOT NULL CHECK (outcome IN ('made', 'found')),
  applied_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  applied_by  text        NOT NULL DEFAULT session_user,
  -- Tells steps of one millisecond apart; removal goes through them in reverse.
  ordinal     bigint      GENERATED ALWAYS AS IDENTITY
);
