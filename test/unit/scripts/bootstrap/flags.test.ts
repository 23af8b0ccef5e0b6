import { expect, test } from 'vitest';
import { parseFlags } from '../../../../scripts/bootstrap/flags.mjs';

const SPEC = { usage: 'npm run x -- NAME', booleans: ['check'], values: ['json'], positionals: 1 };

test('flags and words are told apart', () => {
  expect(parseFlags(['--check', 'chart', '--json', 'a.json'], SPEC)).toEqual({
    flags: { check: true, json: 'a.json' },
    words: ['chart'],
  });
});

test.each([
  [['--chek'], /--chek/],
  [['--json'], /--json/],
  [['a', 'b'], /"b" is not expected/],
])('%j is refused in one sentence with the usage', (argv, sentence) => {
  expect(() => parseFlags(argv, SPEC)).toThrow(sentence);
  expect(() => parseFlags(argv, SPEC)).toThrow(/^[^\n]*Usage: npm run x -- NAME$/);
});
