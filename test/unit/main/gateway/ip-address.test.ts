import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressBytes, isLoopback, limitedAs, plainAddress } from '../../../../src/main/gateway/ip-address';

test('an IPv4 address over an IPv6 socket is the IPv4 address; a zone is no part of it', () => {
  expect(plainAddress('::ffff:192.168.1.7')).toBe('192.168.1.7');
  expect(plainAddress('fe80::1%eth0')).toBe('fe80::1');
  expect(plainAddress('2001:db8::7')).toBe('2001:db8::7');
});

test.each(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])('%s is this machine', (address) => {
  expect(isLoopback(address)).toBe(true);
});

test.each([undefined, '10.0.0.1', '::', '::2', '128.0.0.1', '::ffff:10.127.0.1'])('%s is not', (address) => {
  expect(isLoopback(address)).toBe(false);
});

test.each([
  ['10.1.2.255', [10, 1, 2, 255]],
  ['::', Array(16).fill(0)],
  ['::1', [...Array(15).fill(0), 1]],
  ['2001:db8::ff00:42:8329', [0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0xff, 0, 0, 0x42, 0x83, 0x29]],
  ['1::', [0, 1, ...Array(14).fill(0)]],
  ['::ffff:1.2.3.4', [...Array(10).fill(0), 255, 255, 1, 2, 3, 4]],
])('%s has its bytes', (text, bytes) => {
  expect([...(addressBytes(text) ?? [])]).toEqual(bytes);
});

test('any address has as many bytes as it must, and whatever is none has none', () => {
  fc.assert(fc.property(fc.ipV4(), (text) => addressBytes(text)?.length === 4));
  fc.assert(fc.property(fc.ipV6(), (text) => addressBytes(text)?.length === 16));
  for (const text of ['', 'localhost', '1.2.3', '1.2.3.256', 'fe80::1%eth0', ':::', '12345::'])
    expect(addressBytes(text)).toBeUndefined();
});

test('wrong tries are counted by IPv4 address, and by the network of an IPv6 one', () => {
  expect(limitedAs('::ffff:10.0.0.9')).toBe(limitedAs('10.0.0.9'));
  expect(limitedAs('10.0.0.9')).not.toBe(limitedAs('10.0.0.8'));
  expect(limitedAs('2001:db8:1:2:3::4')).toBe(limitedAs('2001:db8:1:2:ffff::1'));
  expect(limitedAs('2001:db8:1:2::4')).not.toBe(limitedAs('2001:db8:1:3::4'));
  expect(limitedAs('unknown')).toBe('unknown');
});
