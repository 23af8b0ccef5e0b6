import { createInstance } from 'i18next';
import { describe, expect, test } from 'vitest';
import { CATALOGUES, textsIn } from '../../../../src/renderer/i18n/text';
import { LANGUAGES, type Language } from '../../../../src/shared/languages';

const OTHERS = (Object.keys(LANGUAGES) as Language[]).filter((language) => language !== 'en');

/** Every text of a catalogue by `domain.key`. */
function textsOf(language: Language): ReadonlyMap<string, string> {
  const domains: Readonly<Record<string, Readonly<Record<string, string>>>> = CATALOGUES[language];
  return new Map(
    Object.entries(domains).flatMap(([domain, texts]) =>
      Object.entries(texts).map(([key, text]) => [`${domain}.${key}`, text] as const),
    ),
  );
}

const FORM = /_(zero|one|two|few|many|other)$/;
const namesIn = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).sort();

test('a text is written in the language that was asked for', () => {
  expect(textsIn('en')('app.language')).toBe('Language');
  expect(textsIn('zh')('app.language')).toBe('语言');
});

test('a text is written with what it names, as it was given, and counts in the forms of its language', () => {
  const english = textsIn('en');
  expect(english('common.old', { label: '$& {{age}} <b>', age: '3 s' })).toBe('$& {{age}} <b> 3 s old');
  expect(english('events.count', { count: 1 })).toBe('1 event');
  expect(english('events.count', { count: 3 })).toBe('3 events');
});

describe.each(['en', ...OTHERS] as const)('what is said in %s', (language) => {
  test('is what i18next says, for every text that counts nothing', () => {
    const instance = createInstance();
    void instance.init({
      ...{ lng: language, initAsync: false, interpolation: { escapeValue: false } },
      resources: { [language]: { translation: CATALOGUES[language] } },
    });
    const translate = textsIn(language) as (key: string, values: Readonly<Record<string, string | number>>) => string;
    for (const [key, text] of textsOf(language)) {
      if (FORM.test(key)) continue;
      const values = Object.fromEntries(namesIn(text).map((name, at) => [name, at % 2 === 0 ? at + 1 : `« ${name} »`]));
      expect(translate(key, values), key).toBe(instance.t(key, values));
    }
  });
});

describe.each(OTHERS)('in %s', (language) => {
  const english = textsOf('en');
  const translated = textsOf(language);

  test('no text is missing, none is empty, and none is one that English does not have', () => {
    const keys = (texts: ReadonlyMap<string, string>) => new Set([...texts.keys()].map((key) => key.replace(FORM, '')));
    expect(keys(translated)).toEqual(keys(english));
    expect([...translated].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('a text that counts has every plural form of the language', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const counting = [...english.keys()].filter((key) => key.endsWith('_other')).map((key) => key.replace(FORM, ''));
    const missing = counting
      .flatMap((key) => forms.map((form) => `${key}_${form}`))
      .filter((key) => !translated.has(key));
    expect(missing).toEqual([]);
  });

  test('each text names what the English one names', () => {
    const differing = [...translated].filter(([key, text]) => {
      const source = english.get(key) ?? english.get(key.replace(FORM, '_other')) ?? '';
      // A form that stands for one number alone need not write it.
      const names = new Set(namesIn(source));
      return (
        namesIn(text).some((name) => !names.has(name)) ||
        (!FORM.test(key) && namesIn(text).length !== namesIn(source).length)
      );
    });
    expect(differing).toEqual([]);
  });
});
