import { useMemo } from 'react';
import type { NamedRange } from '../../../shared/calendar/named-ranges';
import type { CompareChoice } from '../../app/compare-address';
import { useSteady } from '../../ui/use-steady';
import { asLongAs, rangesByLine } from './compare-ranges';
import { rangeWord } from './compare-words';
import type { Against } from './figure-columns';
import { type CompareFrame, sameJson } from './use-compare-frame';
import { useUnitFigures } from './use-unit-figures';

export interface AgainstRead extends Against {
  /** Of which time, by line. */
  readonly ranges: CompareFrame['ranges'];
  readonly loading: boolean;
}

const NO_RANGES: ReadonlyMap<string | null, NamedRange> = new Map();

/** The units' figures over the time that the chosen one is compared with; undefined where none is chosen. */
export function useAgainst(frame: CompareFrame, { range, over }: CompareChoice): AgainstRead | undefined {
  const { units, ranges: own, calendars, minuteMs: nowMs } = frame;
  const name = range.kind === 'named' && range.name !== over ? over : undefined;
  const lines = units.map(({ line }) => line);
  const others = name === undefined ? NO_RANGES : rangesByLine({ kind: 'named', name }, lines, { calendars, nowMs });
  const listed = useSteady([...asLongAs(others, own, nowMs)], sameJson);
  const other = useMemo<CompareFrame>(
    () => ({ ...frame, units: listed.length === 0 ? [] : frame.units, ranges: new Map(listed) }),
    [frame, listed],
  );
  const { rows, loading } = useUnitFigures(other);
  return useMemo(() => {
    if (name === undefined) return undefined;
    const byUnit = new Map(rows.map((row) => [row.plan.unit.workUnitId, row]));
    return { word: rangeWord(name), rows: byUnit, ranges: other.ranges, loading };
  }, [name, rows, other, loading]);
}
