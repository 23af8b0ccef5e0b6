import { expect, test } from 'vitest';
import { intervalText } from '../../../../src/renderer/i18n/interval-text';

test('an interval is told in the words of the locale, with its time of day', () => {
  expect(intervalText('1 day', 'de')).toBe('1 Tag');
  expect(intervalText('3 mons', 'es')).toBe('3 meses');
  expect(intervalText('8 days', 'zh')).toBe('8天');
  expect(intervalText('1 year 2 days 01:30:00', 'de')).toBe('1 Jahr 2 Tage 01:30:00');
  expect(intervalText('30 min', 'de')).toBe('30 Minuten');
});

test('what is no interval is left alone', () => {
  for (const text of ['', '2', 'day', '2 presses', '1 day later', '01:00:00', 'press 2 days', '2 constructors'])
    expect(intervalText(text, 'de')).toBeUndefined();
});
