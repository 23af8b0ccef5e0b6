import { useEffect, useReducer, useRef } from 'react';
import type { SeriesKey } from '../../shared/series';
import { DAY_MS, SECOND_MS } from '../../shared/time';
import { useConnection } from '../data/connection-context';
import type { AnswerShelf } from './answer-shelf';

/** The past as it is seen from afar: by hours and by days, where the plant has these. Points of a series at most. */
const OVERVIEWS = [
  { spanMs: 32 * DAY_MS, pointBudget: 1_000 },
  { spanMs: 512 * DAY_MS, pointBudget: 1_000 },
] as const;
/** What a person has opened comes first. */
const AFTER_MS = SECOND_MS;

/**
 * Lays the past from afar beneath what a chart shows, so that zooming out finds a coarse picture at once, wherever one comes from.
 * @param series kept by identity
 * @param isShown what was asked for has come
 */
export function useOverview(shelf: AnswerShelf, series: readonly SeriesKey[], isShown: boolean): void {
  const { client, store } = useConnection();
  const laid = useRef<readonly SeriesKey[]>(undefined);
  const [, drawAnew] = useReducer((times: number) => times + 1, 0);
  useEffect(() => {
    if (!isShown || series.length === 0 || laid.current === series) return undefined;
    const abort = new AbortController();
    const lay = async () => {
      const toMs = store.plantNowMs();
      try {
        for (const { spanMs, pointBudget } of OVERVIEWS)
          shelf.lay(
            await client.history({ series, range: { fromMs: toMs - spanMs, toMs }, pointBudget }, abort.signal),
          );
        laid.current = series;
        drawAnew();
      } catch {
        // Without it a side is marked as being read; why something cannot be read is told where it is asked for.
      }
    };
    const timer = setTimeout(() => void lay(), AFTER_MS);
    return () => {
      clearTimeout(timer);
      abort.abort(new Error('another chart is shown'));
    };
  }, [client, store, shelf, series, isShown]);
}
