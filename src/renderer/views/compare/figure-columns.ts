import type { Totals } from '../../../shared/bucket-totals';
import type { CatalogueSeries } from '../../../shared/protocol';
import { OEE_SCORES, type OeeScore, type SeriesTable } from '../../../shared/series';
import type { TableOrder } from '../../app/compare-address';
import { t } from '../../i18n/text';
import { seriesLabel, unitLabel } from '../../ui/names';
import { figureKey, type UnitFigures } from './unit-figures';

/** A column of the table of units. */
export interface FigureColumn {
  /** Stands in addresses. */
  readonly key: string;
  readonly title: string;
  /** How its cells are written: `change` of a score, a fraction; `share` of what is counted that is at hand, from 0 to 1. */
  readonly kind: 'unit' | 'value' | 'change' | 'count' | 'share';
  readonly table: SeriesTable;
  /** Of the metric; null where it has none. */
  readonly unit: string | null;
  /** Undefined where the unit has no such series, or it no good sample. */
  readonly value: (row: UnitFigures) => number | string | undefined;
}

export function averageOf(totals: Totals | undefined): number | undefined {
  return totals === undefined || totals.count === 0 ? undefined : totals.sum / totals.count;
}

/** What figures are compared with: the same units over another time. */
export interface Against {
  /** What people call that time. */
  readonly word: string;
  readonly rows: ReadonlyMap<string, UnitFigures>;
}

/** Unit, OEE, how it was at the other time and by how much that differs, its factors, minimum, average and maximum of each chosen metric, samples, and how much of it is at hand. */
export function figureColumns(series: readonly CatalogueSeries[], against?: Against): readonly FigureColumn[] {
  const plain = { table: 'metric' as const, unit: null };
  return [
    { ...plain, key: 'unit', title: t('compare.unit'), kind: 'unit', value: ({ plan }) => unitLabel(plan.unit) },
    ...OEE_SCORES.flatMap((name) => [
      scoreColumn(name),
      ...(name === 'oee_score' && against !== undefined ? againstColumns(against) : []),
    ]),
    ...series.filter(({ table }) => table === 'metric').flatMap(metricColumns),
    { ...plain, key: 'samples', title: t('compare.samples'), kind: 'count', value: samplesOf },
    { ...plain, key: 'share', title: t('compare.atHand'), kind: 'share', value: shareOf },
  ];
}

function scoreColumn(name: OeeScore): FigureColumn {
  const key = figureKey({ table: 'oee', name });
  const title = seriesLabel({ table: 'oee', name, displayName: null });
  return { key, title, kind: 'value', table: 'oee', unit: null, value: ({ totals }) => averageOf(totals.get(key)) };
}

function againstColumns({ word, rows }: Against): readonly FigureColumn[] {
  const plain = { table: 'oee' as const, unit: null };
  const now = scoreColumn('oee_score');
  const before = ({ plan }: UnitFigures) => averageOf(rows.get(plan.unit.workUnitId)?.totals.get(now.key));
  const change = (row: UnitFigures) => {
    const [one, other] = [averageOf(row.totals.get(now.key)), before(row)];
    return one === undefined || other === undefined ? undefined : one - other;
  };
  return [
    { ...plain, key: 'against', title: t('compare.oeeOf', { range: word }), kind: 'value', value: before },
    { ...plain, key: 'change', title: t('compare.change'), kind: 'change', value: change },
  ];
}

function metricColumns(series: CatalogueSeries): readonly FigureColumn[] {
  const own = figureKey(series);
  const label = seriesLabel(series);
  const column = (part: string, title: string, of: (totals: Totals) => number | undefined): FigureColumn => ({
    ...{ key: `${part}:${own}`, title, kind: 'value', table: series.table, unit: series.unit },
    value: ({ totals }) => {
      const total = totals.get(own);
      return total === undefined || total.count === 0 ? undefined : of(total);
    },
  });
  return [
    column('min', t('compare.minOf', { metric: label }), ({ min }) => min),
    column('avg', t('compare.averageOf', { metric: label }), averageOf),
    column('max', t('compare.maxOf', { metric: label }), ({ max }) => max),
  ];
}

/** Good samples of the OEE; where a unit has none, of its metrics. */
export function samplesOf({ totals }: UnitFigures): number | undefined {
  if (totals.size === 0) return undefined;
  const oee = totals.get(figureKey({ table: 'oee', name: 'oee_score' }));
  if (oee !== undefined) return oee.count;
  return [...totals.values()].reduce((sum, { count }) => sum + count, 0);
}

/** How much of what is counted is at hand; undefined where nothing is counted. */
export function shareOf({ plan, totals, missingMs, preparingMs }: UnitFigures): number | undefined {
  if (totals.size === 0) return undefined;
  const countedMs = plan.counted.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs), 0);
  return countedMs === 0 ? undefined : Math.max(0, 1 - (missingMs + preparingMs) / countedMs);
}

/** Least, average and most of a metric belong together. */
const METRIC_COLUMNS = 3;

/**
 * The columns in tables beneath one another, for a sheet that cannot be scrolled: each begins with the unit, no metric is torn apart,
 * and what every unit has stands in the first.
 * @param most columns of a table; a metric more where not even one would fit
 */
export function columnSheets(columns: readonly FigureColumn[], most: number): readonly (readonly FigureColumn[])[] {
  const isOfMetric = ({ kind, table }: FigureColumn) => kind === 'value' && table === 'metric';
  const metrics = columns.filter(isOfMetric);
  const others = columns.length - metrics.length;
  const roomBeside = (taken: number) => Math.max(0, Math.floor((most - taken) / METRIC_COLUMNS)) * METRIC_COLUMNS;
  const inFirst = new Set(metrics.slice(0, roomBeside(others)));
  const sheets = [columns.filter((column) => !isOfMetric(column) || inFirst.has(column))];
  const each = Math.max(METRIC_COLUMNS, roomBeside(1));
  for (let at = inFirst.size; at < metrics.length; at += each)
    sheets.push([...columns.slice(0, 1), ...metrics.slice(at, at + each)]);
  return sheets;
}

const BY_NAME = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The rows in the order of a column; what has no value comes last either way, equal rows stay as they were. */
export function orderedFigures(
  rows: readonly UnitFigures[],
  columns: readonly FigureColumn[],
  order: TableOrder | undefined,
): readonly UnitFigures[] {
  const column = columns.find(({ key }) => key === order?.column);
  if (column === undefined) return rows;
  const sign = order?.descending === true ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [one, other] = [column.value(a), column.value(b)];
    if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
    if (typeof one === 'string' || typeof other === 'string') return sign * BY_NAME.compare(String(one), String(other));
    return sign * (one - other);
  });
}

/** What a press on a header orders by: numbers from the largest down at first, names from A on, the other way on the next press. */
export function orderAfterPress(column: FigureColumn, order: TableOrder | undefined): TableOrder {
  const descending = order?.column === column.key ? !order.descending : column.kind !== 'unit';
  return { column: column.key, descending };
}
