import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSettings } from '../../../../src/main/config/settings';

const defaults = readFileSync('resources/default-settings.json', 'utf8');
const gatewayOf = (gateway: object) =>
  readSettings(defaults, { name: 'settings.json', text: JSON.stringify({ gateway }) }).gateway;

test('without a word this machine alone is served, on any port', () => {
  expect(gatewayOf({})).toEqual({ listen: 'loopback', port: 0, tls: { certificate: 'own' }, names: [] });
});

test('the network, by the appliance’s own authority or by the plant’s certificate', () => {
  expect(gatewayOf({ listen: 'lan', port: 8443 })).toMatchObject({ listen: 'lan', tls: { certificate: 'own' } });
  const tls = { certificate: 'files', certificateFile: '/etc/line.pem', keyFile: '/etc/line.key' };
  expect(gatewayOf({ listen: 'lan', port: 443, tls, names: ['line3.plant.example'] })).toMatchObject({ tls });
});

test.each([
  [{ listen: 'lan' }, /settings\.json .*gateway\.port: on the network it must be a fixed one.*8443/],
  [{ listen: 'everywhere' }, /gateway\.listen: it must be "loopback" .* or "lan"/],
  [{ port: 70_000 }, /gateway\.port/],
  [{ tls: { certificate: 'files', certificateFile: '/a' } }, /gateway\.tls\.keyFile/],
  [{ tls: { certificate: 'none' } }, /gateway\.tls/],
  [{ names: ['https://line3'] }, /gateway\.names\.0: it is no host name/],
  [{ host: '0.0.0.0' }, /gateway: .*"host"/],
])('%j is refused, naming the place', (gateway, sentence) => {
  expect(() => gatewayOf(gateway)).toThrow(sentence);
});
