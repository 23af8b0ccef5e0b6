import { type Language, languageOf } from '../../shared/languages';

/** Systems whose menus are told, the likeliest first. */
export const SYSTEMS = ['windows', 'android', 'apple', 'mac', 'linux', 'firefox'] as const;
export type System = (typeof SYSTEMS)[number];

/** What the trust page says, in one language; the menus as that language's systems name them. */
export interface TrustWords {
  readonly title: string;
  readonly lead: string;
  readonly download: string;
  readonly open: string;
  /** Before the fingerprint. */
  readonly install: string;
  readonly warns: string;
  readonly steps: Readonly<Record<System, { readonly system: string; readonly steps: readonly string[] }>>;
}

/** The file that the steps speak of. */
export const ROOT_FILE_NAME = 'taktline-root.crt';

/** Each is loaded when the first screen asks in it: no start waits for them. */
const WORDS: Readonly<Record<Language, () => Promise<{ readonly words: TrustWords }>>> = {
  en: () => import('./trust-words/en'),
  de: () => import('./trust-words/de'),
  es: () => import('./trust-words/es'),
  zh: () => import('./trust-words/zh'),
};

/** The words in a language. */
export async function trustWords(language: Language): Promise<TrustWords> {
  return (await WORDS[language]()).words;
}

/**
 * The first language of ours that a browser asks for, else English.
 * @param accepted its `Accept-Language`, such as "de-AT,de;q=0.9,en;q=0.8"
 */
export function acceptedLanguage(accepted: string | undefined): Language {
  const wanted = (accepted ?? '').split(',').map((part) => {
    const [tag = '', quality = 'q=1'] = part.trim().split(/\s*;\s*/);
    return { tag, weight: Number(quality.replace('q=', '')) || 0 };
  });
  const tags = wanted.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight);
  return languageOf(
    null,
    tags.map(({ tag }) => tag),
  );
}

const isFirefox = (userAgent: string) => /Firefox\//.test(userAgent);

/** The system that a browser that names itself so is likely to run on. */
export function likelySystem(userAgent: string): System | undefined {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'apple';
  if (isFirefox(userAgent)) return 'firefox';
  if (/Windows/.test(userAgent)) return 'windows';
  if (/Android/.test(userAgent)) return 'android';
  if (/Macintosh/.test(userAgent)) return 'mac';
  return /Linux/.test(userAgent) ? 'linux' : undefined;
}
