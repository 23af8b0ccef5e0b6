import type { ScreenStore, Theme } from './screen-store';

/** The theme that holds now. */
export function shownTheme(theme: Theme, isSystemDark: boolean): 'light' | 'dark' {
  if (theme === 'system') return isSystemDark ? 'dark' : 'light';
  return theme;
}

/** Puts the settings on the page's root, where the stylesheet reads them, now and whenever they or the system change. */
export function applyScreen(store: ScreenStore, root: HTMLElement): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  // What frames the page takes on its ground: a browser's bar, and the app's own window before the page has painted.
  const colour = Object.assign(document.createElement('meta'), { name: 'theme-color' });
  document.head.append(colour);
  const apply = () => {
    const { theme, distance } = store.get();
    root.dataset.theme = shownTheme(theme, dark.matches);
    root.dataset.distance = distance;
    colour.content = getComputedStyle(root).getPropertyValue('--ground').trim();
  };
  apply();
  dark.addEventListener('change', apply);
  store.subscribe(apply);
}
