import { expect, test } from 'vitest';
import { sentenceForWriter } from '../../../../src/main/demo/writing-target';

test('a login that lacks a right is told which one is needed', () => {
  const refusal = Object.assign(new Error('permission denied for table metric'), { code: '42501' });
  expect(sentenceForWriter(refusal)).toMatch(
    /^The plant refuses: permission denied for table metric\. .* the URL file\.$/,
  );
});

test('any other error keeps its own sentence', () => {
  expect(sentenceForWriter(new Error('There is no file x.csv.'))).toBe('There is no file x.csv.');
});
