import { t } from '../../i18n/text';

const LETTERS = new Map([
  ['availability', t('ui.availabilityLetter')],
  ['performance', t('ui.performanceLetter')],
  ['quality', t('ui.qualityLetter')],
]);

/** What a factor of the OEE is called where there is room for one letter, in the page's language. */
export function factorLetter(name: string): string {
  return LETTERS.get(name) ?? name.charAt(0).toUpperCase();
}
