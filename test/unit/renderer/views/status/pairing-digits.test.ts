import { expect, test } from 'vitest';
import { shownDigits } from '../../../../../src/renderer/views/status/pairing-digits';

test('eight places in two groups fill from the left', () => {
  expect([shownDigits(''), shownDigits('12345'), shownDigits('12345678')]).toEqual([
    ...['···· ····', '1234 5···', '1234 5678'],
  ]);
});
