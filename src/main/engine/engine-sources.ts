import { PROMETHEUS_CONTENT_TYPE, prometheusText } from '../diagnostics/prometheus';
import type { EventBook } from '../events/event-book';
import type { GatewaySources } from '../gateway/gateway-sources';
import { HistoryFailure } from '../history/history-failure';
import type { EngineParts } from './engine-parts';

/**
 * What the gateway serves, asked anew each time: the source may come later, or be another one.
 * @param own what goes where the source has told nothing of its own
 */
export function engineSources(
  parts: EngineParts,
  own: Pick<GatewaySources, 'sourceName' | 'stateRules'>,
): GatewaySources {
  return {
    epoch: parts.epoch,
    // What another appliance has told of its plant goes before our own settings.
    get sourceName() {
      return parts.follower?.facts()?.sourceName ?? own.sourceName;
    },
    get stateRules() {
      return parts.follower?.facts()?.stateRules ?? own.stateRules;
    },
    facts: () => parts.follower?.facts(),
    onFacts: parts.facts.subscribe,
    answerHistory: (question, signal) => {
      if (parts.follower === undefined) throw notConnected(parts);
      return parts.follower.history.answer(question, signal);
    },
    answerStates: (question, signal) => bookOf(parts).states(question, signal),
    answerEvents: (question, signal) => bookOf(parts).events(question, signal),
    snapshot: (workUnitIds, tailMs) => parts.hub.snapshot(workUnitIds, tailMs),
    workUnitIds: () => parts.hub.workUnitIds(),
    settle: () => parts.hub.settle(),
    updatesSince: (sequence) => parts.hub.updatesSince(sequence),
    averages: () => parts.hub.averages((workUnitId, table) => parts.follower?.isFilled(workUnitId, table) === true),
    figures: () => parts.figureDesk?.figures() ?? [],
    onFigures: parts.figures.subscribe,
    onUpdate: (listener) => parts.hub.onUpdate(listener),
    catalogue: () => parts.catalogueNow(),
    onCatalogue: parts.catalogues.subscribe,
    link: () => parts.follower?.link() ?? parts.waiting,
    onLink: parts.links.subscribe,
    preparing: () => parts.follower?.preparation.preparing() ?? [],
    onPreparing: parts.preparings.subscribe,
    onRevision: parts.revisions.subscribe,
    pins: () => parts.pinsNow(),
    onPins: parts.pins.subscribe,
    setPinned: async (workUnitId, isPinned) => {
      const outcome = await parts.marked.set('pin', workUnitId, isPinned);
      return outcome.isKept ? undefined : outcome.reason;
    },
    plantNowMs: () => parts.plantNowMs(),
    diagnostics: (viewers) => parts.diagnostics.report(viewers),
    metrics: async (viewers) => ({
      text: prometheusText(await parts.diagnostics.report(viewers)),
      contentType: PROMETHEUS_CONTENT_TYPE,
    }),
  };
}

function bookOf(parts: EngineParts): EventBook {
  if (parts.eventBook === undefined) throw notConnected(parts);
  return parts.eventBook;
}

function notConnected({ waiting }: EngineParts): HistoryFailure {
  const message = waiting.reason ?? 'The plant is not connected yet.';
  return new HistoryFailure('plant-unreachable', message, { retryable: true });
}
