import { describe, expect, test } from 'vitest';
import {
  checkSchemaSettings,
  DEFAULT_SCHEMA_SETTINGS,
  DEMO_SCHEMA_SETTINGS,
  intervalMs,
  type SchemaSettings,
} from '../../../../src/main/provisioning/schema-settings';

const HOUR_MS = 3_600_000;

describe('intervals', () => {
  test.each([
    ['1 minute', 60_000],
    ['15 minutes', 900_000],
    ['180 hours', 180 * HOUR_MS],
    ['8 days', 192 * HOUR_MS],
    ['2 weeks', 336 * HOUR_MS],
    ['1 year', 8_760 * HOUR_MS],
  ])('%s is read', (text, expected) => {
    expect(intervalMs(text)).toBe(expected);
  });

  test.each(['', '0 days', '-1 day', '1.5 hours', '8 d', '8 months', "1 day'; DROP TABLE metric", '1 day\n'])(
    '%j is refused with a sentence',
    (text) => {
      expect(() => intervalMs(text)).toThrow(/is not an interval; write a whole number and a unit/);
    },
  );
});

describe('the chain of settings', () => {
  test('the defaults and the demo do not contradict themselves', () => {
    expect(checkSchemaSettings(DEFAULT_SCHEMA_SETTINGS)).toEqual([]);
    expect(checkSchemaSettings(DEMO_SCHEMA_SETTINGS)).toEqual([]);
  });

  test('raw retention inside the refresh window of 1min is refused: a refresh would drop buckets', () => {
    const settings: SchemaSettings = {
      ...DEFAULT_SCHEMA_SETTINGS,
      metric: { chunkInterval: '1 day', compressAfter: '2 days', dropAfter: '8 days' },
    };
    expect(checkSchemaSettings(settings)).toEqual([
      'Retention of metric (8 days) must be longer than the refresh window of 1min (8 days).',
    ]);
  });

  test('every contradiction is named, not only the first', () => {
    const { levels } = DEFAULT_SCHEMA_SETTINGS;
    const settings: SchemaSettings = {
      ...DEFAULT_SCHEMA_SETTINGS,
      levels: {
        ...levels,
        '1min': { ...levels['1min'], compressAfter: '3 days', dropAfter: '4 days' },
        '1hour': { ...levels['1hour'], refreshEnd: '9 days' },
      },
    };
    expect(checkSchemaSettings(settings)).toEqual([
      'Compression age of 1min (3 days) must be longer than its refresh window (8 days).',
      'Retention of 1min (4 days) must be longer than the refresh window of 5min (8 days).',
      'The refresh window of 1hour (8 days) must be longer than its end offset (9 days).',
    ]);
  });
});
