import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeRedis, parseRedisUrl, RedisAddressError } from '../../../../../src/main/store/redis/redis-address';

const readFile = (path: string) => {
  if (path === '/etc/ca.pem') return 'PEM';
  throw new Error('ENOENT');
};
const parse = (text: string) => parseRedisUrl(text, readFile);

test('one server, sentinels and a cluster are told by the scheme, ports and database have defaults', () => {
  expect(parse('redis://cache')).toEqual({ kind: 'single', hosts: [{ host: 'cache', port: 6379 }], database: 0 });
  expect(parse('redis://[::1]:7000/3')).toEqual({ kind: 'single', hosts: [{ host: '::1', port: 7000 }], database: 3 });
  expect(parse('redis+sentinel://a,b:26380/plant/2')).toEqual({
    kind: 'sentinel',
    hosts: [
      { host: 'a', port: 26379 },
      { host: 'b', port: 26380 },
    ],
    masterName: 'plant',
    database: 2,
  });
  expect(parse('rediss+cluster://a:7000,b:7001?ca=/etc/ca.pem')).toEqual({
    kind: 'cluster',
    hosts: [
      { host: 'a', port: 7000 },
      { host: 'b', port: 7001 },
    ],
    database: 0,
    tls: { ca: 'PEM' },
  });
});

test('user and password come out as they went in, whatever characters they hold, and are shown to nobody', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.string({ unit: 'grapheme', minLength: 4 }),
      (user, secret) => {
        const address = parse(`rediss://${encodeURIComponent(user)}:${encodeURIComponent(secret)}@cache:6380/1`);
        expect(address).toMatchObject({ username: user, password: secret, tls: {} });
        expect(describeRedis(address)).toBe('rediss://cache:6380/1');
      },
    ),
  );
  expect(parse('redis://:only@cache')).toMatchObject({ password: 'only' });
  expect(parse('redis://u:p@w:d@cache')).toMatchObject({ username: 'u', password: 'p@w:d' });
});

test('what may be shown names all hosts and what they serve', () => {
  expect(describeRedis(parse('redis+sentinel://u:secret@a,[::1]:1/plant'))).toBe(
    'redis+sentinel://a:26379,[::1]:1/plant/0',
  );
  expect(describeRedis(parse('redis+cluster://a,b'))).toBe('redis+cluster://a:6379,b:6379');
});

test.each([
  ['cache:6379', 'cannot be read'],
  ['http://cache', 'cannot be read'],
  ['redis://', 'cannot be read'],
  ['redis://a,b', 'several hosts'],
  ['redis://a:70000', 'no host:port'],
  ['redis://a:0', 'no host:port'],
  ['redis://a/x', 'number of a database'],
  ['redis://a/0/1', 'number of a database'],
  ['redis+cluster://a/1', 'database 0 alone'],
  ['redis+sentinel://a', 'no server'],
  ['redis://a?tls=1', 'tls'],
  ['redis://a?ca=/etc/ca.pem', 'no TLS'],
  ['rediss://a?ca=/nowhere', '/nowhere'],
  ['redis://user:se%cret@a', 'begins no escape'],
])('%s is refused with a sentence that names what is wrong', (text, told) => {
  const failure = (() => {
    try {
      parse(text);
    } catch (error) {
      return error;
    }
  })();
  expect(failure).toBeInstanceOf(RedisAddressError);
  expect((failure as Error).message).toContain(told);
  expect((failure as Error).message).not.toContain('se%cret');
});
