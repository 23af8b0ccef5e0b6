import { expect, test } from 'vitest';
import { decodeDraft, draftOf } from '../../../../../src/renderer/views/network/serve-form';

const FILES = { certificate: 'files', certificateFile: '/line.pem', keyFile: '/line.key' } as const;

test('the form begins as things are, with a usual port where none was fixed', () => {
  expect(draftOf({ listen: 'loopback', port: 0, tls: { certificate: 'own' } })).toMatchObject({ port: '8443' });
  expect(draftOf({ listen: 'lan', port: 443, tls: FILES })).toEqual({
    ...{ listen: 'lan', port: '443', certificate: 'files' },
    ...{ certificateFile: '/line.pem', keyFile: '/line.key' },
  });
});

test('what is in force is what its form means', () => {
  for (const wish of [
    { listen: 'lan', port: 8443, tls: { certificate: 'own' } },
    { listen: 'lan', port: 443, tls: FILES },
    { listen: 'loopback', port: 8443, tls: FILES },
  ] as const)
    expect(decodeDraft(draftOf(wish))).toEqual({ wish });
});

test('a wrong port and missing files are each said at their field', () => {
  const draft = draftOf({ listen: 'lan', port: 8443, tls: { certificate: 'own' } });
  for (const port of ['', '0', '65536', 'x', '1e3', '-1'])
    expect(decodeDraft({ ...draft, port })).toEqual({ problems: { port: expect.any(String) } });
  expect(decodeDraft({ ...draft, certificate: 'files' })).toEqual({
    problems: { certificateFile: expect.any(String), keyFile: expect.any(String) },
  });
  expect(decodeDraft({ ...draft, listen: 'loopback', certificate: 'files' })).toMatchObject({
    wish: { tls: { certificate: 'own' } },
  });
});
