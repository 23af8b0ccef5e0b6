-- What:  what turning a plant's own table into a hypertable changed of it: one row per table.
-- Why:   removing turns it back into the table that it was, keys included.
-- Locks: nothing.
CREATE TABLE taktline.adoption (
  family            text        PRIMARY KEY CHECK (family IN ('metric', 'oee')),
  table_schema      text        NOT NULL,
  table_name        text        NOT NULL,
  time_column       text        NOT NULL,
  -- Whether the time could be NULL by the table's definition: a hypertable's cannot.
  time_was_nullable boolean     NOT NULL,
  -- Unique keys without the time, as they were: [{"name", "isConstraint", "definition", "comment"}, …].
  original_keys     jsonb       NOT NULL,
  -- Index on the time that was made with it; NULL: there was one.
  time_index        text,
  converted_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
