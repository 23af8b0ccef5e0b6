import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { effectivePoolSettings } from '../../../../src/main/config/plant-pool-settings';
import { readSettings, SettingsError } from '../../../../src/main/config/settings';
import { DEFAULT_POOL_SETTINGS } from '../../../../src/main/plant/plant-database';

const defaults = readFileSync('resources/default-settings.json', 'utf8');
const read = (text: string) => readSettings(defaults, { name: 'settings.json', text }).plantPool;

test('the shipped settings are those of the plant’s own defaults', () => {
  expect(effectivePoolSettings(readSettings(defaults).plantPool)).toEqual(DEFAULT_POOL_SETTINGS);
});

test('each can be set by itself, and a follower holds few connections whatever else is set', () => {
  expect(effectivePoolSettings(read('{"plantPool": {"max": 40}}'))).toEqual({ ...DEFAULT_POOL_SETTINGS, max: 40 });
  const follower = read('{"plantPool": {"max": 40, "min": 10, "follower": true}}');
  expect(effectivePoolSettings(follower)).toEqual({ ...DEFAULT_POOL_SETTINGS, min: 1, max: 6 });
});

test.each([
  ['{"plantPool": {"max": 5}}', 'plantPool.max'],
  ['{"plantPool": {"statementMs": 0}}', 'plantPool.statementMs'],
  ['{"plantPool": {"min": -1}}', 'plantPool.min'],
])('%s is refused with the place', (text, place) => {
  expect(() => read(text)).toThrow(SettingsError);
  expect(() => read(text)).toThrow(place);
});
