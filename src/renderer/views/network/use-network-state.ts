import { useCallback, useEffect, useState } from 'react';
import type { TaktlineBridge } from '../../../shared/ipc';
import type { NetworkState } from '../../../shared/network';

/** A code that was used, or a screen that came in, shows within this, ms. */
const ASK_EVERY_MS = 1_000;

/** The network as it is now, asked for while the page is open; undefined until the first answer. */
export function useNetworkState(bridge: TaktlineBridge): readonly [NetworkState | undefined, () => void] {
  const [state, setState] = useState<NetworkState>();
  const refresh = useCallback(() => {
    bridge.networkState().then(setState, (error: Error) => console.warn(`the network is not known: ${error.message}`));
  }, [bridge]);
  useEffect(() => {
    refresh();
    const timer = setInterval(refresh, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [refresh]);
  return [state, refresh];
}
