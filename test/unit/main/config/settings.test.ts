import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSettings, SettingsError } from '../../../../src/main/config/settings';
import { DEFAULT_PLANT_TABLES } from '../../../../src/shared/plant-tables';

const defaults = readFileSync('resources/default-settings.json', 'utf8');
const file = (text: string) => ({ name: 'settings.json', text });

test('the shipped defaults are valid and listen on loopback alone', () => {
  expect(readSettings(defaults).gateway).toMatchObject({ listen: 'loopback', port: 0 });
});

test('a file overrides single values and leaves the others', () => {
  const settings = readSettings(
    defaults,
    file('{"gateway": {"port": 8080}, "stateRules": {"slowBelowPerformance": 0.5}}'),
  );
  expect(settings.gateway).toMatchObject({ listen: 'loopback', port: 8080 });
  expect(settings.stateRules.slowBelowPerformance).toBe(0.5);
  expect(settings.stateRules.stateMetric).toBe('state');
});

test('tables of the plant are named by what differs from ours', () => {
  expect(readSettings(defaults).tables).toEqual(DEFAULT_PLANT_TABLES);
  const text = '{"tables": {"oee": {"table": "PerformanceMetric", "workUnitId": "workUnitId", "quality": null}}}';
  const { tables } = readSettings(defaults, file(text));
  expect(tables.metric).toEqual(DEFAULT_PLANT_TABLES.metric);
  expect(tables.oee).toMatchObject({ table: 'PerformanceMetric', availability: 'availability', quality: null });
});

test.each([
  ['{', 'settings.json is not valid JSON'],
  ['{"gateway": {"port": "many"}}', 'gateway.port'],
  ['{"gatway": {}}', 'gatway'],
  ['{"stateRules": {"codes": {"7": "dancing"}}}', 'stateRules.codes.7'],
  ['{"tables": {"metric": {"time": {"column": "t", "kind": "timestamp", "zone": "CET"}}}}', 'tables.metric.time.zone'],
  ['{"tables": {"oee": {"scale": "permille"}}}', 'tables.oee.scale'],
  ['[]', 'the top level'],
  [
    '{"calendar": {"default": {"timeZone": "Europe/Berlin", "shifts": [{"name": "Early", "start": "6:00", "end": "14:00"}]}}}',
    'calendar.default.shifts.0.start: a time of day is written as "06:00"',
  ],
  ['{"calendar": {"lines": {"Line 1": {"timeZone": "Berlin", "shifts": []}}}}', 'calendar.lines.Line 1.timeZone'],
])('%s is refused with the place and the remedy', (text, part) => {
  expect(() => readSettings(defaults, file(text))).toThrow(SettingsError);
  expect(() => readSettings(defaults, file(text))).toThrow(part);
});

test('the calendar of README is one, and without one there is none', () => {
  expect(readSettings(defaults).calendar).toEqual({ lines: {} });
  const example = /```json\n("calendar": [\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1];
  const { calendar } = readSettings(defaults, file(`{${example}}`));
  expect(calendar.default?.shifts.map(({ name }) => name)).toEqual(['Early shift', 'Late shift', 'Night shift']);
});
