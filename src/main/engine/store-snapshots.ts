import type { StoreSnapshot } from '../../shared/diagnostics';
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
