import type { CatalogueSeries, CatalogueUnit, StateRules } from '../../../shared/protocol';
import type { UnitPresent } from '../../data/unit-live';
import { listedSeries, type Moment, type Reading, readSeries } from '../common/unit-reading';

/** The metric of a unit that matters most just now. */
export interface KeyMetric {
  readonly reading: Reading;
  /** The limit that a current value lies beyond; undefined: none. */
  readonly beyond: { readonly side: 'low' | 'high'; readonly limit: number } | undefined;
}

function hasLimits({ lowLimit, highLimit }: CatalogueSeries): boolean {
  return lowLimit !== null || highLimit !== null;
}

function beyondOf({ series: { lowLimit, highLimit }, sample, current }: Reading): KeyMetric['beyond'] {
  if (sample === undefined || !current) return undefined;
  if (highLimit !== null && sample.value > highLimit) return { side: 'high', limit: highLimit };
  if (lowLimit !== null && sample.value < lowLimit) return { side: 'low', limit: lowLimit };
  return undefined;
}

/**
 * The metric that matters: the first that lies beyond a limit, in the order of the unit's lists, else the first that has limits: one that
 * stays the same, so that a glance finds it in its place. Undefined for a unit none of whose metrics has a limit.
 */
export function keyMetric(
  unit: CatalogueUnit,
  present: UnitPresent,
  rules: StateRules,
  moment: Moment,
): KeyMetric | undefined {
  const limited = listedSeries(unit).filter(
    (series) => series.table === 'metric' && series.name !== rules.stateMetric && hasLimits(series),
  );
  const read = limited.map((series) => {
    const reading = readSeries(series, present, moment);
    return { reading, beyond: beyondOf(reading) };
  });
  return read.find(({ beyond }) => beyond !== undefined) ?? read[0];
}
