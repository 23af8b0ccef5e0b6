import { RANGE_NAMES, type RangeName } from '../../shared/calendar/named-ranges';
import type { TimeWindow } from '../data/time-window';
import { parseSeries, parseWindow, setWindow, type UnitSeries } from './address-parts';

/** How units are shown beside one another. `report`: as the sheet that is printed. */
export const COMPARE_MODES = ['charts', 'heat', 'table', 'report'] as const;
export type CompareMode = (typeof COMPARE_MODES)[number];

/** What a chart is of: one unit with all chosen metrics, or one metric of all chosen units. */
export type ChartsBy = 'unit' | 'metric';

/** Which column a table is sorted by; the key of a column, see `figure-columns.ts`. */
export interface TableOrder {
  readonly column: string;
  readonly descending: boolean;
}

/** A stretch of time: by its name, resolved by each line's calendar, or as the charts were moved to. */
export type CompareRange = { readonly kind: 'named'; readonly name: RangeName } | TimeWindow;

/** The whole state of the view, as its address holds it. */
export interface CompareChoice {
  readonly mode: CompareMode;
  /** Empty: the view's own choice. */
  readonly workUnitIds: readonly string[];
  /** Empty: the OEE. */
  readonly series: readonly UnitSeries[];
  readonly range: CompareRange;
  /** Laid over the charts, aligned at the start; undefined: nothing. */
  readonly over: RangeName | undefined;
  readonly by: ChartsBy;
  readonly order: TableOrder | undefined;
}

export const DEFAULT_COMPARE: CompareChoice = {
  mode: 'charts',
  workUnitIds: [],
  series: [],
  range: { kind: 'named', name: 'this-shift' },
  over: undefined,
  by: 'unit',
  order: undefined,
};
/** An address holds no more; a longer one is damaged. */
const MOST_UNITS = 1_000;

/** The fragment of a choice, without what is as by default. */
export function compareText(choice: CompareChoice): string {
  const query = new URLSearchParams();
  if (choice.mode !== DEFAULT_COMPARE.mode) query.set('mode', choice.mode);
  for (const workUnitId of choice.workUnitIds) query.append('unit', workUnitId);
  for (const { table, name } of choice.series) query.append('series', `${table}:${name}`);
  const { range } = choice;
  if (range.kind === 'named') query.set('range', range.name);
  else setWindow(query, range);
  if (choice.over !== undefined) query.set('over', choice.over);
  if (choice.by !== DEFAULT_COMPARE.by) query.set('by', choice.by);
  if (choice.order !== undefined) query.set('sort', `${choice.order.descending ? '-' : ''}${choice.order.column}`);
  return `#/compare?${query}`;
}

/** The choice of such a fragment's query; whatever cannot be understood is as by default. */
export function parseCompare(text: string): CompareChoice {
  const query = new URLSearchParams(text);
  const sort = query.get('sort');
  return {
    mode: COMPARE_MODES.find((mode) => mode === query.get('mode')) ?? DEFAULT_COMPARE.mode,
    workUnitIds: [...new Set(query.getAll('unit'))].slice(0, MOST_UNITS),
    series: parseSeries(query),
    range: parseRange(query),
    over: rangeName(query.get('over')),
    by: query.get('by') === 'metric' ? 'metric' : 'unit',
    order: sort === null || sort === '' || sort === '-' ? undefined : orderOf(sort),
  };
}

function parseRange(query: URLSearchParams): CompareRange {
  const name = rangeName(query.get('range'));
  if (name !== undefined) return { kind: 'named', name };
  return query.has('range') || query.has('from') ? parseWindow(query) : DEFAULT_COMPARE.range;
}

function rangeName(text: string | null): RangeName | undefined {
  return RANGE_NAMES.find((name) => name === text);
}

function orderOf(sort: string): TableOrder {
  const descending = sort.startsWith('-');
  return { column: descending ? sort.slice(1) : sort, descending };
}
