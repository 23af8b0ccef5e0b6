import { createContext, useContext, useSyncExternalStore } from 'react';
import type { ScreenSettings, ScreenStore } from './screen-store';

/** The settings of this screen; given by the page's root. */
export const ScreenContext = createContext<ScreenStore | undefined>(undefined);

/** The settings as they are now, and the way to choose others. */
export function useScreen(): readonly [ScreenSettings, (change: Partial<ScreenSettings>) => void] {
  const store = useContext(ScreenContext);
  if (store === undefined) throw new Error('A part of the page stands outside of ScreenContext.');
  return [useSyncExternalStore(store.subscribe, store.get), (change) => store.choose(change)];
}
