import type { StoreSnapshot } from '../../shared/diagnostics';
import type { SharedFeedSnapshot } from '../live/fleet/shared-feed';
import type { RedisTierSnapshot } from '../store/redis/redis-tier';
import type { StoreStatus } from '../store/store-status';

/** The SQLite store as diagnostics show it: the cache's file, with a word on the other where something is wrong with it. */
export function sqliteSnapshot({ worker, cache, entered, givenUp }: StoreStatus): StoreSnapshot {
  const { state, sentence, trouble: _trouble, begunAnew, ...counters } = cache;
  const reasons = [sentence, entered.sentence].filter((each) => each !== undefined);
  return {
    state: worker === 'running' ? state : worker,
    reason: reasons.length === 0 ? null : reasons.join(' '),
    counters: { ...counters, begunAnew: Number(begunAnew), givenUp },
  };
}

export function redisSnapshot({ state, reason, ...counters }: RedisTierSnapshot): StoreSnapshot {
  return { state, reason: reason ?? null, counters };
}

/** The role among the plant's appliances; alone is no trouble of theirs, but the plant pays for it. */
export function fleetSnapshot(fleet: SharedFeedSnapshot | undefined): StoreSnapshot | null {
  if (fleet === undefined) return null;
  const { role, ...counters } = fleet;
  const reason = role === 'alone' ? 'The others cannot be heard: this appliance polls the plant by itself.' : null;
  return { state: role, reason, counters };
}
