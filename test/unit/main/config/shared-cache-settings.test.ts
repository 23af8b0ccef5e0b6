import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSettings } from '../../../../src/main/config/settings';
import { sharedCacheUrl } from '../../../../src/main/config/shared-cache-settings';

const defaults = readFileSync('resources/default-settings.json', 'utf8');
const read = (redis: object) =>
  readSettings(defaults, { name: 'settings.json', text: JSON.stringify({ redis }) }).redis;
const readFile = (path: string) => {
  if (path === '/etc/taktline/redis-url') return 'rediss://:secret@cache:6380\n';
  throw new Error('ENOENT');
};

test('there is no shared cache unless one is named, by its URL or by a file that holds it', () => {
  expect(sharedCacheUrl(readSettings(defaults).redis, readFile)).toBeUndefined();
  expect(sharedCacheUrl(read({ url: 'redis://user@cache' }), readFile)).toBe('redis://user@cache');
  expect(sharedCacheUrl(read({ urlFile: '/etc/taktline/redis-url' }), readFile)).toBe('rediss://:secret@cache:6380');
  expect(() => sharedCacheUrl(read({ urlFile: '/nowhere' }), readFile)).toThrow('redis.urlFile');
});

test('a password has no place in the settings, and two servers are one too many', () => {
  const refusal = (redis: object) => {
    try {
      read(redis);
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  };
  expect(refusal({ url: 'redis://user:hunter2@cache' })).toContain('redis.url: it holds a password');
  expect(refusal({ url: 'redis://:hunter2@cache' })).toContain('redis.urlFile');
  expect(refusal({ url: 'redis://user:hunter2@cache' })).not.toContain('hunter2');
  expect(refusal({ url: 'redis://cache', urlFile: '/etc/taktline/redis-url' })).toContain('give one of them');
});
