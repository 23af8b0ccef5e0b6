import type { EventsAnswer, EventsQuestion, StatesAnswer, StatesQuestion } from '../events';
import type { HistoryAnswer } from '../history-frame';
import type { ServerMessage } from '../protocol';
import { type Resolution, type SeriesKey, seriesKeyText } from '../series';
import type { TimeRange } from '../time';
import { HistoryFailure, type PendingRequests } from './pending-requests';

export interface HistoryRequest {
  /** 1 to MAX_SERIES_PER_REQUEST series. */
  readonly series: readonly SeriesKey[];
  readonly range: TimeRange;
  /** Most points per series; 1 to MAX_POINT_BUDGET. */
  readonly pointBudget: number;
  /** The level whose tiles are wanted, whatever the budget: of who keeps them. */
  readonly resolution?: Resolution;
}

/** What comes under a request's number: a frame for each series, or one message. */
export type AnswerPart = HistoryAnswer | Extract<ServerMessage, { type: 'states' | 'events' }>;

type Requests = PendingRequests<AnswerPart>;

/** History of some series: whole when each of them has been answered. @throws as {@link PendingRequests.ask} */
export function askHistory(
  requests: Requests,
  request: HistoryRequest,
  signal: AbortSignal,
): Promise<readonly HistoryAnswer[]> {
  const missing = new Set(request.series.map(seriesKeyText));
  const answers: HistoryAnswer[] = [];
  return requests.ask(
    (requestId) => ({ type: 'history', requestId, ...request, series: [...request.series] }),
    (part) => {
      if ('type' in part) throw anotherQuestion();
      if (missing.delete(seriesKeyText(part.series))) answers.push(part);
      return missing.size === 0 ? answers : undefined;
    },
    signal,
  );
}

/** What units did over a range. @throws as {@link PendingRequests.ask} */
export function askStates(requests: Requests, question: StatesQuestion, signal: AbortSignal): Promise<StatesAnswer> {
  return requests.ask(
    (requestId) => ({ type: 'states', requestId, ...question }),
    (part) => {
      if ('type' in part && part.type === 'states') return part;
      throw anotherQuestion();
    },
    signal,
  );
}

/** Stops, limit violations and losses of data within a range. @throws as {@link PendingRequests.ask} */
export function askEvents(requests: Requests, question: EventsQuestion, signal: AbortSignal): Promise<EventsAnswer> {
  return requests.ask(
    (requestId) => ({ type: 'events', requestId, ...question }),
    (part) => {
      if ('type' in part && part.type === 'events') return part;
      throw anotherQuestion();
    },
    signal,
  );
}

function anotherQuestion(): HistoryFailure {
  return new HistoryFailure('The appliance answered another question.', true);
}
