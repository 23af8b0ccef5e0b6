import { useMemo } from 'react';
import { LineCalendars } from '../../../shared/calendar/line-calendars';
import type { NamedRange } from '../../../shared/calendar/named-ranges';
import type { CatalogueSeries, CatalogueUnit, StateRules } from '../../../shared/protocol';
import { floorTo, MINUTE_MS, type TimeRange } from '../../../shared/time';
import type { CompareChoice } from '../../app/compare-address';
import { usePlantTime, useStatus } from '../../data/use-live';
import { useSteady } from '../../ui/use-steady';
import { comparedSeries, comparedUnits, offeredSeries } from './compare-choice';
import { hullOf, rangesByLine } from './compare-ranges';

/** What is compared, worked out of the address and what is known of the plant. */
export interface CompareFrame {
  /** All that may be chosen. */
  readonly catalogue: readonly CatalogueUnit[];
  readonly units: readonly CatalogueUnit[];
  readonly offered: readonly CatalogueSeries[];
  readonly series: readonly CatalogueSeries[];
  readonly calendars: LineCalendars;
  /** What the choice of time means for each line; lines for which it means nothing are left out. */
  readonly ranges: ReadonlyMap<string | null, NamedRange>;
  /** All of them together; undefined for none. */
  readonly hull: TimeRange | undefined;
  /** Plant time by the minute: figures are not made anew each second. */
  readonly minuteMs: number;
}

/** Equal as JSON: for what is made anew at each render, and of plain data. */
export function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** All but when it was last heard, which moves with each word. */
function sameUnits(a: readonly CatalogueUnit[], b: readonly CatalogueUnit[]): boolean {
  const lasting = (units: readonly CatalogueUnit[]) =>
    units.map((unit) => ({ ...unit, series: unit.series.map((series) => ({ ...series, firstMs: 0, lastMs: 0 })) }));
  return a === b || sameJson(lasting(a), lasting(b));
}

export function useCompareFrame(
  told: readonly CatalogueUnit[],
  rules: StateRules,
  choice: CompareChoice,
): CompareFrame {
  const { calendar } = useStatus();
  const minuteMs = floorTo(usePlantTime(), MINUTE_MS);
  const catalogue = useSteady(told, sameUnits);
  const calendars = useMemo(() => new LineCalendars(calendar ?? { lines: {} }), [calendar]);
  const wishedUnits = useSteady(choice.workUnitIds, sameJson);
  const wishedSeries = useSteady(choice.series, sameJson);
  const range = useSteady(choice.range, sameJson);
  return useMemo(() => {
    const units = comparedUnits(catalogue, wishedUnits);
    const offered = offeredSeries(catalogue, rules);
    const lines = units.map(({ line }) => line);
    const ranges = rangesByLine(range, lines, { calendars, nowMs: minuteMs });
    const series = comparedSeries(offered, wishedSeries);
    return { catalogue, units, offered, series, calendars, ranges, hull: hullOf(ranges.values()), minuteMs };
  }, [catalogue, wishedUnits, wishedSeries, range, rules, calendars, minuteMs]);
}
