-- What:  the OEE samples of all work units; scores are fractions, 0 to 1 (performance may exceed 1).
-- Why:   no unique key: two rows of one time are two samples. A NULL score is one that was not known.
-- Locks: nothing, the table is new.
CREATE TABLE public.performance_metric (
  "time"       timestamptz NOT NULL,
  work_unit_id text        NOT NULL,
  oee_score    double precision,
  availability double precision,
  performance  double precision,
  quality      double precision
);
CREATE INDEX performance_metric_unit_idx ON public.performance_metric (work_unit_id, "time" DESC);
