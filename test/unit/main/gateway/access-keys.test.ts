import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { AccessKeys } from '../../../../src/main/gateway/access-keys';

/** In plain text, as on the appliance itself. */
const from = (address: string) => ({ address, isSecure: false });

let nowMs: number;
let keys: AccessKeys;

beforeEach(() => {
  nowMs = 1_000;
  keys = new AccessKeys({ monotonicMs: () => nowMs, randomBytes });
});

test('the session token is 256 bits and works any number of times', () => {
  expect(Buffer.from(keys.sessionToken, 'base64url')).toHaveLength(32);
  for (let time = 0; time < 3; time += 1)
    expect(keys.admit({ token: keys.sessionToken }, from('a'))).toEqual({ kind: 'admitted', token: keys.sessionToken });
});

test('a code works once and gives a token of its own, which works until the end', () => {
  const code = keys.issueCode();
  const admitted = keys.admit({ code }, from('a'));
  if (admitted.kind !== 'admitted') throw new Error('refused');
  expect([keys.sessionToken, code]).not.toContain(admitted.token);
  expect(keys.admit({ code }, from('a'))).toEqual({ kind: 'refused', reason: 'code-expired' });
  nowMs += 30 * 24 * 3_600_000;
  expect(keys.admit({ token: admitted.token }, from('a')).kind).toBe('admitted');
});

test('a code works for 60 s and no longer', () => {
  const [early, late] = [keys.issueCode(), keys.issueCode()];
  nowMs += 59_999;
  expect(keys.admit({ code: early }, from('a')).kind).toBe('admitted');
  nowMs += 1;
  expect(keys.admit({ code: late }, from('a'))).toEqual({ kind: 'refused', reason: 'code-expired' });
});

test('codes do not use each other up', () => {
  const codes = [keys.issueCode(), keys.issueCode(), keys.issueCode()];
  expect(codes.map((code) => keys.admit({ code }, from('a')).kind)).toEqual(['admitted', 'admitted', 'admitted']);
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
    expect(keys.admit(key, from('a')).kind).toBe('refused');
  expect(keys.admit({ code }, from('a')).kind).toBe('admitted');
});

test('after ten wrong tries an address must wait with codes; other addresses and right tokens need not', () => {
  const code = keys.issueCode();
  const reasons = Array.from({ length: 12 }, () => keys.admit({ code: 'wrong' }, from('a'))).map(
    (each) => each.kind === 'refused' && each.reason,
  );
  expect(reasons).toEqual([...Array.from({ length: 10 }, () => 'code-expired'), 'too-much', 'too-much']);
  expect(keys.admit({ code }, from('a'))).toEqual({ kind: 'refused', reason: 'too-much' });
  expect(keys.admit({ token: keys.sessionToken }, from('a')).kind).toBe('admitted');
  nowMs += 5_000;
  expect(keys.admit({ code }, from('a')).kind).toBe('admitted');
  expect(keys.admit({ code: keys.issueCode() }, from('b')).kind).toBe('admitted');
});

test('codes, tokens and remembered addresses are bounded; the session token stays', () => {
  const policy = {
    codeLifetimeMs: 60_000,
    maxCodes: 2,
    maxViewerTokens: 2,
    wrongTries: { burst: 1, perSecond: 0.1 },
    wrongPairings: { burst: 1, perSecond: 0.1 },
    maxAddresses: 2,
  };
  keys = new AccessKeys({ monotonicMs: () => nowMs, randomBytes, policy });
  const codes = [keys.issueCode(), keys.issueCode(), keys.issueCode()];
  expect(codes.map((code) => keys.admit({ code }, from(code)).kind)).toEqual(['refused', 'admitted', 'admitted']);
  const tokens = Array.from({ length: 3 }, () => keys.admit({ code: keys.issueCode() }, from('x')));
  const worksNow = tokens.map((each) => each.kind === 'admitted' && keys.admit({ token: each.token }, from('y')).kind);
  expect(worksNow).toEqual(['refused', 'admitted', 'admitted']);
  for (let at = 0; at < 100; at += 1) keys.admit({ token: 'wrong' }, from(`address ${at}`));
  expect(keys.admit({ token: keys.sessionToken }, from('z')).kind).toBe('admitted');
});

