-- What:  names and places of the work units (ISA-95: unit, line, area). Optional: a unit without a row is shown by its id.
-- Why:   screens order and name units by it; hidden takes a retired one off the wall without touching its data.
-- Locks: nothing.
CREATE TABLE public.work_unit (
  work_unit_id text    PRIMARY KEY,
  display_name text,
  line         text,
  area         text,
  hidden       boolean NOT NULL DEFAULT false
);
