import type { HistoryAnswer } from '../../../shared/history-frame';
import type { Tile } from '../../../shared/tile';
import type { TimeRange } from '../../../shared/time';

/** The answer as if all of it had happened so much later: to lay one stretch of time over another. @param byMs whole buckets or not */
export function shiftedAnswer(answer: HistoryAnswer, byMs: number): HistoryAnswer {
  const range = ({ fromMs, toMs }: TimeRange) => ({ fromMs: fromMs + byMs, toMs: toMs + byMs });
  const edge = <Edge extends { readonly timeMs: number }>(of: Edge | null) => of && { ...of, timeMs: of.timeMs + byMs };
  const { encodedTiles: _unshifted, onlyOnBoard, ambiguous, ...rest } = answer;
  return {
    ...rest,
    range: range(answer.range),
    completeToMs: answer.completeToMs + byMs,
    asOfMs: answer.asOfMs + byMs,
    preparing: answer.preparing.map(range),
    revised: answer.revised.map(range),
    missing: answer.missing.map(range),
    ...(onlyOnBoard && { onlyOnBoard: onlyOnBoard.map(range) }),
    ...(ambiguous && { ambiguous: ambiguous.map(range) }),
    before: edge(answer.before),
    after: edge(answer.after),
    tiles: answer.tiles.map((tile) => shiftedTile(tile, byMs)),
  };
}

function shiftedTile(tile: Tile, byMs: number): Tile {
  const { range, columns, asOfMs } = tile;
  return {
    ...tile,
    range: { fromMs: range.fromMs + byMs, toMs: range.toMs + byMs },
    asOfMs: asOfMs + byMs,
    columns: columns.kind === 'raw' ? { ...columns, timesMs: columns.timesMs.map((at) => at + byMs) } : columns,
  };
}
