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
