import { expect, test } from 'vitest';
import { prometheusText } from '../../../../src/main/diagnostics/prometheus';
import { sampleReport } from '../../../support/diagnostics-report';
import { parseExposition } from '../../../support/exposition';

const families = (change: Parameters<typeof sampleReport>[0] = {}) =>
  parseExposition(prometheusText(sampleReport(change)));

test('the text keeps every rule of the format', () => {
  const parsed = families();
  expect(parsed.size).toBeGreaterThan(25);
  expect(parsed.get('taktline_viewers')).toMatchObject({ type: 'gauge', samples: [{ labels: {}, value: 7 }] });
  const slow = parsed.get('taktline_statement_seconds')?.samples;
  expect(slow).toContainEqual({
    name: 'taktline_statement_seconds_bucket',
    labels: { statement: '1hour-metric', le: '0.1' },
    value: 3,
  });
  expect(slow).toContainEqual({
    name: 'taktline_statement_seconds_sum',
    labels: { statement: '1hour-metric' },
    value: 0.189,
  });
  expect(parsed.get('taktline_plant_link')?.samples.filter(({ value }) => value === 1)).toMatchObject([
    { labels: { state: 'online' } },
  ]);
});

test('what is not there is left out, and what is not known is no number', () => {
  const parsed = families({ pool: null, sqlite: null, redis: null, tiers: [], statements: [], clockOffsetMs: null });
  expect([...parsed.keys()].join()).not.toMatch(/pool|sqlite|redis|tier|statement/);
  expect(parsed.get('taktline_plant_clock_offset_seconds')?.samples[0]?.value).toBeNaN();
});

test('labels hold names of ours alone, escaped whatever they are', () => {
  const odd = 'a "quoted" \\ name\nof two lines';
  const statements = [{ ...sampleReport().statements[0], name: odd }] as ReturnType<typeof sampleReport>['statements'];
  const rows = families({ statements }).get('taktline_statement_rows_total');
  expect(rows?.samples).toEqual([{ name: 'taktline_statement_rows_total', labels: { statement: odd }, value: 96 }]);
});

test('there are no more series than statements, lanes, tiers and states make', () => {
  const count = [...families().values()].reduce((sum, { samples }) => sum + samples.length, 0);
  expect(count).toBeLessThan(500);
});
