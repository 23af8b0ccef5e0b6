import { expect, test } from 'vitest';
import {
  mappingText,
  modeSentences,
  openModes,
  openQuestion,
  rowsText,
  takenUp,
} from '../../../../../src/renderer/views/setup/table-words';
import { isTimeZone, type MetricTable, type OeeTable } from '../../../../../src/shared/plant-tables';
import type { SetupCandidate, SetupMode } from '../../../../../src/shared/setup';

const METRIC: MetricTable = {
  ...{ schema: 'public', table: 'Metric', workUnitId: 'workUnitId', name: 'tag', value: 'val' },
  time: { column: 'at', kind: 'timestamp', zone: 'UTC' },
};
const OEE: OeeTable = {
  ...{ schema: 'public', table: 'Oee', workUnitId: 'unit', oeeScore: 'oee', availability: null },
  ...{ performance: 'perf', quality: null, scale: 'percent', time: { column: 'at', kind: 'timestamptz' } },
};
const CONVERT: SetupMode = {
  ...{ adoption: 'convert', mode: 'convert', isProposed: false, problems: [], lockMs: 12_000 },
  consequences: ['It becomes a hypertable.', 'Writers that use ON CONFLICT (id) fail.'],
};
const READ_ONLY: SetupMode = {
  ...{ adoption: 'read-only', mode: 'read-only', isProposed: true, problems: [] },
  consequences: ['It is read as it is: a writer would stop.'],
};

test('rows are rounded to what an estimate is worth', () => {
  const text = (estimatedRows: number, isView = false) => rowsText({ isView, estimatedRows });
  expect([text(12_345), text(9), text(1), text(0), text(7, true)]).toEqual([
    ...['About 12,000 rows', 'About 9 rows', 'About 1 row', 'Number of rows not known yet', 'A view'],
  ]);
});

test('each column is named with what it holds, and what is not there is said', () => {
  expect(mappingText(METRIC)).toBe('time: at · unit: workUnitId · name: tag · value: val');
  expect(mappingText(OEE)).toBe(
    'time: at · unit: unit · OEE: oee · availability: none · performance: perf · quality: none',
  );
});

test('a proposal tells why, a conversion the writers that stop and how long it locks', () => {
  expect(modeSentences(READ_ONLY)).toEqual(['Proposed.', 'It is read as it is: a writer would stop.']);
  expect(modeSentences(CONVERT).join(' ')).toContain('ON CONFLICT (id) fail. While its rows move nobody can write');
  expect(modeSentences(CONVERT).join(' ')).toContain('about 12 s');
  expect(modeSentences({ ...READ_ONLY, isProposed: false })[0]).toContain('Nothing is made');
});

test('a way that cannot be had is not offered', () => {
  const candidate: SetupCandidate = {
    ...{ family: 'metric', relation: 'public."Metric"', isView: false, estimatedRows: 1, mapping: METRIC },
    modes: [READ_ONLY, { ...CONVERT, problems: ['It is partitioned.'] }],
  };
  expect(openModes(candidate)).toEqual([READ_ONLY]);
});

test('a time without zone needs a person to say which; others need nothing', () => {
  const untold = takenUp(METRIC);
  expect(openQuestion(untold, isTimeZone)).toContain('In which time zone is at written?');
  const told = (zone: string) => ({ ...METRIC, time: { column: 'at', kind: 'timestamp', zone } as const });
  expect(openQuestion(told('CET'), isTimeZone)).toContain('is no time zone');
  expect(openQuestion(told('Europe/Berlin'), isTimeZone)).toBeUndefined();
  expect(takenUp(OEE)).toBe(OEE);
  expect(openQuestion(OEE, isTimeZone)).toBeUndefined();
});
