-- What:  recordings imported by hand (a CSV file replayed into a work unit): where from, which range, shifted by how much.
-- Why:   the shift is shown beside the data, an interrupted import can be taken back, and the demo's retention
--        spares the chunks of a recording.
-- Locks: nothing.
CREATE TABLE taktline.recording (
  recording_id  bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  work_unit_id  text        NOT NULL,
  metric_name   text        NOT NULL,
  source_file   text        NOT NULL,
  -- Times as stored, after the shift; first and last sample, both inclusive.
  first_time    timestamptz NOT NULL,
  last_time     timestamptz NOT NULL,
  -- Added to every time of the file, in ms; 0 where the times were kept.
  shift_ms      bigint      NOT NULL DEFAULT 0,
  sample_count  bigint      NOT NULL DEFAULT 0,
  bad_row_count bigint      NOT NULL DEFAULT 0,
  state         text        NOT NULL CHECK (state IN ('importing', 'done')),
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK (first_time <= last_time)
);
