import { useEffect, useRef, useState } from 'react';
import { useConnection } from './connection-context';
import { NO_TILES, TileQuery, type TileView, type TileWish } from './tile-query';
import { pageTimers } from './timers';
import { useReadAgain } from './use-read-again';

/**
 * Tiles of named levels, for figures over them; read again as rows in them change and after every reconnect.
 * @param wishes kept by identity: memoise them
 */
export function useTiles(wishes: readonly TileWish[]): TileView {
  const { client, store } = useConnection();
  const [view, setView] = useState(NO_TILES);
  const query = useRef<TileQuery>(undefined);

  useEffect(() => {
    const made = new TileQuery({
      fetch: (request, signal) => client.history(request, signal),
      after: pageTimers,
      nowMs: store.plantNowMs,
      changed: setView,
    });
    query.current = made;
    const stopTouches = store.onTouch((touch) => made.touched(touch));
    return () => {
      stopTouches();
      made.dispose();
    };
  }, [client, store]);

  useEffect(() => query.current?.setWishes(wishes), [wishes]);

  useReadAgain(
    () => query.current?.resync(),
    () => query.current?.readLater(),
  );

  return view;
}
