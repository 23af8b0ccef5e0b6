import { expect, test } from 'vitest';
import { shownAddress } from '../../../../../src/renderer/views/address/shown-address';

const at = (address: string) => new URL(address) as unknown as Location;

test('in the app’s own window it is the appliance’s address on the network, with the view that is shown', () => {
  const page = at('app://taktline/index.html#/unit/press?range=6h');
  expect(shownAddress(page, ['https://line-3.plant:4711/', 'https://10.0.0.7:4711/'])).toEqual({
    kind: 'address',
    address: 'https://line-3.plant:4711/#/unit/press?range=6h',
  });
  expect(shownAddress(page, [])).toEqual({ kind: 'not-served' });
});

test('in a browser of the network it is the one that it came by; on the appliance itself there is none', () => {
  const address = 'https://10.0.0.7:4711/#/events?range=1d';
  expect(shownAddress(at(address), undefined)).toEqual({ kind: 'address', address });
  expect(shownAddress(at('http://127.0.0.1:4711/#/'), undefined)).toEqual({ kind: 'only-here' });
  expect(shownAddress(at('https://localhost:4711/#/'), undefined)).toEqual({ kind: 'only-here' });
});

test('a key that the page came with never gets into the code', () => {
  const shown = shownAddress(at('https://10.0.0.7:4711/#code=12345678'), undefined);
  expect(shown).toEqual({ kind: 'address', address: 'https://10.0.0.7:4711/#/' });
});
