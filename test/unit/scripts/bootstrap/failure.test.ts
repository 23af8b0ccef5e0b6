import { expect, test } from 'vitest';
import { asFailure, SetupFailure, sentenceFor } from '../../../../scripts/bootstrap/failure.mjs';
import { npmFailure } from '../../../../scripts/bootstrap/npm-client.mjs';

const ABOUT = { step: 'the Electron runtime', place: '/p/.runtime', needsMb: 650 };

test.each([
  ['ENOSPC', /disk is full at \/p\/\.runtime .*650 MB.*free some space/],
  ['EACCES', /No permission to write at \/p\/\.runtime/],
  ['EROFS', /No permission to write/],
  ['ENOTFOUND', /registry cannot be reached \(ENOTFOUND\).*check the network/],
  ['EINTEGRITY', /The Electron runtime arrived with a wrong checksum and was thrown away/],
  ['E404', /registry refused the Electron runtime \(E404\)/],
])('%s is one sentence with place or remedy', (code, sentence) => {
  const text = sentenceFor(code, ABOUT);
  expect(text).toMatch(sentence);
  expect(text).not.toContain('\n');
});

test('an error of the file system keeps its code; a failure that is one already stays as it is', () => {
  const failure = asFailure(Object.assign(new Error('write'), { code: 'ENOSPC' }), ABOUT);
  expect(failure).toBeInstanceOf(SetupFailure);
  expect(failure.code).toBe('ENOSPC');
  expect(asFailure(failure, { step: 'other', place: '/' })).toBe(failure);
});

test("npm's own code decides the sentence, an unknown one brings npm's words", () => {
  const full = npmFailure(
    { exitCode: 1, stderr: 'npm warn x\nnpm error code ENOSPC\nnpm error syscall write\n' },
    ABOUT,
  );
  expect(full.code).toBe('ENOSPC');
  expect(full.message).toMatch(/disk is full/);
  const other = npmFailure(
    { exitCode: 1, stderr: 'npm error code EUSAGE\nnpm error lock and package.json differ\n' },
    ABOUT,
  );
  expect(other.message).toMatch(/EUSAGE.*lock and package.json differ/);
});
