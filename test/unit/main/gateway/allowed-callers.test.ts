import { expect, test } from 'vitest';
import { AllowedCallers } from '../../../../src/main/gateway/allowed-callers';
import { contentSecurityPolicy } from '../../../../src/main/gateway/page-headers';

const callers = new AllowedCallers({ host: '127.0.0.1', port: 4711, appOrigin: 'app://taktline' });

test.each(['127.0.0.1:4711', 'localhost:4711', 'LOCALHOST:4711', '[::1]:4711'])('host %s is ours', (host) => {
  expect(callers.isOurHost(host)).toBe(true);
});

test.each([
  undefined,
  '',
  'evil.example',
  'evil.example:4711',
  '127.0.0.1',
  '127.0.0.1:4712',
  'localhost.evil.example:4711',
  '127.0.0.1:4711.evil',
])('host %s is not', (host) => {
  expect(callers.isOurHost(host)).toBe(false);
});

test.each([undefined, 'app://taktline', 'http://127.0.0.1:4711', 'http://localhost:4711', 'http://[::1]:4711'])(
  'origin %s is let in',
  (origin) => {
    expect(callers.isOurOrigin(origin)).toBe(true);
  },
);

test.each([
  'null',
  '',
  'http://evil.example',
  'https://127.0.0.1:4711',
  'http://127.0.0.1',
  'app://other',
  'http://127.0.0.1:47110',
])('origin %s is not', (origin) => {
  expect(callers.isOurOrigin(origin)).toBe(false);
});

test('the content policy names own parts and the data plane alone', () => {
  const policy = contentSecurityPolicy({ wsOrigins: ['ws://127.0.0.1:4711'] });
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'self' ws://127.0.0.1:4711;");
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
});
