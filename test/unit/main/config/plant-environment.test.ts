import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  ignorePlantEnvironment,
  plantFromEnvironment,
  readPlantUrlFile,
} from '../../../../src/main/config/plant-environment';

test('psql variables are named and taken out when they were not asked for', () => {
  const environment = { PGHOST: 'db', PGPASSWORD: 'secret', HOME: '/root' };
  expect(ignorePlantEnvironment(environment)).toEqual(['PGHOST', 'PGPASSWORD']);
  expect(environment).toEqual({ HOME: '/root' });
});

test('defaults are those of psql: the system user names user and database', () => {
  expect(plantFromEnvironment({}, 'anna')).toEqual({ host: 'localhost', port: 5432, user: 'anna', database: 'anna' });
});

test('every variable is read, and the password leaves the environment', () => {
  const environment = {
    PGHOST: 'db',
    PGPORT: '5433',
    PGUSER: 'tl',
    PGDATABASE: 'plant',
    PGPASSWORD: 'secret',
    PGSSLMODE: 'require',
  };
  expect(plantFromEnvironment(environment, 'anna')).toEqual({
    host: 'db',
    port: 5433,
    user: 'tl',
    database: 'plant',
    password: 'secret',
    sslMode: 'require',
  });
  expect(environment).toEqual({});
});

test.each([
  [{ PGPORT: 'x' }, 'PGPORT'],
  [{ PGPORT: '0' }, 'PGPORT'],
  [{ PGSERVICE: 'plant' }, 'PGSERVICE'],
])('%j is refused by the name of its variable', (environment, part) => {
  expect(() => plantFromEnvironment(environment, 'anna')).toThrow(part);
});

test('a URL file gives its first line; a missing or empty one is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'taktline-'));
  const path = join(folder, 'plant.url');
  expect(() => readPlantUrlFile(path)).toThrow(/plant\.url cannot be read \(ENOENT\)/);
  writeFileSync(path, '\n');
  expect(() => readPlantUrlFile(path)).toThrow('is empty');
  writeFileSync(path, 'postgresql://u@h/d \nmore');
  expect(readPlantUrlFile(path)).toBe('postgresql://u@h/d');
});
