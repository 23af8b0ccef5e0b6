/** The languages that every text stands in, each by its own name. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', es: 'Español', zh: '中文' } as const;

export type Language = keyof typeof LANGUAGES;

function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag);
}

/**
 * The language of a screen: the one chosen on this device, else the first of the device's own that we have, else English.
 * @param chosen what the device kept; anything but a language of ours counts as not chosen
 * @param preferred language tags (BCP 47), the most wanted first: "de-AT", "zh-Hans-CN"
 */
export function languageOf(chosen: string | null, preferred: readonly string[]): Language {
  if (chosen !== null && isLanguage(chosen)) return chosen;
  for (const tag of preferred) {
    const [language = ''] = tag.toLowerCase().split('-');
    if (isLanguage(language)) return language;
  }
  return 'en';
}
