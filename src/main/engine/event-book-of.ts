import type { CatalogueUnit, StateRules } from '../../shared/protocol';
import type { LimitDelays } from '../../shared/states/limit-delays';
import { EventBook } from '../events/event-book';
import { isRefused } from './refused-level';
import type { SourceFollower } from './source-follower';

/** States and events of the source that is followed, from its history. */
export function eventBookOf(
  follower: SourceFollower,
  units: () => readonly CatalogueUnit[],
  { rules, limitDelays }: { readonly rules: () => StateRules; readonly limitDelays: LimitDelays },
): EventBook {
  return new EventBook({
    history: { answer: (request, signal) => follower.history.answer(request, signal), isRefused },
    ...{ units, rules, limitDelays, nowMs: () => follower.plantNowMs() },
    nextTurn: () => new Promise((resolve) => setImmediate(resolve)),
  });
}
