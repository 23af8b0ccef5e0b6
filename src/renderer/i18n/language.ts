import { type Language, languageOf } from '../../shared/languages';

const LANGUAGE_KEY = 'taktline.language';

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
