import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { literalTexts } from '../../../support/literal-texts';

const RENDERER = 'src/renderer';

const files = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('i18n/'))
  .map((name) => ({ name, texts: literalTexts(name, readFileSync(join(RENDERER, name), 'utf8')) }));

test('what a person reads or hears stands in the catalogues', () => {
  expect(files.filter(({ texts }) => texts.length > 0)).toEqual([]);
});

test('texts are found between tags, in what is read out, and wherever two words stand; names, classes and types are none', () => {
  const source = `
    type Way = 'two words here';
    export function Part({ what }: { what: string }) {
      if (what === '') throw new Error('a bug of ours');
      const sentence = what === 'x' ? 'It is so.' : \`\${what} it was.\`;
      return (
        <section className="one two" aria-label="Series">
          Shown <b title={t('unit.key')}>{sentence}</b> Taktline 5 %
        </section>
      );
    }`;
  expect(literalTexts('part.tsx', source).toSorted()).toEqual([
    'It is so.',
    'Series',
    'Shown',
    'Taktline 5 %',
    'it was.',
  ]);
});
