import { useEffect, useRef, useState } from 'react';
import { useConnection } from './connection-context';
import { HistoryQuery, type HistoryView, type HistoryWish, NOTHING_YET } from './history-query';
import { pageTimers } from './timers';
import { useReadAgain } from './use-read-again';

/**
 * Stored samples for a chart, kept current: asked for when the wish changes, read again while it follows the present, when rows in it
 * change and after every reconnect.
 * @param wish kept by identity: memoise it
 */
export function useHistory(wish: HistoryWish): HistoryView {
  const { client, store } = useConnection();
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

  useReadAgain(
    () => query.current?.resync(),
    () => query.current?.preparedMore(),
  );

  return view;
}
