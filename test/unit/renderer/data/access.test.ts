import { describe, expect, test } from 'vitest';
import { BrowserAccess, bridgeAccess, codeInFragment, liveAddress } from '../../../../src/renderer/data/access';

function storage(): Storage {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  } as Storage;
}

const ADDRESS = 'http://127.0.0.1:8400/';
const URL_OF_IT = 'ws://127.0.0.1:8400/live';

test('only a fragment of its own is a code, never a route', () => {
  expect(codeInFragment('#code=abc-1')).toBe('abc-1');
  expect(codeInFragment('#code=a%2Bb')).toBe('a+b');
  expect(codeInFragment('#code=%')).toBe('%');
  expect(codeInFragment('#/unit/code=abc')).toBeUndefined();
  expect(codeInFragment('#code=')).toBeUndefined();
  expect(codeInFragment('')).toBeUndefined();
});

test('any address of the gateway leads to its data plane', () => {
  expect(liveAddress('http://127.0.0.1:8400/#code=x')).toBe(URL_OF_IT);
  expect(liveAddress('ws://127.0.0.1:8400')).toBe(URL_OF_IT);
  expect(liveAddress('ws://127.0.0.1:8400/live')).toBe(URL_OF_IT);
  expect(liveAddress('https://kiosk/')).toBe('wss://kiosk/live');
});

test('the own window asks for address and token before each attempt', async () => {
  let starts = 0;
  const access = bridgeAccess({
    gatewaySession: () => Promise.resolve({ url: 'ws://127.0.0.1:8400/live', token: `token-${++starts}` }),
  });
  expect(await access.key()).toEqual({ url: URL_OF_IT, token: 'token-1' });
  expect(access.refused()).toBe(true);
  expect(await access.key()).toEqual({ url: URL_OF_IT, token: 'token-2' });
});

describe('a browser', () => {
  test('uses its code once, then the token it was exchanged for, also after a reload', async () => {
    const kept = storage();
    const access = new BrowserAccess({ address: ADDRESS, storage: kept, lastingStorage: storage() }, 'once');
    expect(await access.key()).toEqual({ url: URL_OF_IT, code: 'once' });
    access.accepted('token', false);
    expect(await access.key()).toEqual({ url: URL_OF_IT, token: 'token' });
    const reloaded = new BrowserAccess({ address: ADDRESS, storage: kept, lastingStorage: storage() }, undefined);
    expect(await reloaded.key()).toEqual({ url: URL_OF_IT, token: 'token' });
  });

  test('falls back to its token when the code was used before, and forgets a token that does not hold', async () => {
    const kept = storage();
    new BrowserAccess({ address: ADDRESS, storage: kept, lastingStorage: storage() }, 'once').accepted('token', false);
    const access = new BrowserAccess({ address: ADDRESS, storage: kept, lastingStorage: storage() }, 'once');
    await access.key();
    expect(access.refused()).toBe(true);
    expect(await access.key()).toEqual({ url: URL_OF_IT, token: 'token' });
    expect(access.refused()).toBe(false);
    expect(await access.key()).toEqual({ url: URL_OF_IT, none: true });
    access.offer('new');
    expect(await access.key()).toEqual({ url: URL_OF_IT, code: 'new' });
  });

  test('a lasting token stays on the screen for the next tab, until it is refused', async () => {
    const lastingStorage = storage();
    const page = () => ({ address: ADDRESS, storage: storage(), lastingStorage });
    const paired = new BrowserAccess(page(), '12345678');
    await paired.key();
    paired.accepted('lasting', true);
    const nextDay = new BrowserAccess(page(), undefined);
    expect(await nextDay.key()).toEqual({ url: URL_OF_IT, token: 'lasting' });
    expect(nextDay.refused()).toBe(false);
    expect(await new BrowserAccess(page(), undefined).key()).toEqual({ url: URL_OF_IT, none: true });
  });

  test('a tab whose own token has ended falls back to the screen’s lasting one', async () => {
    const [kept, lastingStorage] = [storage(), storage()];
    const access = new BrowserAccess({ address: ADDRESS, storage: kept, lastingStorage }, undefined);
    kept.setItem('taktline.token', 'of this run');
    lastingStorage.setItem('taktline.token', 'lasting');
    expect(await access.key()).toMatchObject({ token: 'of this run' });
    expect(access.refused()).toBe(true);
    expect(await access.key()).toMatchObject({ token: 'lasting' });
  });
});
