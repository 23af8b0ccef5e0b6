import { useEffect, useReducer, useState } from 'react';
import type { SeriesKey } from '../../shared/series';
import { DAY_MS } from '../../shared/time';
import { useConnection } from '../data/connection-context';
import { useStatus } from '../data/use-live';
import type { AnswerShelf } from './answer-shelf';
import { OverviewReading } from './overview-reading';

/** The past as it is seen from afar: by hours and by days, where the plant has these. Points of a series at most. */
const OVERVIEWS = [
  { spanMs: 32 * DAY_MS, pointBudget: 1_000 },
  { spanMs: 512 * DAY_MS, pointBudget: 1_000 },
] as const;

/**
 * Lays the past from afar beneath what a chart shows once somebody zooms out, so that from then on a coarse picture is at hand wherever one
 * looks. Not before: it costs two reads of the plant, and a chart that is only moved is drawn by a half more slowly with it. What could not be
 * read is asked for again when a link is back, or at the next zooming out.
 * @param series kept by identity
 * @param isWanted something is shown, and it is looked at from farther away than it was opened
 */
export function useOverview(shelf: AnswerShelf, series: readonly SeriesKey[], isWanted: boolean): void {
  const { client, store } = useConnection();
  const { connects, plant } = useStatus();
  const [reading] = useState(() => new OverviewReading());
  const [, drawAnew] = useReducer((times: number) => times + 1, 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was begun for one of these is of no use to the next; nothing of them is read here.
  useEffect(() => () => reading.end(), [reading, client, store, shelf, series]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another connection, and a plant that answers again, are occasions to read what could not be.
  useEffect(() => {
    if (!isWanted || series.length === 0) return;
    reading.begin(async (signal) => {
      const toMs = store.plantNowMs();
      let isWhole = true;
      for (const { spanMs, pointBudget } of OVERVIEWS) {
        const range = { fromMs: toMs - spanMs, toMs };
        const answers = await client.history({ series, range, pointBudget }, signal);
        shelf.lay(answers);
        isWhole &&= answers.every(({ missing }) => missing.length === 0);
      }
      drawAnew();
      return isWhole;
    });
  }, [reading, client, store, shelf, series, isWanted, connects, plant.state]);
}
