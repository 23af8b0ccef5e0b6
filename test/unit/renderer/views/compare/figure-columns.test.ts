import { expect, test } from 'vitest';
import {
  columnSheets,
  figureColumns,
  orderAfterPress,
  orderedFigures,
  shareOf,
} from '../../../../../src/renderer/views/compare/figure-columns';
import type { UnitFigures } from '../../../../../src/renderer/views/compare/unit-figures';
import { NO_TOTALS } from '../../../../../src/shared/bucket-totals';
import { series, unit } from '../catalogue-unit';

const TEMPERATURE = series('metric', 'temperature', { unit: '°C' });
const columns = figureColumns([series('oee', 'oee_score'), TEMPERATURE]);

function row(name: string, oee: number | undefined, more: Partial<UnitFigures> = {}): UnitFigures {
  const counted = [{ fromMs: 0, toMs: 1_000 }];
  const totals = new Map(
    oee === undefined ? [] : [['oee:oee_score', { ...NO_TOTALS, sum: oee * 4, count: 4, min: 0, max: 1 }]],
  );
  const plan = { unit: unit(name, []), range: counted[0], counted, reckonings: [] };
  return { plan, totals, missingMs: 0, preparingMs: 0, ...more };
}

const names = (rows: readonly UnitFigures[]) => rows.map(({ plan }) => plan.unit.workUnitId);

test('the columns are unit, OEE and its factors, then least, average and most of each metric, samples and what is at hand', () => {
  expect(columns.map(({ key }) => key)).toEqual([
    ...['unit', 'oee:oee_score', 'oee:availability', 'oee:performance', 'oee:quality'],
    ...['min:metric:temperature', 'avg:metric:temperature', 'max:metric:temperature', 'samples', 'share'],
  ]);
});

test('rows are ordered by any column, either way, those without a value last, equal ones as they were', () => {
  const rows = [row('press-10', 0.8), row('press-9', undefined), row('press-2', 0.9), row('lathe-1', 0.8)];
  const by = (column: string, descending: boolean) => names(orderedFigures(rows, columns, { column, descending }));
  expect(by('oee:oee_score', true)).toEqual(['press-2', 'press-10', 'lathe-1', 'press-9']);
  expect(by('oee:oee_score', false)).toEqual(['press-10', 'lathe-1', 'press-2', 'press-9']);
  expect(by('unit', false)).toEqual(['lathe-1', 'press-2', 'press-9', 'press-10']);
  expect(by('unit', true)).toEqual(['press-10', 'press-9', 'press-2', 'lathe-1']);
  expect(by('nothing', true)).toEqual(names(rows));
  expect(names(orderedFigures(rows, columns, undefined))).toEqual(names(rows));
});

test('a first press orders numbers from the largest down and names from A on, the next the other way', () => {
  const [first, oee] = columns;
  if (first === undefined || oee === undefined) throw new Error('no columns');
  expect(orderAfterPress(first, undefined)).toEqual({ column: 'unit', descending: false });
  const once = orderAfterPress(oee, undefined);
  expect(once).toEqual({ column: 'oee:oee_score', descending: true });
  expect(orderAfterPress(oee, once)).toEqual({ column: 'oee:oee_score', descending: false });
});

test('what is missing or being prepared is not at hand; where nothing counts, or nothing is sampled, there is no share', () => {
  expect(shareOf(row('a', 0.5))).toBe(1);
  expect(shareOf(row('a', 0.5, { missingMs: 100, preparingMs: 150 }))).toBe(0.75);
  expect(shareOf(row('a', undefined))).toBeUndefined();
  const { plan } = row('a', 0.5);
  expect(shareOf(row('a', 0.5, { plan: { ...plan, counted: [] } }))).toBeUndefined();
});

test('against another time there is what the OEE was then and by how much it differs, nothing where one of both is not known', () => {
  const then = new Map([['press', row('press', 0.7)]]);
  const compared = figureColumns([], { word: 'Last shift', rows: then });
  expect(compared.map(({ key }) => key).slice(0, 5)).toEqual([
    'unit',
    'oee:oee_score',
    'against',
    'change',
    'oee:availability',
  ]);
  const [, , against, change] = compared;
  expect(against?.title).toBe('OEE, Last shift');
  expect([against?.value(row('press', 0.8)), change?.value(row('press', 0.8))]).toEqual([0.7, expect.closeTo(0.1, 9)]);
  expect([change?.value(row('mill', 0.8)), change?.value(row('press', undefined))]).toEqual([undefined, undefined]);
});

test('columns that do not fit a sheet stand beneath one another, no metric torn apart, each with its units', () => {
  const metrics = ['temperature', 'pressure', 'cycle_time', 'vibration', 'power'].map((name) => series('metric', name));
  const sheets = (count: number, most: number) =>
    columnSheets(figureColumns(metrics.slice(0, count)), most).map((sheet) => sheet.map(({ key }) => key));
  expect(sheets(1, 10)).toEqual([figureColumns(metrics.slice(0, 1)).map(({ key }) => key)]);
  const [first, ...others] = sheets(5, 10);
  expect(first?.at(0)).toBe('unit');
  expect(first?.slice(-2)).toEqual(['samples', 'share']);
  expect(first?.filter((key) => key.includes('metric:'))).toEqual(
    ['min', 'avg', 'max'].map((part) => `${part}:metric:temperature`),
  );
  expect(others.map((keys) => [keys[0], keys.length])).toEqual([
    ['unit', 10],
    ['unit', 4],
  ]);
  expect(
    sheets(5, 10)
      .flat()
      .filter((key) => key !== 'unit')
      .toSorted(),
  ).toEqual(
    figureColumns(metrics)
      .map(({ key }) => key)
      .filter((key) => key !== 'unit')
      .toSorted(),
  );
  // Narrower than what every unit has: each metric still has a table.
  expect(sheets(2, 2).map(({ length }) => length)).toEqual([7, 4, 4]);
});
