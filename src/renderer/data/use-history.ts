import { useEffect, useRef, useState } from 'react';
import { useConnection } from './connection-context';
import { HistoryQuery, type HistoryView, type HistoryWish, NOTHING_YET } from './history-query';
import { pageTimers } from './timers';
import { useStatus } from './use-live';

/**
 * Stored samples for a chart, kept current: asked for when the wish changes, read again while it follows the present, when rows in it
 * change and after every reconnect.
 * @param wish kept by identity: memoise it
 */
export function useHistory(wish: HistoryWish): HistoryView {
  const { client, store } = useConnection();
  const { connects, preparing, plant } = useStatus();
  const isPlantThere = plant.state === 'online' || plant.state === 'late';
  const [view, setView] = useState(NOTHING_YET);
  const query = useRef<HistoryQuery>(undefined);

  useEffect(() => {
    const made = new HistoryQuery({
      fetch: (request, signal) => client.history(request, signal),
      after: pageTimers,
      nowMs: store.plantNowMs,
      tailFromMs: (series) => store.tailFromMs(series),
      changed: setView,
    });
    query.current = made;
    const stopTouches = store.onTouch((touch) => made.touched(touch));
    return () => {
      stopTouches();
      made.dispose();
    };
  }, [client, store]);

  useEffect(() => query.current?.setWish(wish), [wish]);

  // What was true when the view opened is in its first request already.
  const seen = useRef({ connects, preparing, isPlantThere });
  useEffect(() => {
    // With the plant away an answer holds what was on board.
    if (seen.current.connects !== connects || (isPlantThere && !seen.current.isPlantThere)) query.current?.resync();
    if (seen.current.preparing !== preparing) query.current?.preparedMore();
    seen.current = { connects, preparing, isPlantThere };
  }, [connects, preparing, isPlantThere]);

  return view;
}
