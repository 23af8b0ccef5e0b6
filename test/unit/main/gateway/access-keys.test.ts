import { randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { AccessKeys } from '../../../../src/main/gateway/access-keys';

let nowMs: number;
let keys: AccessKeys;

beforeEach(() => {
  nowMs = 1_000;
  keys = new AccessKeys({ monotonicMs: () => nowMs, randomBytes });
});

test('the session token is 256 bits and works any number of times', () => {
  expect(Buffer.from(keys.sessionToken, 'base64url')).toHaveLength(32);
  for (let time = 0; time < 3; time += 1)
    expect(keys.admit({ token: keys.sessionToken }, 'a')).toEqual({ kind: 'admitted', token: keys.sessionToken });
});

test('a code works once and gives a token of its own, which works until the end', () => {
  const code = keys.issueCode();
  const admitted = keys.admit({ code }, 'a');
  if (admitted.kind !== 'admitted') throw new Error('refused');
  expect([keys.sessionToken, code]).not.toContain(admitted.token);
  expect(keys.admit({ code }, 'a')).toEqual({ kind: 'refused', reason: 'code-expired' });
  nowMs += 30 * 24 * 3_600_000;
  expect(keys.admit({ token: admitted.token }, 'a').kind).toBe('admitted');
});

test('a code works for 60 s and no longer', () => {
  const [early, late] = [keys.issueCode(), keys.issueCode()];
  nowMs += 59_999;
  expect(keys.admit({ code: early }, 'a').kind).toBe('admitted');
  nowMs += 1;
  expect(keys.admit({ code: late }, 'a')).toEqual({ kind: 'refused', reason: 'code-expired' });
});

test('codes do not use each other up', () => {
  const codes = [keys.issueCode(), keys.issueCode(), keys.issueCode()];
  expect(codes.map((code) => keys.admit({ code }, 'a').kind)).toEqual(['admitted', 'admitted', 'admitted']);
});

test('a token is no code, a code no token, and two keys or none are refused', () => {
  const code = keys.issueCode();
  for (const key of [
    { token: code },
    { code: keys.sessionToken },
    {},
    { token: keys.sessionToken, code },
    { token: '' },
  ])
    expect(keys.admit(key, 'a').kind).toBe('refused');
  expect(keys.admit({ code }, 'a').kind).toBe('admitted');
});

test('after ten wrong tries an address must wait with codes; other addresses and right tokens need not', () => {
  const code = keys.issueCode();
  const reasons = Array.from({ length: 12 }, () => keys.admit({ code: 'wrong' }, 'a')).map(
    (each) => each.kind === 'refused' && each.reason,
  );
  expect(reasons).toEqual([...Array.from({ length: 10 }, () => 'code-expired'), 'too-much', 'too-much']);
  expect(keys.admit({ code }, 'a')).toEqual({ kind: 'refused', reason: 'too-much' });
  expect(keys.admit({ token: keys.sessionToken }, 'a').kind).toBe('admitted');
  nowMs += 5_000;
  expect(keys.admit({ code }, 'a').kind).toBe('admitted');
  expect(keys.admit({ code: keys.issueCode() }, 'b').kind).toBe('admitted');
});

test('codes, tokens and remembered addresses are bounded; the session token stays', () => {
  const policy = {
    codeLifetimeMs: 60_000,
    maxCodes: 2,
    maxViewerTokens: 2,
    wrongTries: { burst: 1, perSecond: 0.1 },
    maxAddresses: 2,
  };
  keys = new AccessKeys({ monotonicMs: () => nowMs, randomBytes, policy });
  const codes = [keys.issueCode(), keys.issueCode(), keys.issueCode()];
  expect(codes.map((code) => keys.admit({ code }, code).kind)).toEqual(['refused', 'admitted', 'admitted']);
  const tokens = Array.from({ length: 3 }, () => keys.admit({ code: keys.issueCode() }, 'x'));
  const worksNow = tokens.map((each) => each.kind === 'admitted' && keys.admit({ token: each.token }, 'y').kind);
  expect(worksNow).toEqual(['refused', 'admitted', 'admitted']);
  for (let at = 0; at < 100; at += 1) keys.admit({ token: 'wrong' }, `address ${at}`);
  expect(keys.admit({ token: keys.sessionToken }, 'z').kind).toBe('admitted');
});
