import { useMemo } from 'react';
import { MAX_SERIES_PER_REQUEST } from '../../../shared/protocol';
import { seriesKeyText } from '../../../shared/series';
import type { TileWish } from '../../data/tile-query';
import { useTiles } from '../../data/use-tiles';
import { useSteady } from '../../ui/use-steady';
import { seriesIn } from './compare-choice';
import { zoneOf } from './compare-ranges';
import type { HeatRow } from './HeatMap';
import { heatRow, hoursOf } from './heat-rows';
import { type CompareFrame, sameJson } from './use-compare-frame';

const OEE = { table: 'oee', name: 'oee_score' } as const;

export interface HeatRead {
  readonly rows: readonly HeatRow[];
  readonly loading: boolean;
  readonly failure: string | undefined;
}

/** The hours of all compared units that have an OEE, kept current. */
export function useHeatRows({ units, ranges, hull, calendars, minuteMs }: CompareFrame): HeatRead {
  const hours = useSteady(hoursOf(hull), sameJson);
  const scored = useMemo(() => units.filter((unit) => seriesIn(unit, OEE) !== undefined), [units]);
  const wishes = useSteady<readonly TileWish[]>(
    hours === undefined || scored.length === 0
      ? []
      : [
          {
            series: scored.slice(0, MAX_SERIES_PER_REQUEST).map(({ workUnitId }) => ({ ...OEE, workUnitId })),
            ...{ range: hours, resolution: '1hour' },
          },
        ],
    sameJson,
  );
  const { wishes: answered, answers, failure } = useTiles(wishes);
  const rows = useMemo(() => {
    const byKey = new Map(answers.flat().map((answer) => [seriesKeyText(answer.series), answer]));
    if (hours === undefined) return [];
    return scored.map((unit): HeatRow => {
      const calendar = calendars.of(unit.line);
      const answer = byKey.get(seriesKeyText({ ...OEE, workUnitId: unit.workUnitId }));
      const cells = heatRow({ hours, range: ranges.get(unit.line), calendar, answer, nowMs: minuteMs });
      return { unit, cells, zone: zoneOf(unit.line, calendars) };
    });
  }, [answers, scored, hours, ranges, calendars, minuteMs]);
  return { rows, loading: answered !== wishes && failure === undefined, failure };
}
