import { useEffect, useRef, useState } from 'react';
import { useConnection } from './connection-context';
import { NO_TILES, TileQuery, type TileView, type TileWish } from './tile-query';
import { pageTimers } from './timers';
import { useStatus } from './use-live';

/**
 * Tiles of named levels, for figures over them; read again as rows in them change and after every reconnect.
 * @param wishes kept by identity: memoise them
 */
export function useTiles(wishes: readonly TileWish[]): TileView {
  const { client, store } = useConnection();
  const { connects, preparing, plant } = useStatus();
  const isPlantThere = plant.state === 'online' || plant.state === 'late';
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

  // What was true when the view opened is in its first reading already.
  const seen = useRef({ connects, preparing, isPlantThere });
  useEffect(() => {
    if (seen.current.connects !== connects || (isPlantThere && !seen.current.isPlantThere)) query.current?.resync();
    if (seen.current.preparing !== preparing) query.current?.readLater();
    seen.current = { connects, preparing, isPlantThere };
  }, [connects, preparing, isPlantThere]);

  return view;
}
