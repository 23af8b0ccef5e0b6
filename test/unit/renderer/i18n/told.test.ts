import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { en } from '../../../../src/renderer/i18n/en/en';
import { type TextKey, textsIn } from '../../../../src/renderer/i18n/text';
import { TOLD_DOMAINS, toldIn } from '../../../../src/renderer/i18n/told';
import { sourceTexts } from '../../../support/literal-texts';

const SOURCES = ['src/main/**/*.ts', 'src/shared/**/*.ts', 'src/renderer/data/*.ts'].flatMap((glob) => globSync(glob));

/** What these files say is shown on screens: each whole sentence of theirs is in the catalogues. */
const SHOWN = [
  'src/main/provisioning/*.ts',
  'src/main/provisioning/connection-test/*.ts',
  'src/main/plant/plant-error.ts',
  'src/main/plant/plant-pool.ts',
  'src/main/setup/*.ts',
  'src/main/config/*password-store.ts',
  'src/main/config/keyring.ts',
  'src/main/config/settings.ts',
  'src/main/config/settings-file.ts',
  'src/main/network/*.ts',
  'src/main/load-test/load-test-session.ts',
  'src/main/upstream/*.ts',
  'src/main/desktop/export-files.ts',
  'src/main/desktop/file-dialogs.ts',
  'src/main/gateway/gateway-failure.ts',
  'src/main/gateway/refusals.ts',
  'src/main/gateway/viewer.ts',
  'src/main/gateway/tls/*.ts',
];

/** Of the command line and of what is written for developers. */
const SPOKEN_ELSEWHERE = new Set([
  'The settings file {} is not valid JSON; correct it, or leave --settings out.',
  'The settings file {} has a wrong value at {}: {}.',
  'Nothing to refresh: the range from {} to {} is empty.',
  'PostgreSQL text cannot hold a NUL character.',
  'The SQL asks for {}, which the settings do not give.',
  'A line of the calendar has no name; write its rules under "default".',
  'The calendar names {} lines, and {} are kept at most; let "default" serve those that are alike.',
  'The plant has no table {} that this login may read; plan and apply first, as the role that provisions.',
  'The connection is in order.',
  'The connection works, with the warnings above.',
  'The connection does not work yet; begin with the first stage that failed.',
  '{} is no IP address.',
  'Binary frames are for answers; send JSON in text frames.',
  'Hello was said already.',
]);

const SAYING = new Map(SOURCES.map((name) => [name, sourceTexts(name, readFileSync(name, 'utf8'))]));
const TEXTS = TOLD_DOMAINS.flatMap((domain) =>
  Object.entries<string>(en[domain]).map(([key, text]) => ({ key: `${domain}.${key}` as TextKey, text })),
);
const bare = (text: string) => text.replace(/\{\{\w+\}\}/g, '{}');

test('each English text is a sentence that the main process says, word for word', () => {
  const said = new Set([...SAYING.values()].flat());
  const everything = [...SOURCES, ...globSync('sql/**/*.sql')].map((name) => readFileSync(name, 'utf8')).join('\n');
  // Within SQL they are no literals of their own.
  const lost = TEXTS.filter(({ text }) => !said.has(bare(text)) && !everything.includes(text));
  expect(lost.map(({ text }) => text)).toEqual([]);
});

test('each sentence of what is shown has its text', () => {
  const known = new Set(TEXTS.map(({ text }) => bare(text)));
  const left = SHOWN.flatMap((glob) => globSync(glob)).flatMap((name) =>
    (SAYING.get(name) ?? []).filter(
      (text) => /^[\p{Lu}{].* .* .*[.?!]$/su.test(text) && !known.has(text) && !SPOKEN_ELSEWHERE.has(text),
    ),
  );
  expect(left).toEqual([]);
});

describe.each(['de', 'es', 'zh'] as const)('in %s', (language) => {
  const told = toldIn(language);
  const translate = textsIn(language) as (key: TextKey, values: Readonly<Record<string, string>>) => string;

  test('each is recognised with its values, and none is taken for another', () => {
    const wrong = TEXTS.flatMap(({ key, text }) => {
      const names = [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name);
      const values = Object.fromEntries(names.map((name, at) => [name, `press-${at}`]));
      const said = told(text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? ''));
      const wanted = translate(key, values);
      return said.toLowerCase() === wanted.toLowerCase() ? [] : [{ key, said, wanted }];
    });
    expect(wrong).toEqual([]);
  });
});

test('values that are sentences or ends of them are told too, whatever they stand in', () => {
  const told = toldIn('de');
  expect(told('The server shows the certificate of a, issued by b, which is refused (SELF_SIGNED).')).toBe(
    'Der Server zeigt: das Zertifikat von a, ausgestellt von b; es wird abgelehnt (SELF_SIGNED).',
  );
  expect(told('r has more rights than reading takes: it may create roles, and may write public.a.')).toBe(
    'r hat mehr Rechte, als Lesen braucht: darf Rollen anlegen, may write public.a.',
  );
  expect(told('Line 3: it has gone silent.')).toBe('Line 3: es ist verstummt.');
  expect(told('No session was opened. Test again.')).toBe('Es wurde keine Sitzung geöffnet. Erneut prüfen.');
  expect(told('Policy of metric: age 1 day instead of 2 days')).toBe('Regel von metric: Alter 1 Tag statt 2 Tage');
  expect(told('Not tested, because the stage login did not pass.')).toBe(
    'Nicht geprüft, weil der Schritt Anmeldung nicht bestanden wurde.',
  );
  // One that a later version has is called by its code.
  expect(toldIn('es')('Not tested, because the stage quorum did not pass.')).toBe(
    'Sin probar, porque la etapa quorum no se superó.',
  );
});

test('what is not ours stays as it came, and English always', () => {
  const text = 'ERROR: relation "a" does not exist. Hint: look again.';
  expect(toldIn('zh')(text)).toBe(text);
  expect(toldIn('en')('Test again.')).toBe('Test again.');
});
