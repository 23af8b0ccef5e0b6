import { expect, test } from 'vitest';
import { isPlantAway } from '../../../../../src/main/demo/simulator/persistent-session';

test('a plant that went away is told from one that answers with a refusal, and from a mistake of ours', () => {
  const withCode = (code: string) => Object.assign(new Error('x'), { code });
  for (const code of ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '08006', '53300']) {
    expect(isPlantAway(withCode(code)), code).toBe(true);
  }
  expect(isPlantAway(new Error('Connection terminated unexpectedly'))).toBe(true);
  expect(isPlantAway(new Error('Query read timeout'))).toBe(true);
  expect(isPlantAway(new Error('step failed', { cause: withCode('ECONNRESET') }))).toBe(true);
  for (const code of ['42P01', '42501', '23505', '28000']) expect(isPlantAway(withCode(code)), code).toBe(false);
  expect(isPlantAway(new TypeError('x is not a function'))).toBe(false);
  expect(isPlantAway('text')).toBe(false);
});
