import { expect, test } from 'vitest';
import { formatsIn } from '../../../../src/renderer/i18n/format';

const AT_MS = Date.UTC(2026, 10, 3, 12);

test('numbers are written as the locale writes them, with the digits asked for', () => {
  expect(formatsIn('en-GB').decimalText(1283.406, 2)).toBe('1283.41');
  expect(formatsIn('de-DE').decimalText(83.4, 2)).toBe('83,40');
});

test('digits that say nothing are left out, with the point of the locale', () => {
  expect([0.5, 12, 1_234.5, -0.000_25].map(formatsIn('de-DE').shortText)).toEqual(['0,5', '12', '1234,5', '-0,00025']);
  expect(formatsIn('en-GB').shortText(0.5)).toBe('0.5');
});

test('thousands are set apart from five digits on', () => {
  expect(formatsIn('en-US').countText(1240)).toBe('1240');
  expect(formatsIn('en-US').countText(12_400)).toBe('12,400');
  expect(formatsIn('de-DE').countText(12_400)).toBe('12.400');
});

test('a date names its month, so that 3 November is never taken for 11 March', () => {
  expect(formatsIn('en-US').calendarDayText('2026-11-03')).toBe('Nov 3, 2026');
  expect(formatsIn('en-GB').calendarDayText('2026-11-03')).toBe('3 Nov 2026');
  expect(formatsIn('de-DE').calendarDayText('2026-11-03')).toContain('Nov');
  expect(formatsIn('zh-CN').calendarDayText('2026-11-03')).toBe('2026年11月3日');
  expect(formatsIn('en-GB').dayOfYearText('2026-11-03')).toBe('3 Nov');
  expect(formatsIn('en-GB').calendarDayText('soon')).toBe('soon');
});

test('a weekday is short', () => {
  expect(formatsIn('de-DE').weekdayText(AT_MS)).toBe('Di');
});
