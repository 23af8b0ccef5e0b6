import { memo } from 'react';
import type { StateRules } from '../../../shared/protocol';
import type { UnitSeries } from '../../app/address-parts';
import { t } from '../../i18n/text';
import { FreshnessBadge } from '../../ui/FreshnessBadge';
import { isSameFreshness } from '../../ui/freshness-text';
import { STATE_WORDS, seriesLabel } from '../../ui/names';
import { momentText } from '../../ui/time-text';
import { limitText } from '../../ui/value-text';
import type { Reading } from '../common/unit-reading';
import { ValueText } from '../common/ValueText';

interface Props {
  readonly reading: Reading;
  readonly rules: StateRules;
  readonly nowMs: number;
  /** Which of the chart's colours it has; undefined where the chart does not show it. */
  readonly place: number | undefined;
  readonly onToggle: (series: UnitSeries) => void;
}

/** Limits of a series, or for an old value its time: limits are for what is. Empty where there is neither. */
function notesText({ series, sample, current }: Reading, nowMs: number): string {
  const { table, lowLimit, highLimit, target } = series;
  if (!current && sample !== undefined) return t('unit.asOf', { moment: momentText(sample.timeMs, nowMs) });
  const text = (value: number) => limitText(table, value);
  const notes = [
    lowLimit === null ? '' : t('unit.low', { value: text(lowLimit) }),
    target === null ? '' : t('unit.target', { value: text(target) }),
    highLimit === null ? '' : t('unit.high', { value: text(highLimit) }),
  ];
  return notes.filter((note) => note !== '').join(' · ');
}

/** Which limit the present value violates, as a word; undefined within limits, and for what is not current. */
function violation({ series, sample, current }: Reading): string | undefined {
  if (!current || sample === undefined) return undefined;
  if (series.highLimit !== null && sample.value > series.highLimit) return `▲ ${t('unit.aboveLimit')}`;
  return series.lowLimit !== null && sample.value < series.lowLimit ? `▼ ${t('unit.belowLimit')}` : undefined;
}

/** A code of the state metric in the words of the settings. */
function stateWord({ series, sample }: Reading, rules: StateRules): string | undefined {
  if (series.table !== 'metric' || series.name !== rules.stateMetric || sample === undefined) return undefined;
  const code = String(sample.value);
  const state = Object.hasOwn(rules.codes, code) ? rules.codes[code] : undefined;
  return state && STATE_WORDS[state];
}

/** Whether a row would look the same: its sample is the same object until another comes, and its age goes with `nowMs`. */
function isSameRow(one: Props, other: Props): boolean {
  return (
    one.reading.series === other.reading.series &&
    one.reading.sample === other.reading.sample &&
    isSameFreshness(one.reading.freshness, other.reading.freshness) &&
    one.nowMs === other.nowMs &&
    one.rules === other.rules &&
    one.place === other.place &&
    one.onToggle === other.onToggle
  );
}

/** One series: its newest value with limits, age and freshness; a tap puts it on the chart or takes it off. */
export const SeriesRow = memo(function SeriesRow({ reading, rules, nowMs, place, onToggle }: Props) {
  const { series, freshness } = reading;
  const violated = violation(reading);
  return (
    <button
      type="button"
      className="series-row"
      data-testid="series-row"
      data-place={place === undefined ? undefined : place + 1}
      aria-pressed={place !== undefined}
      onClick={() => onToggle({ table: series.table, name: series.name })}
    >
      <span className="series-mark" aria-hidden="true" />
      <span className="series-text">
        <span className="series-label">{seriesLabel(series)}</span>
        <span className="series-limits">
          {violated !== undefined && <b className="series-violation">{violated} </b>}
          {notesText(reading, nowMs)}
        </span>
      </span>
      <span className="series-side">
        <span className="series-now">
          <ValueText reading={reading} testId="series-value" text={stateWord(reading, rules)} />
        </span>
        <FreshnessBadge freshness={freshness} />
      </span>
    </button>
  );
}, isSameRow);
