import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  objectId,
  octetString,
  sequence,
  time,
  utf8String,
} from '../../../../../src/main/gateway/tls/der';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test.each([
  [integer(Uint8Array.of(0)), '020100'],
  [integer(Uint8Array.of(0, 0, 0x7f)), '02017f'],
  [integer(Uint8Array.of(0x80)), '02020080'],
  [boolean(true), '0101ff'],
  [objectId('1.2.840.10045.4.3.2'), '06082a8648ce3d040302'],
  [objectId('2.5.29.17'), '0603551d11'],
  [bitString(Uint8Array.of(6), 1), '03020106'],
  [octetString(Uint8Array.of(1, 2)), '04020102'],
  [utf8String('é'), '0c02c3a9'],
  [sequence(boolean(false), explicit(0)), '3005010100a000'],
  [implicit(2, Buffer.from('a')), '820161'],
  [time(Date.UTC(2026, 10, 25, 12, 0, 1)), '170d3236313132353132303030315a'],
  [time(Date.UTC(2050, 0, 1)), '180f32303530303130313030303030305a'],
])('%# is written as X.690 has it', (written, expected) => {
  expect(hex(written)).toBe(expected);
});

test('lengths beyond 127 name their own length first', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 70_000 }), (length) => {
      const [, first = 0, ...rest] = octetString(new Uint8Array(length));
      if (first < 0x80) return first === length;
      const bytes = rest.slice(0, first & 0x7f);
      return bytes[0] !== 0 && bytes.reduce((sum, byte) => sum * 256 + byte, 0) === length;
    }),
  );
});