test('wrong tries are counted together for all addresses of an IPv6 network, and for each IPv4 one', () => {
  for (let at = 0; at < 10; at += 1) keys.admit({ code: 'wrong' }, from(`2001:db8:1:2::${at}`));
  expect(keys.admit({ code: keys.issueCode() }, from('2001:db8:1:2:ffff::1'))).toMatchObject({ reason: 'too-much' });
  expect(keys.admit({ code: keys.issueCode() }, from('2001:db8:1:3::1')).kind).toBe('admitted');
  for (let at = 0; at < 10; at += 1) keys.admit({ code: 'wrong' }, from('::ffff:10.0.0.1'));
  expect(keys.admit({ code: keys.issueCode() }, from('10.0.0.1'))).toMatchObject({ reason: 'too-much' });
  expect(keys.admit({ code: keys.issueCode() }, from('10.0.0.2')).kind).toBe('admitted');
});

describe('viewers of the network', () => {
  const CODE = '12345678';
  const secure = (address: string) => ({ address, isSecure: true });
  const used: string[] = [];
  let isOpen: boolean;

  beforeEach(() => {
    isOpen = true;
    used.length = 0;
    const viewers = {
      isRead: true,
      idOf: (token: string) => (token === 'lasting' ? 'id-1' : undefined),
      redeem: (code: string) => {
        if (code !== CODE || !isOpen) return undefined;
        isOpen = false;
        return async () => ({ id: 'id-2', token: 'made' });
      },
      used: (id: string) => used.push(id),
      onRevoked: () => () => {},
    };
    keys = new AccessKeys({ monotonicMs: () => nowMs, randomBytes, viewers });
  });

  test('a lasting token lets in, names its viewer, and counts as used', () => {
    expect(keys.admit({ token: 'lasting' }, secure('a'))).toEqual({
      ...{ kind: 'admitted', token: 'lasting', viewerId: 'id-1' },
    });
    expect(used).toEqual(['id-1']);
  });

  test('while the kept tokens are not read an unknown one is not refused for good', () => {
    const viewers = { isRead: false, idOf: () => undefined, redeem: () => undefined, used: () => {} };
    keys = new AccessKeys({
      ...{ monotonicMs: () => nowMs, randomBytes, viewers: { ...viewers, onRevoked: () => () => {} } },
    });
    expect(keys.admit({ token: 'lasting' }, secure('a'))).toEqual({ kind: 'refused', reason: 'not-ready' });
    expect(keys.admit({ token: keys.sessionToken }, secure('a')).kind).toBe('admitted');
  });

  test('a pairing code gives a lasting token, once, however a person groups its digits', async () => {
    const admission = keys.admit({ code: ' 1234-56 78' }, secure('a'));
    if (admission.kind !== 'pairing') throw new Error(admission.kind);
    expect(await admission.pair()).toEqual({ kind: 'admitted', token: 'made', viewerId: 'id-2' });
    expect(keys.admit({ code: CODE }, secure('a'))).toEqual({ kind: 'refused', reason: 'pairing-refused' });
  });

  test('over plain text a pairing code is not taken, and not used up', () => {
    expect(keys.admit({ code: CODE }, from('a'))).toEqual({ kind: 'refused', reason: 'needs-tls' });
    expect(keys.admit({ code: CODE }, secure('a')).kind).toBe('pairing');
  });

  test('wrong pairing codes are limited for an address, and for all together', () => {
    const reasons = Array.from({ length: 11 }, () => keys.admit({ code: '00000000' }, secure('10.0.0.1')));
    expect(reasons.at(-2)).toMatchObject({ reason: 'pairing-refused' });
    expect(reasons.at(-1)).toMatchObject({ reason: 'too-much' });
    for (let at = 0; at < 60; at += 1) keys.admit({ code: '00000000' }, secure(`10.0.1.${at}`));
    expect(keys.admit({ code: CODE }, secure('10.0.2.1'))).toEqual({ kind: 'refused', reason: 'too-much' });
    nowMs += 1_000;
    expect(keys.admit({ code: CODE }, secure('10.0.2.1')).kind).toBe('pairing');
  });
});
