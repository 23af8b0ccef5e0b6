import { expect, test } from 'vitest';
import { localeOf } from '../../../../src/renderer/i18n/language';
import { languageOf } from '../../../../src/shared/languages';

test('what was chosen on the device stands above what the device prefers', () => {
  expect(languageOf('es', ['de-DE', 'en'])).toBe('es');
});

test('without a choice the first preferred language that we have is taken, whatever its region and script', () => {
  expect(languageOf(null, ['fr-FR', 'zh-Hans-CN', 'de'])).toBe('zh');
  expect(languageOf(null, ['DE-AT'])).toBe('de');
});

test('a choice that is no language of ours counts as none, and English is left when nothing fits', () => {
  expect(languageOf('toString', ['de'])).toBe('de');
  expect(languageOf('fr', ['fr', 'pt-BR'])).toBe('en');
  expect(languageOf(null, [])).toBe('en');
});

test('numbers go by the region that the device names for the language', () => {
  expect(localeOf('de', ['en-US', 'de-CH', 'de'])).toBe('de-CH');
  expect(localeOf('es', ['en-US'])).toBe('es');
});
