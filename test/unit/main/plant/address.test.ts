import { expect, test } from 'vitest';
import { describeAddress, parsePlantUrl, plantAddress, plantName } from '../../../../src/main/plant/address';

const noFiles = () => {
  throw new Error('no file');
};

test('a URL is taken apart, escapes undone', () => {
  expect(parsePlantUrl('postgresql://me%40plant:p%2Fw@[::1]:5433/my%20plant?sslmode=require')).toEqual({
    host: '::1',
    port: 5433,
    database: 'my plant',
    user: 'me@plant',
    password: 'p/w',
    sslMode: 'require',
  });
});

test.each([
  ['not a url', 'is not a URL'],
  ['http://u:hunter2@h/d', 'must begin with postgresql://'],
  ['postgresql://h/d', 'needs a user'],
  ['postgresql://u:hunter2@h/', 'needs a user, a host and a database'],
  ['postgresql://u:hunter2@h/d?sslmod=require', 'sslmod'],
])('%s is refused in one sentence without its password', (url, part) => {
  let message = '';
  try {
    parsePlantUrl(url);
  } catch (error) {
    message = String(error);
  }
  expect(message).toContain(part);
  expect(message).not.toContain('hunter2');
});

test('the TLS modes mean what libpq means by them', () => {
  const parts = { host: 'h', port: 5432, database: 'd', user: 'u' };
  expect(plantAddress(parts, noFiles)).toEqual(parts);
  expect(plantAddress({ ...parts, sslMode: 'require' }, noFiles).ssl).toEqual({ rejectUnauthorized: false });
  expect(plantAddress({ ...parts, sslMode: 'verify-full', sslRootCertificate: 'ca.pem' }, () => 'PEM').ssl).toEqual({
    rejectUnauthorized: true,
    ca: 'PEM',
  });
  expect(plantAddress({ ...parts, sslMode: 'verify-ca' }, noFiles).ssl?.checkServerIdentity?.()).toBeUndefined();
  expect(() => plantAddress({ ...parts, sslMode: 'sometimes' }, noFiles)).toThrow('"sometimes" is unknown');
  expect(() => plantAddress({ ...parts, sslMode: 'require', sslRootCertificate: 'gone.pem' }, noFiles)).toThrow(
    'gone.pem cannot be read',
  );
});

test('what is logged of an address never holds its password, what is shown not even its user', () => {
  const address = { host: 'h', port: 1, database: 'd', user: 'u', password: 'hunter2' };
  expect(describeAddress(address)).toBe('u@h:1/d');
  expect(plantName(address)).toBe('h:1/d');
});
