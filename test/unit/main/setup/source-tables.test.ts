import { expect, test } from 'vitest';
import type { AdoptionCandidate, AdoptionMode } from '../../../../src/main/provisioning/adoption-options';
import {
  DEFAULT_PROVISIONING_SETTINGS,
  type ProvisioningSettings,
} from '../../../../src/main/provisioning/provisioning-settings';
import { candidateViews, tablesChoiceOf, tablesSentences } from '../../../../src/main/setup/source-tables';
import { DEFAULT_PLANT_TABLES } from '../../../../src/shared/plant-tables';

const MAPPING = { ...DEFAULT_PLANT_TABLES.metric, table: 'Metric' };
const mode = (adoption: AdoptionMode['adoption'], made: AdoptionMode['mode'], ...consequences: string[]) => ({
  ...{ adoption, mode: made, consequences, problems: [] },
});
const CANDIDATE: AdoptionCandidate = {
  ...{
    family: 'metric',
    relation: 'public."Metric"',
    isView: false,
    estimatedRows: 7,
    mapping: MAPPING,
    questions: [],
  },
  modes: [
    mode('auto', 'read-only', 'It stops writers.', 'Setting adoption.metric to "convert" does it all the same.'),
    mode('read-only', 'read-only', 'The settings say so.'),
    { ...mode('convert', 'convert', 'It becomes a hypertable.'), lockMs: 900 },
  ],
};
const adopted: ProvisioningSettings = {
  ...DEFAULT_PROVISIONING_SETTINGS,
  tables: { ...DEFAULT_PLANT_TABLES, metric: MAPPING },
  adoption: { metric: 'convert', oee: 'auto' },
};

test('each way stands once, proposed first, without advice that the page has buttons for', () => {
  const [view] = candidateViews([CANDIDATE], DEFAULT_PROVISIONING_SETTINGS);
  expect(view?.modes).toEqual([
    { ...mode('read-only', 'read-only', 'It stops writers.'), isProposed: true },
    { ...mode('convert', 'convert', 'It becomes a hypertable.'), isProposed: false, lockMs: 900 },
  ]);
});

test('our own table is no table of others', () => {
  const ours = { ...CANDIDATE, mapping: DEFAULT_PLANT_TABLES.metric };
  expect(candidateViews([ours], DEFAULT_PROVISIONING_SETTINGS)).toEqual([]);
});

test('only tables of others are kept and told', () => {
  expect(tablesChoiceOf(DEFAULT_PROVISIONING_SETTINGS)).toEqual({ tables: {}, adoption: {} });
  expect(tablesSentences(DEFAULT_PROVISIONING_SETTINGS)).toEqual([]);
  expect(tablesChoiceOf(adopted)).toEqual({ tables: { metric: MAPPING }, adoption: { metric: 'convert' } });
  expect(tablesSentences(adopted)).toEqual([
    'Metrics are in public."Metric": turned into a hypertable, with Taktline’s aggregates on top.',
  ]);
});
