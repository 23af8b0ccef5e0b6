-- What:  the samples of all named numeric series of all work units.
-- Why:   no unique key: two rows of one time are two samples. value may be NULL: a sensor that reported nothing.
--        The index serves one series over a range and the newest sample of a series.
-- Locks: nothing, the table is new.
CREATE TABLE public.metric (
  "time"       timestamptz NOT NULL,
  work_unit_id text        NOT NULL,
  name         text        NOT NULL,
  value        double precision
);
CREATE INDEX metric_series_idx ON public.metric (work_unit_id, name, "time" DESC);
