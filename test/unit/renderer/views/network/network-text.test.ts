import { expect, test } from 'vitest';
import {
  fingerprintLines,
  groupedCode,
  leftText,
  pairingAddress,
  trustAddress,
  usedText,
} from '../../../../../src/renderer/views/network/network-text';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../../src/shared/time';

test('addresses: of the root before it is trusted, and of a screen that is paired by opening it', () => {
  expect(trustAddress('https://10.0.0.1:8443/')).toBe('http://10.0.0.1:8443/');
  expect(pairingAddress('https://10.0.0.1:8443/', '12345678')).toBe('https://10.0.0.1:8443/#code=12345678');
});

test('digits in two groups, and what is left of them', () => {
  expect(groupedCode('12345678')).toBe('1234 5678');
  expect([leftText(300_000), leftText(247_001), leftText(0)]).toEqual(['5:00', '4:08', '0:00']);
});

test('when a key was used, as roughly as it is known', () => {
  const now = 10 * DAY_MS;
  const used = (lastUsedMs: number | undefined, isIn = false) =>
    usedText({ isIn, ...(lastUsedMs === undefined ? {} : { lastUsedMs }) }, now);
  expect([used(undefined, true), used(undefined), used(now - MINUTE_MS), used(now - HOUR_MS)]).toEqual([
    ...['in now', 'never used', 'used just now', 'used today'],
  ]);
  expect([used(now - 3 * DAY_MS), used(now + HOUR_MS)]).toEqual(['used 3 d ago', 'used just now']);
});

test('a fingerprint is compared line by line', () => {
  const fingerprint = Array.from({ length: 32 }, (_, at) => at.toString(16).padStart(2, '0')).join(':');
  const lines = fingerprintLines(fingerprint);
  expect(lines).toHaveLength(4);
  expect(lines.join(' ').replaceAll(' ', ':')).toBe(fingerprint);
});
