import { expect, test } from 'vitest';
import { AllowedCallers } from '../../../../src/main/gateway/allowed-callers';
import { contentSecurityPolicy } from '../../../../src/main/gateway/page-headers';

const callers = new AllowedCallers({ port: 4711, appOrigin: 'app://taktline' });
callers.setNetworkNames(['press-pc', '192.168.1.20', '2001:db8::20']);

test.each(['127.0.0.1:4711', 'localhost:4711', 'LOCALHOST:4711', '[::1]:4711'])('host %s is ours', (host) => {
  expect(callers.isOurHost(host, 'own-machine')).toBe(true);
  expect(callers.isOurHost(host, 'secure')).toBe(true);
});

test.each(['press-pc:4711', 'PRESS-PC:4711', '192.168.1.20:4711', '[2001:db8::20]:4711'])(
  'host %s is ours by TLS alone',
  (host) => {
    expect(callers.isOurHost(host, 'secure')).toBe(true);
    expect(callers.isOurHost(host, 'own-machine')).toBe(false);
  },
);

test.each([
  undefined,
  '',
  'evil.example',
  'evil.example:4711',
  '127.0.0.1',
  '127.0.0.1:4712',
  'localhost.evil.example:4711',
  '127.0.0.1:4711.evil',
  '192.168.1.21:4711',
])('host %s is not', (host) => {
  expect(callers.isOurHost(host, 'own-machine')).toBe(false);
  expect(callers.isOurHost(host, 'secure')).toBe(false);
});

test('names of before are forgotten', () => {
  const moved = new AllowedCallers({ port: 443, appOrigin: 'app://taktline' });
  moved.setNetworkNames(['10.0.0.1']);
  moved.setNetworkNames(['10.0.0.2']);
  expect(moved.isOurHost('10.0.0.1', 'secure')).toBe(false);
  expect(moved.isOurHost('10.0.0.2', 'secure')).toBe(true);
});

test.each([undefined, 'app://taktline', 'http://127.0.0.1:4711', 'http://localhost:4711', 'http://[::1]:4711'])(
  'origin %s is let in on this machine',
  (origin) => {
    expect(callers.isOurOrigin(origin, 'own-machine')).toBe(true);
  },
);

test.each([undefined, 'https://127.0.0.1:4711', 'https://press-pc:4711', 'https://[2001:db8::20]:4711'])(
  'origin %s is let in by TLS',
  (origin) => {
    expect(callers.isOurOrigin(origin, 'secure')).toBe(true);
  },
);

test.each([
  'null',
  '',
  'http://evil.example',
  'http://127.0.0.1',
  'app://other',
  'http://127.0.0.1:47110',
  'https://127.0.0.1:47110',
  'https://press-pc:4711://evil.example',
  'https://evil.example/https://press-pc:4711',
])('origin %s is not', (origin) => {
  expect(callers.isOurOrigin(origin, 'own-machine')).toBe(false);
  expect(callers.isOurOrigin(origin, 'secure')).toBe(false);
});

test('a page in plain text is no page of ours by TLS, nor the other way round; the window is on this machine', () => {
  expect(callers.isOurOrigin('http://127.0.0.1:4711', 'secure')).toBe(false);
  expect(callers.isOurOrigin('https://127.0.0.1:4711', 'own-machine')).toBe(false);
  expect(callers.isOurOrigin('app://taktline', 'secure')).toBe(false);
});

test('the content policy names own parts and the data plane alone', () => {
  const policy = contentSecurityPolicy({ wsOrigins: ['ws://127.0.0.1:4711'] });
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'self' ws://127.0.0.1:4711;");
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
});
