import { useMemo } from 'react';
import type { HistoryAnswer } from '../../../shared/history-frame';
import { type CatalogueUnit, MAX_SERIES_PER_REQUEST, type StateRules } from '../../../shared/protocol';
import { type SeriesKey, seriesKeyText } from '../../../shared/series';
import { MINUTE_MS } from '../../../shared/time';
import type { HistoryWish } from '../../data/history-query';
import { useHistory } from '../../data/use-history';
import { headlineSeries } from '../common/unit-reading';

/** What the small trend of a tile spans. */
export const TREND_SPAN_MS = 30 * MINUTE_MS;
/** A trend is a finger wide: half an hour of OEE every 10 s is 180 samples, and more would not be seen. */
const TREND_POINTS = 400;

/** The series behind the large number of a unit. */
export function trendSeries(unit: CatalogueUnit, rules: StateRules): SeriesKey | undefined {
  const series = headlineSeries(unit, rules);
  return series && { table: series.table, workUnitId: unit.workUnitId, name: series.name };
}

/** The last half hour of every unit's large number, in one request; by seriesKeyText. */
export function useTrends(units: readonly CatalogueUnit[], rules: StateRules): ReadonlyMap<string, HistoryAnswer> {
  const wished = units.flatMap((unit) => trendSeries(unit, rules) ?? []).slice(0, MAX_SERIES_PER_REQUEST);
  // The catalogue is sent anew whenever a last time moves: only another set of series is another wish.
  const identity = wished.map(seriesKeyText).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: identity stands for wished
  const wish = useMemo<HistoryWish>(
    () => ({ series: wished, window: { kind: 'follow', spanMs: TREND_SPAN_MS }, pointBudget: TREND_POINTS }),
    [identity],
  );
  return useHistory(wish).answers;
}
