/** The languages that every text stands in, each by its own name. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', es: 'Español', zh: '中文' } as const;

export type Language = keyof typeof LANGUAGES;

const LANGUAGE_KEY = 'taktline.language';

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

/**
 * The tag that numbers and dates are written by: the device's own of that language ("de-CH" groups otherwise than "de-DE"),
 * else the plain language.
 */
export function localeOf(language: Language, preferred: readonly string[]): string {
  return preferred.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;
}

/** This page's language and locale; English where there is no page, as in tests and workers. */
export const { language, locale } = ofThisPage();

function ofThisPage(): { readonly language: Language; readonly locale: string } {
  if (typeof document === 'undefined') return { language: 'en', locale: 'en' };
  const ours = languageOf(localStorage.getItem(LANGUAGE_KEY), navigator.languages);
  document.documentElement.lang = ours;
  return { language: ours, locale: localeOf(ours, navigator.languages) };
}

/** Keeps the language on this device and shows the page anew in it; what the page showed is in its address. */
export function chooseLanguage(chosen: Language): void {
  localStorage.setItem(LANGUAGE_KEY, chosen);
  location.reload();
}
