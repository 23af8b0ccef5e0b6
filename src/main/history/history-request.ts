import { DEFAULT_POINT_BUDGET, MAX_POINT_BUDGET, MAX_SERIES_PER_REQUEST } from '../../shared/protocol';
import type { Resolution, SeriesKey } from '../../shared/series';
import { DAY_MS, type TimeRange } from '../../shared/time';
import { HistoryFailure } from './history-failure';

export interface HistoryRequest {
  /** Handed back in each answer; 0 where the asker has none. */
  readonly requestId?: number;
  readonly series: readonly SeriesKey[];
  /** Half-open, plant time in ms. */
  readonly range: TimeRange;
  /** Most points per series that the asker can use; 1,000 where none is named. */
  readonly pointBudget?: number;
  /** The level whose tiles are wanted, whatever budget and ladder say: of who keeps them. Such answers have no edges. */
  readonly resolution?: Resolution | undefined;
}

/** A request that can be answered, its defaults filled in. */
export type CheckedRequest = Required<Omit<HistoryRequest, 'resolution'>> & Pick<HistoryRequest, 'resolution'>;

/** A longer range is a slip of the keyboard; at the 1day level it would still fit. */
const MAX_RANGE_MS = 20 * 366 * DAY_MS;
const EARLIEST_MS = 0;
/** 2200-01-01: what lies beyond is no date that a chart can mean. */
const LATEST_MS = 7_258_118_400_000;

/**
 * The request with its defaults, if it can be answered at all.
 * @throws HistoryFailure 'bad-message' or 'too-much', with a sentence that names the bound
 */
export function checkRequest(request: HistoryRequest): CheckedRequest {
  const { fromMs, toMs } = request.range;
  if (!Number.isFinite(fromMs) || !Number.isFinite(toMs)) {
    throw new HistoryFailure('bad-message', 'The range needs two times in ms since 1970.');
  }
  if (fromMs >= toMs) {
    throw new HistoryFailure('bad-message', `The range ends (${toMs}) before it begins (${fromMs}); swap the two.`);
  }
  if (toMs - fromMs > MAX_RANGE_MS) {
    throw new HistoryFailure('too-much', 'The range is longer than 20 years; ask for less at a time.');
  }
  if (fromMs < EARLIEST_MS || toMs > LATEST_MS) {
    throw new HistoryFailure('bad-message', 'The range must lie between the years 1970 and 2200.');
  }
  const pointBudget = request.pointBudget ?? DEFAULT_POINT_BUDGET;
  if (!Number.isInteger(pointBudget) || pointBudget < 1 || pointBudget > MAX_POINT_BUDGET) {
    throw new HistoryFailure('bad-message', `The point budget must be a whole number from 1 to ${MAX_POINT_BUDGET}.`);
  }
  if (request.series.length > MAX_SERIES_PER_REQUEST) {
    throw new HistoryFailure('too-much', `At most ${MAX_SERIES_PER_REQUEST} series can be asked for at once.`);
  }
  const { requestId = 0, series, range, resolution } = request;
  return { requestId, series, range, pointBudget, resolution };
}
