import type { Question } from '../statement-lane';

/** What `work_unit` says of a unit. */
export interface UnitDescription {
  readonly workUnitId: string;
  readonly displayName: string | null;
  readonly line: string | null;
  readonly hidden: boolean;
}

/** What `metric_definition` says of a series. */
export interface MetricDescription {
  readonly workUnitId: string;
  readonly name: string;
  readonly displayName: string | null;
  readonly unit: string | null;
  /** Declared distance of two samples, ms. */
  readonly cadenceMs: number | null;
  readonly lowLimit: number | null;
  readonly highLimit: number | null;
  readonly target: number | null;
}

const MAX_ROWS = 20_000;

const text = (value: unknown) => (typeof value === 'string' ? value : null);
const finite = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null);

export const UNIT_DESCRIPTIONS: Question<readonly UnitDescription[]> = {
  statement: {
    name: 'unit-descriptions',
    text: `select work_unit_id, display_name, line, hidden from public.work_unit limit ${MAX_ROWS}`,
  },
  values: [],
  decode: (rows) =>
    rows.map((row) => ({
      workUnitId: String(row[0]),
      displayName: text(row[1]),
      line: text(row[2]),
      hidden: row[3] === true,
    })),
};

export const METRIC_DESCRIPTIONS: Question<readonly MetricDescription[]> = {
  statement: {
    name: 'metric-descriptions',
    text: `select work_unit_id, name, display_name, unit, cadence_ms, low_limit, high_limit, target
      from public.metric_definition limit ${MAX_ROWS}`,
  },
  values: [],
  decode: (rows) =>
    rows.map((row) => ({
      workUnitId: String(row[0]),
      name: String(row[1]),
      displayName: text(row[2]),
      unit: text(row[3]),
      cadenceMs: finite(row[4]),
      lowLimit: finite(row[5]),
      highLimit: finite(row[6]),
      target: finite(row[7]),
    })),
};
