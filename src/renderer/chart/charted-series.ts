import type { HistoryAnswer } from '../../shared/history-frame';
import type { CatalogueUnit, StateRules } from '../../shared/protocol';
import { type SeriesKey, seriesKeyText } from '../../shared/series';
import { STATE_WORDS, seriesLabel, unitLabel } from '../ui/names';
import type { ChartSeries } from './chart-series';
import type { FullShown } from './full-picture';
import type { Tail } from './samples';

export interface ChartedInput {
  readonly series: readonly SeriesKey[];
  readonly units: readonly CatalogueUnit[];
  readonly rules: StateRules | undefined;
  /** By seriesKeyText. */
  readonly answers: ReadonlyMap<string, HistoryAnswer>;
  /** Every sample, by seriesKeyText, of those of which it is shown. */
  readonly full: ReadonlyMap<string, FullShown>;
  readonly kept: (key: string) => readonly HistoryAnswer[];
  readonly tail: (series: SeriesKey) => Tail;
}

/** What a chart draws of the wished series; those that the plant does not have are left out, the others keep their colours. */
export function chartedSeries({
  series,
  units,
  rules,
  answers,
  full,
  kept,
  tail,
}: ChartedInput): readonly ChartSeries[] {
  const isOneUnit = new Set(series.map(({ workUnitId }) => workUnitId)).size === 1;
  const stateWords = rules && wordsOf(rules);
  return series.flatMap((key, colourIndex): readonly ChartSeries[] => {
    const { table, workUnitId, name } = key;
    const unit = units.find((each) => each.workUnitId === workUnitId);
    const known = unit?.series.find((each) => each.table === table && each.name === name);
    if (unit === undefined || known === undefined) return [];
    const { lowLimit, highLimit, target } = known;
    const every = full.get(seriesKeyText(key));
    return [
      {
        table,
        answer: answers.get(seriesKeyText(key)),
        kept: kept(seriesKeyText(key)),
        tail: tail(key),
        label: isOneUnit ? seriesLabel(known) : `${unitLabel(unit)} · ${seriesLabel(known)}`,
        unit: known.unit,
        colourIndex,
        ...(every !== undefined && { full: every }),
        ...(lowLimit !== null && { lowLimit }),
        ...(highLimit !== null && { highLimit }),
        ...(target !== null && { target }),
        ...(stateWords !== undefined && table === 'metric' && name === rules?.stateMetric && { words: stateWords }),
      },
    ];
  });
}

/** By the rules that they are of: a series of new words is another series, and would be drawn anew for ever. */
const words = new WeakMap<StateRules, Readonly<Record<string, string>>>();

/** The state metric's codes in words: the same object for the same rules. */
function wordsOf(rules: StateRules): Readonly<Record<string, string>> {
  const known = words.get(rules);
  if (known !== undefined) return known;
  const made = Object.fromEntries(Object.entries(rules.codes).map(([code, state]) => [code, STATE_WORDS[state]]));
  words.set(rules, made);
  return made;
}
