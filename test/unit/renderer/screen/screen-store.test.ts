import { describe, expect, test } from 'vitest';
import { shownTheme } from '../../../../src/renderer/screen/apply-screen';
import { ScreenStore, type TextStorage } from '../../../../src/renderer/screen/screen-store';

function storageWith(kept?: string): TextStorage {
  let text = kept ?? null;
  return {
    getItem: () => text,
    setItem: (_key, value) => {
      text = value;
    },
  };
}

const NONE: TextStorage = {
  getItem: () => {
    throw new Error('denied');
  },
  setItem: () => {
    throw new Error('denied');
  },
};

const unsaid = (sentence: string) => expect.unreachable(sentence);

describe('the settings of this screen', () => {
  test('follow the system and the screen’s size until somebody chooses', () => {
    expect(new ScreenStore(storageWith(), unsaid).get()).toEqual({ theme: 'system', distance: 'auto' });
  });

  test('a choice is told at once and holds after the page is loaded anew', () => {
    const storage = storageWith();
    const store = new ScreenStore(storage, unsaid);
    let told = 0;
    const leave = store.subscribe(() => {
      told += 1;
    });
    store.choose({ theme: 'dark' });
    store.choose({ distance: '3m' });
    leave();
    store.choose({ theme: 'light' });
    expect(told).toBe(2);
    expect(new ScreenStore(storage, unsaid).get()).toEqual({ theme: 'light', distance: '3m' });
  });

  test.each(['{', '[]', 'null', '{"theme":"pink","distance":3}'])(
    'what was kept and is damaged (%s) is as none',
    (text) => {
      expect(new ScreenStore(storageWith(text), unsaid).get()).toEqual({ theme: 'system', distance: 'auto' });
    },
  );

  test('a part that is damaged takes no other along', () => {
    const kept = JSON.stringify({ theme: 'dark', distance: 'moon' });
    expect(new ScreenStore(storageWith(kept), unsaid).get()).toEqual({ theme: 'dark', distance: 'auto' });
  });

  test('where nothing may be kept a choice holds for as long as the page', () => {
    const said: string[] = [];
    const store = new ScreenStore(NONE, (sentence) => said.push(sentence));
    store.choose({ distance: 'desk' });
    expect(store.get()).toEqual({ theme: 'system', distance: 'desk' });
    expect(said).toEqual([expect.stringContaining('denied')]);
  });
});

test('a person’s choice of brightness is above the system’s', () => {
  expect([shownTheme('system', true), shownTheme('system', false)]).toEqual(['dark', 'light']);
  expect([shownTheme('light', true), shownTheme('dark', false)]).toEqual(['light', 'dark']);
});
