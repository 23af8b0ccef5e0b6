-- What:  what a series means: name, unit, cadence in ms, limits and target in the series' own unit. Optional.
-- Why:   a declared cadence tells a gap from a slow sensor at once; limits and target give a number its context.
-- Locks: nothing.
CREATE TABLE public.metric_definition (
  work_unit_id text NOT NULL,
  name         text NOT NULL,
  display_name text,
  unit         text,
  cadence_ms   integer CHECK (cadence_ms > 0),
  low_limit    double precision,
  high_limit   double precision,
  target       double precision,
  PRIMARY KEY (work_unit_id, name)
);
