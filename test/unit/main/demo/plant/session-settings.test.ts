import { expect, test } from 'vitest';
import {
  initialSettings,
  quoteLiteral,
  settledSettings,
  switchStatements,
} from '../../../../../src/main/demo/plant/session-settings';

const plain = initialSettings('taktline', new Map());

test('nothing is set again where nothing differs', () => {
  expect(switchStatements(plain, initialSettings('taktline', new Map()))).toBe('');
});

test('another user costs one statement; another setting is set as superuser, and taken back', () => {
  expect(switchStatements(plain, initialSettings('line_writer', new Map()))).toBe(
    'SET SESSION AUTHORIZATION "line_writer"',
  );
  const own = initialSettings('taktline', new Map([['work_mem', '8MB']]));
  expect(switchStatements(plain, own)).toBe(
    `SET SESSION AUTHORIZATION "postgres"; SELECT pg_catalog.set_config('work_mem', '8MB', false); SET SESSION AUTHORIZATION "taktline"`,
  );
  expect(switchStatements(own, plain)).toContain('RESET "work_mem"');
});

test('a RESET brings back what the client started with', () => {
  const initial = initialSettings('taktline', new Map([['work_mem', '8MB']]));
  expect(settledSettings(initial, new Map([['search_path', 'mine']]))).toEqual(
    new Map([...initial, ['search_path', 'mine']]),
  );
});

test('literals survive quotes and backslashes', () => {
  expect([quoteLiteral("o'neil"), quoteLiteral('a\\b')]).toEqual(["'o''neil'", " E'a\\\\b'"]);
});
