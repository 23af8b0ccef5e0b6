import { createInstance, type i18n } from 'i18next';
import type { Language } from '../../shared/languages';
import type { KeysOf, ValuesOf } from './catalogue';
import { de } from './de/de';
import { en } from './en/en';
import { es } from './es/es';
import { language } from './language';
import { zh } from './zh/zh';

/** Every text in every language; that no key is missing is held by the catalogues' types. */
export const CATALOGUES = { en, de, es, zh } as const satisfies Record<Language, Record<keyof typeof en, object>>;

type English = typeof en;
type Domain = keyof English;

/** `domain.key` of every text. */
export type TextKey = { [Each in Domain]: KeysOf<Each, English[Each]> }[Domain];

type Values<Key extends TextKey> = Key extends `${infer Of extends Domain}.${infer Name}`
  ? ValuesOf<English[Of], Name>
  : never;

/** Nothing for a text without names, else a value for each of them. */
type Told<Key extends TextKey> = keyof Values<Key> extends never ? [] : [values: Values<Key>];

/** A text and the names between: `parts[0] names[0] parts[1] …`. */
interface Template {
  readonly parts: readonly string[];
  readonly names: readonly string[];
}

type Words = Readonly<Record<string, string | number>>;

/** A translator into one language; `t` is this page's. */
export function textsIn(wanted: Language): <Key extends TextKey>(key: Key, ...told: Told<Key>) => string {
  // What counts, in the plural forms of its language, is i18next's, which is made with the first such text.
  let counting: ((key: string, values: Words) => string) | undefined;
  const domains: Readonly<Record<string, Readonly<Record<string, string>>>> = CATALOGUES[wanted];
  // A wall says the same words for each of its tiles, a chart that is dragged sixty times a second: cut up once, they cost little.
  const templates = new Map<string, Template | undefined>();
  const templateOf = (key: string): Template | undefined => {
    if (templates.has(key)) return templates.get(key);
    const dotAt = key.indexOf('.');
    const text = domains[key.slice(0, dotAt)]?.[key.slice(dotAt + 1)];
    const template = text === undefined ? undefined : cutUp(text);
    templates.set(key, template);
    return template;
  };
  return (key, ...[values]) => {
    const words: Words = values ?? {};
    const template = 'count' in words ? undefined : templateOf(key);
    if (template !== undefined) return filled(template, words);
    counting ??= pluralsIn(wanted);
    return counting(key, words);
  };
}

function pluralsIn(wanted: Language): (key: string, values: Words) => string {
  const instance: i18n = createInstance();
  void instance.init({
    lng: wanted,
    // At once: a text is drawn in the page's language from the first.
    initAsync: false,
    resources: { [wanted]: { translation: CATALOGUES[wanted] } },
    // React escapes what it draws, a canvas needs no escape.
    interpolation: { escapeValue: false },
  });
  // Our own types know the texts; i18next's would have to be told them a second time.
  return (key, values) => instance.t(key, { ...values });
}

function cutUp(text: string): Template {
  const pieces = text.split(/\{\{(\w+)\}\}/);
  return { parts: pieces.filter((_, at) => at % 2 === 0), names: pieces.filter((_, at) => at % 2 === 1) };
}

function filled({ parts, names }: Template, words: Words): string {
  return names.reduce((text, name, at) => `${text}${words[name] ?? ''}${parts[at + 1]}`, parts[0] ?? '');
}

/**
 * A text in this page's language: `t('wall.pages', { count: 3 })`. May be called anywhere, also while modules load: the language
 * is fixed when the page loads.
 */
export const t = textsIn(language);
