import { expect, test } from 'vitest';
import {
  type CsvSeries,
  expectedRows,
  MOST_ROWS,
  type SeriesCsvJob,
  seriesCsv,
  stretchesOf,
  TooManyRows,
} from '../../../../../../src/renderer/views/compare/export/series-csv';
import { BUCKET_MS, type Resolution } from '../../../../../../src/shared/series';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../../../src/shared/time';
import type { HistoryRequest } from '../../../../../../src/shared/viewer/asked-questions';
import { fakeCatalogue, fakeHistory, valueAt } from '../../../../../support/fake-shop';

const NOW = Date.UTC(2026, 10, 25, 12, 30);
const UNITS = fakeCatalogue(3, NOW);

function job(resolution: Resolution, lengthMs: number, more: Partial<CsvSeries> = {}): SeriesCsvJob {
  const range = { fromMs: NOW - lengthMs, toMs: NOW + HOUR_MS };
  const series = UNITS.flatMap((unit): CsvSeries[] =>
    unit.series
      .filter(({ name }) => name === 'oee_score' || name === 'temperature')
      .map((each) => ({ unit, series: each, range, zone: 'Europe/Berlin', ...more })),
  );
  return { series, resolution, nowMs: NOW };
}

async function written(of: SeriesCsvJob, change: (answer: ReturnType<typeof fakeHistory>) => typeof answer = (a) => a) {
  const requests: HistoryRequest[] = [];
  const fetch = async (request: HistoryRequest) => {
    requests.push(request);
    return request.series.map((series) => {
      const index = UNITS.findIndex(({ workUnitId }) => workUnitId === series.workUnitId);
      const level = request.resolution;
      return change(fakeHistory({ ...request, requestId: 1, series, index, level, nowMs: NOW }));
    });
  };
  let text = '';
  for await (const part of seriesCsv(of, fetch, new AbortController().signal)) text += part;
  const [head = '', ...lines] = text.trimEnd().split('\r\n');
  const rows = lines.map((line) => line.split(','));
  // A reader that goes by the names refuses a row of another length.
  expect(new Set(rows.map(({ length }) => length))).toEqual(new Set(rows.length === 0 ? [] : [head.split(',').length]));
  return { head, rows, requests };
}

test('every sample of the plant in the stretch is a row, bit for bit, in order of time within a request', async () => {
  const { head, rows } = await written(job('raw', 30 * MINUTE_MS));
  expect(head).toBe(
    'Time (UTC),Local time,Line,Work unit,Work unit ID,Metric,Unit of measure,Value,Min,Max,Samples,Bad samples,Note',
  );
  const told = rows.map(([time = '', , , , id = '', metric = '', , value = '']) => [id, metric, time, Number(value)]);
  const expected = UNITS.flatMap(({ workUnitId }, index) =>
    (['oee', 'metric'] as const).flatMap((table) => {
      const [name, label, stepMs] =
        table === 'oee' ? (['oee_score', 'OEE', 10_000] as const) : (['temperature', 'Temperature', 1_000] as const);
      const found = [];
      for (let timeMs = NOW - 30 * MINUTE_MS; timeMs < NOW; timeMs += stepMs) {
        const value = valueAt(index, table, name, timeMs);
        if (value !== undefined) found.push([workUnitId, label, new Date(timeMs).toISOString(), value]);
      }
      return found;
    }),
  );
  const byAll = (a: (string | number)[], b: (string | number)[]) => (String(a) < String(b) ? -1 : 1);
  expect(told.toSorted(byAll)).toEqual(expected.toSorted(byAll));
  // Winter in Berlin.
  const localMs = Date.parse(String(rows[0]?.[0])) + HOUR_MS;
  expect(rows[0]?.[1]).toBe(new Date(localMs).toISOString().slice(0, 19).replace('T', ' '));
});

test('buckets are told by average, minimum, maximum and samples; nothing after now is asked for', async () => {
  const { rows, requests } = await written(job('5min', 6 * HOUR_MS));
  expect(Math.max(...requests.map(({ range }) => range.toMs))).toBe(NOW);
  for (const [, , , , , , , value, min, max, samples] of rows) {
    expect(Number(samples)).toBeGreaterThan(0);
    expect(Number(value)).toBeGreaterThanOrEqual(Number(min));
    expect(Number(value)).toBeLessThanOrEqual(Number(max));
  }
  expect(new Set(rows.map(([time]) => time)).size).toBeLessThanOrEqual((6 * HOUR_MS) / BUCKET_MS['5min']);
});

test('what is not on board is a row of its own, with its end and no value', async () => {
  const hole = { fromMs: NOW - 2 * HOUR_MS, toMs: NOW - HOUR_MS };
  const { rows } = await written(job('1hour', 6 * HOUR_MS), (answer) => ({ ...answer, tiles: [], missing: [hole] }));
  expect(rows).toHaveLength(6);
  expect(rows[0]?.slice(7)).toEqual(['', '', '', '', '', 'not on board – 2026-11-25T11:30:00.000Z']);
});

test('long jobs are read piece by piece: the pieces follow one another, and none asks for more than is given', () => {
  const long = job('raw', 3 * DAY_MS);
  const stretches = [...stretchesOf(long)];
  stretches.forEach(({ fromMs, toMs }, at) => {
    expect(fromMs).toBe(at === 0 ? NOW - 3 * DAY_MS : stretches[at - 1]?.toMs);
    expect((toMs - fromMs) / 1_000).toBeLessThanOrEqual(15_000);
  });
  expect(stretches.at(-1)?.toMs).toBe(NOW);
});

test('more than two million rows are refused before anything is asked for', async () => {
  const much = job('raw', 30 * DAY_MS);
  expect(expectedRows(much)).toBeGreaterThan(MOST_ROWS);
  await expect(written(much)).rejects.toThrow(TooManyRows);
});
