import type { Access } from '../../shared/viewer/access';
import { BrowserAccess, bridgeAccess, codeInFragment } from '../data/access';
import { routeText, WALL } from './routes';

/** How this page gets in, and how it is told of a new code opened in the same tab. */
export interface StartedAccess {
  readonly access: Access;
  onNewCode(listener: () => void): void;
  /** Takes a pairing code that a person has typed; undefined where none is taken. */
  readonly offerCode: ((code: string) => void) | undefined;
}

/** Takes the one-time code out of the address and of the history, so that neither keeps it. */
function takeCode(): string | undefined {
  const code = codeInFragment(location.hash);
  if (code !== undefined) history.replaceState(null, '', routeText(WALL));
  return code;
}

/** The app's own window asks the main process; a browser has a code in its address, or a token from before. */
export function startAccess(): StartedAccess {
  const bridge = window.taktline;
  if (bridge !== undefined) return { access: bridgeAccess(bridge), onNewCode: () => undefined, offerCode: undefined };
  const access = new BrowserAccess(
    { address: location.href, storage: sessionStorage, lastingStorage: localStorage },
    takeCode(),
  );
  return {
    access,
    offerCode: location.protocol === 'https:' ? (code) => access.offer(code) : undefined,
    onNewCode: (listener) =>
      addEventListener('hashchange', () => {
        const code = takeCode();
        if (code === undefined) return;
        access.offer(code);
        listener();
      }),
  };
}
