import type { GatewaySources } from '../gateway/gateway-sources';
import { LiveHub } from '../live/hub';
import type { LiveClock } from '../live/live-clock';
import { RecentSamples } from '../live/recent-samples';
import { MARK_SERIES } from './viewer-load';

/** A wall's worth of units; with so many series beside the mark a change of one unit is about 2 kB. */
export const MADE_UP_UNITS = 24;
const SERIES = 24;

/** Values that nobody measured, on the hub that every appliance has: what a plant's reading would bring is made up here. */
export class MadeUpSource {
  readonly workUnitIds = Array.from({ length: MADE_UP_UNITS }, (_, at) => `unit-${at + 1}`);
  readonly sources: GatewaySources;
  readonly #clock: LiveClock;
  readonly #recent = new RecentSamples();
  readonly #hub: LiveHub;
  #mark = 0;

  constructor(clock: LiveClock, epoch: string) {
    this.#clock = clock;
    this.#hub = new LiveHub({ epoch, recent: this.#recent, clock });
    this.sources = sourcesOf(this.#hub, clock);
    for (const workUnitId of this.workUnitIds) this.#change(workUnitId);
  }

  /** One more change, of the units by turns. @returns its mark */
  changeNext(): number {
    return this.#change(this.workUnitIds[this.#mark % MADE_UP_UNITS] ?? '');
  }

  close(): void {
    this.#hub.close();
  }

  #change(workUnitId: string): number {
    const mark = ++this.#mark;
    const timeMs = this.#clock.plantNowMs();
    const names = [MARK_SERIES, ...Array.from({ length: SERIES }, (_, at) => `series ${at + 1}`)];
    const series = names.flatMap((name, at) => {
      const value = name === MARK_SERIES ? mark : at * 1.25 + mark / 7;
      const samples = { table: 'metric' as const, name, timesMs: [timeMs], values: [value] };
      return this.#recent.addSamples(workUnitId, samples, timeMs - this.#recent.ringMs) ?? [];
    });
    this.#hub.apply({ units: [{ workUnitId, series, touched: [] }] });
    return mark;
  }
}

const never = () => () => {};

/** The live path alone: nobody here asks for history, pins or diagnostics. */
function sourcesOf(hub: LiveHub, clock: LiveClock): GatewaySources {
  const nothingKept = () => Promise.reject(new Error('A load test keeps no history.'));
  return {
    ...{ epoch: hub.epoch, sourceName: 'load test' },
    stateRules: { stateMetric: 'state', codes: {}, stoppedBelowAvailability: 0.1, slowBelowPerformance: 0.8 },
    ...{ answerHistory: nothingKept, answerStates: nothingKept, answerEvents: nothingKept },
    ...{ diagnostics: nothingKept, metrics: nothingKept },
    snapshot: (workUnitIds, tailMs) => hub.snapshot(workUnitIds, tailMs),
    workUnitIds: () => hub.workUnitIds(),
    settle: () => hub.settle(),
    updatesSince: (sequence) => hub.updatesSince(sequence),
    averages: () => hub.averages(() => true),
    onUpdate: (listener) => hub.onUpdate(listener),
    catalogue: () => hub.workUnitIds().map((workUnitId) => ({ workUnitId, displayName: null, line: null, series: [] })),
    link: () => ({ state: 'online', asOfMs: clock.plantNowMs(), reason: null, feed: 'listen' }),
    ...{ facts: () => undefined, preparing: () => [], pins: () => [], figures: () => [] },
    ...{ onCatalogue: never, onFacts: never, onLink: never, onPreparing: never, onRevision: never, onPins: never },
    onFigures: never,
    setPinned: async () => 'A load test keeps no units on board.',
    plantNowMs: () => clock.plantNowMs(),
  };
}
