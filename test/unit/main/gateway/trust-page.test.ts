import { describe, expect, test } from 'vitest';
import { trustPage } from '../../../../src/main/gateway/trust-page';
import { acceptedLanguage, likelySystem, SYSTEMS, trustWords } from '../../../../src/main/gateway/trust-page-words';
import { LANGUAGES, type Language } from '../../../../src/shared/languages';

test.each([
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['fr-FR,fr;q=0.9,es;q=0.5,en;q=0.7', 'en'],
  ['zh-Hans-CN', 'zh'],
  ['fr', 'en'],
  ['es;q=0, de;q=0.1', 'de'],
  ['', 'en'],
  [undefined, 'en'],
  ['; ;q=x,,', 'en'],
] as const)('a browser that accepts %j is answered in %s', (accepted, language) => {
  expect(acceptedLanguage(accepted)).toBe(language);
});

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Edg/130.0', 'windows'],
  ['Mozilla/5.0 (Linux; Android 14) Chrome/130.0', 'android'],
  ['Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) Safari/604.1', 'apple'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) Safari/605.1', 'mac'],
  ['Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0', 'linux'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0', 'firefox'],
  ['curl/8.0', undefined],
])('%s is taken for %s', (userAgent, system) => {
  expect(likelySystem(userAgent)).toBe(system);
});

describe.each(Object.keys(LANGUAGES) as Language[])('in %s', (language) => {
  test('the page has every system’s steps, with the likely one open, and nothing of the request as it came', async () => {
    const page = await trustPage({
      ...{ screensUrl: 'https://a/<b>', rootFingerprint: 'AB:CD', userAgent: 'Windows', language },
    });
    const words = await trustWords(language);
    expect(page).toContain(`<html lang="${language}">`);
    expect(page).toContain('https://a/&#60;b&#62;');
    expect(page.match(/<details/g)).toHaveLength(SYSTEMS.length);
    expect(page).toContain(`<details open><summary>${words.steps.windows.system}`);
  });

  test('no step is missing, and each names the file where the English one does', async () => {
    const [words, english] = [await trustWords(language), await trustWords('en')];
    const shape = ({ steps }: typeof english) =>
      SYSTEMS.map((system) => steps[system].steps.map((step) => [step.includes('taktline-root.crt'), step !== '']));
    expect(shape(words)).toEqual(shape(english));
    if (language !== 'en') expect(words.lead).not.toBe(english.lead);
  });
});
