import { HistoryFailure } from '../history/history-failure';

/** Whether history can never answer the request for one of its series, while the plant is as it is. */
export function isRefused(error: unknown): boolean {
  return error instanceof HistoryFailure && (error.code === 'too-much' || error.code === 'unknown-series');
}
