import { expect, test } from 'vitest';
import { scramVerifier } from '../../../../src/main/provisioning/scram-verifier';

test('the verifier is the one that PostgreSQL computes from the same password and salt', () => {
  // From a PostgreSQL 15 server: CREATE ROLE … PASSWORD 'pencil', then pg_authid.rolpassword.
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
  expect(scramVerifier('pencil', salt)).toBe(
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  );
});

test('other salts give other verifiers, and none holds the password', () => {
  const salts = [1, 2].map((byte) => Buffer.alloc(16, byte));
  const [one, other] = salts.map((salt) => scramVerifier('correct horse', salt));
  expect(one).not.toBe(other);
  expect(one).not.toContain('correct horse');
});

test.each(['', 'pässword', 'tab\tinside', 'новый'])(
  '%j is refused with a sentence that does not repeat it',
  (password) => {
    expect(() => scramVerifier(password, Buffer.alloc(16))).toThrow(/letters, digits and signs of ASCII/);
  },
);
