import { type MouseEvent, type RefObject, useCallback } from 'react';
import type { StatesAnswer, UnitStates } from '../../../shared/events';
import { MINUTE_MS, type TimeRange } from '../../../shared/time';
import { askedEveryMs, askedRange } from '../../data/asked-range';
import { useConnection } from '../../data/connection-context';
import { rangeOf, type TimeWindow } from '../../data/time-window';
import { useAsked } from '../../data/use-asked';
import { useStatus } from '../../data/use-live';
import { decimalText } from '../../i18n/format';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { ageText } from '../../ui/age-text';
import { STATE_WORDS } from '../../ui/names';
import { bucketsText } from '../common/figure-text';
import { isOfWindow, type PlacedState, placedStates, type ShownState, stateShares } from './state-shares';
import { type PlotInset, usePlotInset } from './use-plot-inset';
import './unit-states.css';

interface Props {
  readonly workUnitId: string;
  readonly window: TimeWindow;
  readonly nowMs: number;
  /** Holds the chart, whose plot the strip stands under. */
  readonly chart: RefObject<HTMLElement | null>;
  /** A tap on a stretch shows it on the chart. */
  readonly onShow: (range: TimeRange) => void;
}

/** What a unit did over the chart's range: a strip of its states, and how long each lasted in all. */
export function UnitStatesPanel({ workUnitId, window, nowMs, chart, onShow }: Props) {
  const { client, store } = useConnection();
  const ask = useCallback(
    (signal: AbortSignal) =>
      client.states({ workUnitIds: [workUnitId], range: askedRange(window, store.plantNowMs()) }, signal),
    [client, store, workUnitId, window],
  );
  const { answer, failure } = useAsked(ask, askedEveryMs(window));
  const states = answer?.units.find((unit) => unit.workUnitId === workUnitId);
  return (
    <section className="unit-states" data-testid="unit-states" aria-label={t('unit.states')}>
      {states === undefined || answer === undefined ? (
        <p className="unit-states-note">{failure === undefined ? t('unit.statesAsked') : told(failure)}</p>
      ) : (
        <States
          {...{ states, answer, chart, onShow }}
          range={rangeOf(window, nowMs)}
          isOfRange={isOfWindow(answer.range, window, nowMs)}
        />
      )}
    </section>
  );
}

interface StatesProps extends Pick<Props, 'chart' | 'onShow'> {
  readonly states: UnitStates;
  readonly answer: StatesAnswer;
  /** What the chart above shows. */
  readonly range: TimeRange;
  /** False while the answer is still that for what the chart showed before: what it adds up to is another range's. */
  readonly isOfRange: boolean;
}

function States({ states, answer, range, isOfRange, chart, onShow }: StatesProps) {
  const inset = usePlotInset(chart);
  const { preparing } = useStatus();
  if (states.source === 'none') return <p className="unit-states-note">{t('unit.statesNone')}</p>;
  return (
    <>
      <Timeline placed={placedStates(states, range, answer.untilMs, preparing)} inset={inset} onShow={onShow} />
      <table className="state-durations" data-testid="state-durations" data-of-range={isOfRange}>
        <caption>{isOfRange ? noteOf(states) : t('unit.statesAsked')}</caption>
        <tbody>
          {stateShares(states, answer.untilMs, preparing).map(({ state, durationMs, share }) => (
            <tr key={state} data-state={state}>
              <th scope="row">
                <span className="state-mark" data-state={state} aria-hidden="true" />
                {stateWord(state)}
              </th>
              <td>{ageText(durationMs)}</td>
              <td className="state-share">{decimalText(100 * share, 1)} %</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

interface TimelineProps extends Pick<Props, 'onShow'> {
  readonly placed: readonly PlacedState[];
  readonly inset: PlotInset;
}

/** One target as wide as the chart: a touch shows the stretch it meets, the keyboard the newest one that was no running. */
function Timeline({ placed, inset, onShow }: TimelineProps) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const at = (100 * (event.clientX - left)) / width;
    const met =
      event.detail === 0
        ? placed.findLast(({ state }) => state !== 'running')
        : placed.find((each) => at >= each.left && at < each.left + each.width);
    if (met !== undefined) onShow(around(met));
  };
  return (
    <button
      type="button"
      className="state-timeline"
      style={{ marginLeft: inset.leftPx, marginRight: inset.rightPx }}
      data-testid="state-timeline"
      aria-label={t('unit.statesStrip')}
      onClick={press}
    >
      {placed.map(({ state, left, width, fromMs }) => (
        <span
          key={fromMs}
          className="timeline-state"
          data-state={state}
          style={{ left: `${left}%`, width: `${width}%` }}
        />
      ))}
    </button>
  );
}

function stateWord(state: ShownState): string {
  if (state === 'preparing') return t('unit.statePreparing');
  return state === 'unknown' ? t('unit.stateUnknown') : STATE_WORDS[state];
}

/** A stretch with as much on either side, so that its begin and end are seen. */
function around({ fromMs, toMs }: TimeRange): TimeRange {
  const besideMs = Math.max(MINUTE_MS, (toMs - fromMs) / 2);
  return { fromMs: fromMs - besideMs, toMs: toMs + besideMs };
}

/** What the states were told by, and how exactly. */
function noteOf({ source, resolution }: UnitStates): string {
  const by = source === 'mapped' ? t('unit.statesMapped') : t('unit.statesDerived');
  return resolution === null || resolution === 'raw' ? by : `${by} · ${bucketsText(resolution)}`;
}
