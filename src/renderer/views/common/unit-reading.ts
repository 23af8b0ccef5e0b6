import { type FreshnessVerdict, freshnessOf } from '../../../shared/freshness';
import type { CatalogueSeries, CatalogueUnit, StateRules } from '../../../shared/protocol';
import type { OeeScore, SeriesTable } from '../../../shared/series';
import { type WorkUnitState, workUnitState } from '../../../shared/work-unit-state';
import type { WholeLink } from '../../data/screen-status';
import { type Sample, type UnitPresent, unitSeriesKey } from '../../data/unit-live';
import { t } from '../../i18n/text';

/** One series as a screen shows it now. */
export interface Reading {
  readonly series: CatalogueSeries;
  /** The newest sample; undefined where none is known. */
  readonly sample: Sample | undefined;
  readonly freshness: FreshnessVerdict;
  /** False where the value is old: it is shown as old, never as current. */
  readonly current: boolean;
}

/** One work unit as a screen shows it now. */
export interface UnitReading {
  readonly state: WorkUnitState;
  /** In place of the state's own word: a unit that tells no state, though its values are live, is not "no data". */
  readonly stateWord: string | undefined;
  /** What is shown large: the OEE, else the first metric; undefined for a unit without any series. */
  readonly headline: Reading | undefined;
  /** Availability, performance and quality, as far as the unit has them. */
  readonly factors: readonly Reading[];
  /** Of what the state is told by, else of the headline; every value has its own besides. */
  readonly freshness: FreshnessVerdict;
}

/** What every reading depends on. */
export interface Moment {
  /** Plant time. */
  readonly nowMs: number;
  readonly link: WholeLink['state'];
}

const NEVER: FreshnessVerdict = { state: 'stale', ageMs: undefined, reason: 'missing' };
const FACTORS: readonly OeeScore[] = ['availability', 'performance', 'quality'];

/** One series at this moment. */
export function readSeries(series: CatalogueSeries, present: UnitPresent, { nowMs, link }: Moment): Reading {
  const sample = present.latest.get(unitSeriesKey(series.table, series.name));
  const verdict = freshnessOf({ nowMs, sampleMs: sample?.timeMs ?? null, cadenceMs: series.cadenceMs, link });
  // Without a sample at hand the catalogue still knows since when the series is silent.
  const freshness = sample === undefined ? { ...verdict, ageMs: nowMs - series.lastMs } : verdict;
  const current = sample !== undefined && (freshness.state === 'live' || freshness.state === 'late');
  return { series, sample, freshness, current };
}

/** Plant time of the newest sample of any of the unit's series, at hand or known of, in ms; undefined where there is none. */
export function newestMs(unit: CatalogueUnit, present: UnitPresent): number | undefined {
  const known = unit.series.map(({ lastMs }) => lastMs);
  const atHand = [...present.latest.values()].map(({ timeMs }) => timeMs);
  return known.length + atHand.length === 0 ? undefined : Math.max(...known, ...atHand);
}

function find(unit: CatalogueUnit, table: SeriesTable, name: string): CatalogueSeries | undefined {
  return unit.series.find((series) => series.table === table && series.name === name);
}

/** Made once: `localeCompare` makes one for each comparison, which took a wall of 24 units 0.3 s at its start. */
const BY_NAME = new Intl.Collator('en', { numeric: true });

/** The series of a unit in the order of its lists: scores first, then metrics by name. */
export function listedSeries(unit: CatalogueUnit): readonly CatalogueSeries[] {
  const score = (name: string) => ['oee_score', ...FACTORS].indexOf(name);
  return [...unit.series].sort((a, b) => {
    if (a.table !== b.table) return a.table === 'oee' ? -1 : 1;
    return a.table === 'oee' ? score(a.name) - score(b.name) : BY_NAME.compare(a.name, b.name);
  });
}

/** What a unit is known by at first sight: its OEE, else its first metric that is not the state. */
export function headlineSeries(
  unit: CatalogueUnit,
  rules: Pick<StateRules, 'stateMetric'> | undefined,
): CatalogueSeries | undefined {
  const oee = find(unit, 'oee', 'oee_score');
  if (oee !== undefined) return oee;
  const listed = listedSeries(unit);
  return listed.find(({ name }) => name !== rules?.stateMetric) ?? listed[0];
}

/** A whole unit at this moment. */
export function readUnit(unit: CatalogueUnit, present: UnitPresent, rules: StateRules, moment: Moment): UnitReading {
  const headlined = headlineSeries(unit, rules);
  const headline = headlined && readSeries(headlined, present, moment);
  const factors = FACTORS.flatMap((score) => {
    const series = find(unit, 'oee', score);
    return series === undefined ? [] : [readSeries(series, present, moment)];
  });
  const stateSeries = find(unit, 'metric', rules.stateMetric);
  const stateReading = stateSeries && readSeries(stateSeries, present, moment);
  const freshness = (stateReading ?? headline)?.freshness ?? NEVER;
  const tellsState = stateReading !== undefined || factors.length > 0;
  const stateWord = tellsState || headline?.current !== true ? undefined : t('common.stateNotTold');
  return { state: stateOf(rules, stateReading, factors), stateWord, headline, factors, freshness };
}

function stateOf(rules: StateRules, told: Reading | undefined, factors: readonly Reading[]): WorkUnitState {
  if (told !== undefined)
    return workUnitState({ rules, stateSample: told.sample?.value ?? null, freshness: told.freshness.state });
  const score = (name: OeeScore) => factors.find((reading) => reading.series.name === name);
  const availability = score('availability');
  return workUnitState({
    rules,
    availability: availability?.sample?.value,
    performance: score('performance')?.sample?.value,
    freshness: availability?.freshness.state ?? 'stale',
  });
}
