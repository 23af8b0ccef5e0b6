import { useMemo } from 'react';
import { useTiles } from '../../data/use-tiles';
import { useSteady } from '../../ui/use-steady';
import { answersByLevel, figurePlan, figureWishes, type UnitFigures, unitFigures } from './unit-figures';
import { type CompareFrame, sameJson } from './use-compare-frame';

export interface FiguresRead {
  readonly rows: readonly UnitFigures[];
  /** What is shown does not answer the present choice yet. */
  readonly loading: boolean;
  readonly failure: string | undefined;
}

/** The figures of all compared units, kept current. */
export function useUnitFigures({ units, series, ranges, calendars, minuteMs }: CompareFrame): FiguresRead {
  const plans = useMemo(
    () =>
      units.map((unit) => {
        const at = { range: ranges.get(unit.line), calendar: calendars.of(unit.line), nowMs: minuteMs };
        return figurePlan(unit, series, at);
      }),
    [units, series, ranges, calendars, minuteMs],
  );
  const wishes = useSteady(
    useMemo(() => figureWishes(plans), [plans]),
    sameJson,
  );
  const { wishes: answered, answers, failure } = useTiles(wishes);
  const rows = useMemo(() => {
    const byLevel = answersByLevel(answered, answers);
    return plans.map((plan) => unitFigures(plan, byLevel));
  }, [plans, answered, answers]);
  return { rows, loading: answered !== wishes && failure === undefined, failure };
}
