import { expect, test } from 'vitest';
import { pageAddresses, servedNames } from '../../../../src/main/gateway/served-names';

const address = (text: string, internal = false) => ({ address: text, internal });
const INTERFACES = {
  lo: [address('127.0.0.1', true), address('::1', true)],
  eth0: [address('192.168.1.20'), address('fe80::1'), address('2001:db8::20')],
  wlan0: [address('10.0.0.4'), address('169.254.7.7')],
  gone: undefined,
};

test('names are the machine’s own, its .local one and those added; addresses all but loopback and link-local', () => {
  const names = servedNames({ hostname: 'Press-PC', interfaces: INTERFACES }, ['Line3.plant.example']);
  expect(names).toEqual({
    hosts: ['press-pc', 'press-pc.local', 'line3.plant.example'],
    addresses: ['10.0.0.4', '192.168.1.20', '2001:db8::20'],
  });
});

test('a host name that no browser could ask for is left out', () => {
  expect(servedNames({ hostname: 'press pc_', interfaces: {} }, ['localhost']).hosts).toEqual([]);
  expect(servedNames({ hostname: 'pc.plant.example', interfaces: {} }, []).hosts).toEqual([
    'pc.plant.example',
    'pc.local',
  ]);
});

test('pages are found by number first; the scheme’s own port is left out', () => {
  const names = { hosts: ['press-pc'], addresses: ['10.0.0.4', '2001:db8::20'] };
  expect(pageAddresses(names, 8_443)).toEqual([
    'https://10.0.0.4:8443/',
    'https://press-pc:8443/',
    'https://[2001:db8::20]:8443/',
  ]);
  expect(pageAddresses(names, 443)[0]).toBe('https://10.0.0.4/');
});
