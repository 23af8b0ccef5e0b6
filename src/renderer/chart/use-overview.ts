import { useEffect, useReducer, useRef } from 'react';
import type { SeriesKey } from '../../shared/series';
import { DAY_MS } from '../../shared/time';
import { useConnection } from '../data/connection-context';
import type { AnswerShelf } from './answer-shelf';

/** The past as it is seen from afar: by hours and by days, where the plant has these. Points of a series at most. */
const OVERVIEWS = [
  { spanMs: 32 * DAY_MS, pointBudget: 1_000 },
  { spanMs: 512 * DAY_MS, pointBudget: 1_000 },
] as const;

/**
 * Lays the past from afar beneath what a chart shows once somebody zooms out, so that from then on a coarse picture is at hand wherever one
 * looks. Not before: it costs two reads of the plant, and a chart that is only moved is drawn by a half more slowly with it.
 * @param series kept by identity
 * @param isWanted something is shown, and it is looked at from farther away than it was opened
 */
export function useOverview(shelf: AnswerShelf, series: readonly SeriesKey[], isWanted: boolean): void {
  const { client, store } = useConnection();
  const begun = useRef<AbortController>(undefined);
  const [, drawAnew] = useReducer((times: number) => times + 1, 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was begun for one of these is of no use to the next; nothing of them is read here.
  useEffect(
    () => () => {
      begun.current?.abort(new Error('another chart is shown'));
      begun.current = undefined;
    },
    [client, store, shelf, series],
  );
  useEffect(() => {
    // Once begun it goes on, whatever is asked for meanwhile.
    if (!isWanted || series.length === 0 || begun.current !== undefined) return;
    const abort = new AbortController();
    begun.current = abort;
    const lay = async () => {
      const toMs = store.plantNowMs();
      for (const { spanMs, pointBudget } of OVERVIEWS) {
        const range = { fromMs: toMs - spanMs, toMs };
        shelf.lay(await client.history({ series, range, pointBudget }, abort.signal));
      }
      drawAnew();
    };
    // Without it a side is marked as being read; why something cannot be read is told where it is asked for.
    lay().catch(() => undefined);
  }, [client, store, shelf, series, isWanted]);
}
