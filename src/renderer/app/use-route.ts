import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { parseRoute, type Route, routeText } from './routes';

/** Goes to a route; `replace` where no step back is wanted, as for each move of a pan. */
export type Navigate = (route: Route, how?: 'push' | 'replace') => void;

function onRouteChange(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  addEventListener('popstate', listener);
  return () => {
    removeEventListener('hashchange', listener);
    removeEventListener('popstate', listener);
  };
}

/** Shows what an address names, "#/…", in place of what is shown, for a kiosk's turns: nobody goes back through those. */
export function showAddress(address: string): void {
  history.replaceState(null, '', address);
  // The call tells nobody by itself.
  dispatchEvent(new PopStateEvent('popstate'));
}

/** The route of the page's address, which survives a reload, and the way to another. */
export function useRoute(): readonly [Route, Navigate] {
  const hash = useSyncExternalStore(onRouteChange, () => location.hash);
  const route = useMemo(() => parseRoute(hash), [hash]);
  const navigate = useCallback<Navigate>((to, how = 'push') => {
    const text = routeText(to);
    if (text === location.hash) return;
    if (how === 'replace') history.replaceState(null, '', text);
    else history.pushState(null, '', text);
    // Neither call tells anybody by itself.
    dispatchEvent(new PopStateEvent('popstate'));
  }, []);
  return [route, navigate];
}
