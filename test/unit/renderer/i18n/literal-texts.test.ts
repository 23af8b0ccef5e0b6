import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { literalTexts } from '../../../support/literal-texts';

const RENDERER = 'src/renderer';

/** Where views still say English texts of their own. It shrinks, and is empty in the end. */
const NOT_YET_MOVED = [
  'views/diagnostics/LoadTest.tsx',
  'views/diagnostics/load-test-text.ts',
  'views/wall/TilePieces.tsx',
];

const files = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('i18n/'))
  .map((name) => ({ name, texts: literalTexts(name, readFileSync(join(RENDERER, name), 'utf8')) }));

test('what a person reads or hears stands in the catalogues', () => {
  const left = files.filter(({ name }) => NOT_YET_MOVED.some((folder) => name.startsWith(folder)));
  for (const { name, texts } of left)
    if (texts.length > 0) console.log(`not yet in the catalogues: ${texts.length} of ${name}`);
  expect(files.filter((file) => !left.includes(file) && file.texts.length > 0)).toEqual([]);
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
