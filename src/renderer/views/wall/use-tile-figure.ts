import type { ToldFigure } from '../../data/live-store';
import { useFigure } from '../../data/use-live';
import { isCurrentFigure } from '../common/figure-text';
import type { Reading } from '../common/unit-reading';

/** The figures of the shift so far as a tile shows them. */
export interface TileFigure {
  /** Undefined where none are known yet. */
  readonly told: ToldFigure | undefined;
  /** False where they are old: they are shown as old. */
  readonly current: boolean;
}

/** @param newest what is shown large; a unit without an OEE has figures where its pieces are told */
export function useTileFigure(workUnitId: string, newest: Reading | undefined, nowMs: number): TileFigure | undefined {
  const told = useFigure('current', workUnitId);
  if (newest?.series.table !== 'oee' && told?.figure.pieces === undefined) return undefined;
  return { told, current: isCurrentFigure(told, newest, nowMs) };
}
