import { createInstance, type i18n } from 'i18next';
import type { KeysOf, ValuesOf } from './catalogue';
import { de } from './de/de';
import { en } from './en/en';
import { es } from './es/es';
import { type Language, language } from './language';
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

/** A translator into one language; `t` is this page's. */
export function textsIn(wanted: Language): <Key extends TextKey>(key: Key, ...told: Told<Key>) => string {
  const instance: i18n = createInstance();
  void instance.init({
    lng: wanted,
    // At once: the first picture is drawn in the page's language.
    initAsync: false,
    resources: { [wanted]: { translation: CATALOGUES[wanted] } },
    // React escapes what it draws, a canvas needs no escape.
    interpolation: { escapeValue: false },
  });
  // Our own types know the texts; i18next's would have to be told them a second time.
  const translate: (key: string, values: Readonly<Record<string, string | number>>) => string = (key, values) =>
    instance.t(key, { ...values });
  // A chart that is dragged says the same words sixty times a second, and to look one up takes a while.
  const plain = new Map<string, string>();
  return (key, ...[values]) => {
    if (values !== undefined) return translate(key, values);
    const text = plain.get(key) ?? translate(key, {});
    plain.set(key, text);
    return text;
  };
}

/**
 * A text in this page's language: `t('wall.pages', { count: 3 })`. May be called anywhere, also while modules load: the language
 * is fixed when the page loads.
 */
export const t = textsIn(language);
