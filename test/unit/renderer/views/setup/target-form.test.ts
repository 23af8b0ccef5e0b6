import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeForm, EMPTY_FORM, formOf, takeApart } from '../../../../../src/renderer/views/setup/target-form';
import { SetupTarget } from '../../../../../src/shared/setup';

const FORM = { ...EMPTY_FORM, host: ' db.plant ', database: 'plant' };

test('what is typed becomes the target, and the target the fields again', () => {
  const decoded = decodeForm({ ...FORM, caFile: ' /etc/ca.pem ' });
  expect(decoded).toEqual({
    target: {
      ...{ host: 'db.plant', port: 5432, database: 'plant', user: 'taktline' },
      ...{ tlsMode: 'verify-full', caFile: '/etc/ca.pem' },
    },
  });
  if ('target' in decoded) expect(decodeForm(formOf(decoded.target))).toEqual(decoded);
});

test('without TLS no authority is named, whatever stands in its field', () => {
  const decoded = decodeForm({ ...FORM, tlsMode: 'disable', caFile: '/etc/ca.pem' });
  expect('target' in decoded && decoded.target.caFile).toBe(undefined);
});

test.each([
  ['host', { host: '' }],
  ['host', { host: 'me:secret@db' }],
  ['port', { port: '0' }],
  ['port', { port: '5432x' }],
  ['port', { port: '' }],
  ['database', { database: ' ' }],
  ['user', { user: '' }],
] as const)('a wrong %s is told at its field: %j', (field, change) => {
  const decoded = decodeForm({ ...FORM, ...change });
  expect('problems' in decoded && Object.keys(decoded.problems)).toEqual([field]);
});

test('no text that is typed throws, and what is accepted is what the contract takes', () => {
  fc.assert(
    fc.property(
      fc.record({ host: fc.string(), port: fc.string(), database: fc.string(), user: fc.string() }),
      (typed) => {
        const decoded = decodeForm({ ...EMPTY_FORM, ...typed });
        if ('target' in decoded) expect(SetupTarget.safeParse(decoded.target).success).toBe(true);
        takeApart(typed.host);
        takeApart(`postgresql://${typed.host}`);
      },
    ),
  );
});

test('a whole address is taken apart, its password apart from the fields', () => {
  expect(takeApart('postgresql://me:p%40ss@[::1]:5433/my%20plant?sslmode=require')).toEqual({
    form: { host: '::1', port: '5433', database: 'my plant', user: 'me', tlsMode: 'require' },
    password: 'p@ss',
  });
  expect(takeApart('db.plant')).toBeUndefined();
  expect(takeApart('postgresql://db')).toEqual({ form: { host: 'db' }, password: '' });
});
