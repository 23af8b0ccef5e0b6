import { expect, test } from 'vitest';
import type { FeedCounters, FeedState } from '../../../../../src/main/live/change-feed';
import type { FleetRole, SharedFeedSnapshot } from '../../../../../src/main/live/fleet/shared-feed';
import type { RecentSamples } from '../../../../../src/main/live/recent-samples';
import type { RedisLinkState } from '../../../../../src/main/store/redis/redis-link';
import type { RedisTierSnapshot } from '../../../../../src/main/store/redis/redis-tier';
import type { CacheStatus, StoreStatus } from '../../../../../src/main/store/store-status';
import type { counters } from '../../../../../src/renderer/i18n/en/counters';
import type { partStates } from '../../../../../src/renderer/i18n/en/part-states';
import {
  bytesText,
  counterWord,
  msText,
  partStateWord,
  quantileText,
  shareText,
  spanText,
} from '../../../../../src/renderer/views/diagnostics/diagnostics-text';
import { histogramOf } from '../../../../support/diagnostics-report';

test('numbers have as many digits as they are worth', () => {
  expect([undefined, 0, 0.4, 3, 87.4, 2_460, -12].map(msText)).toEqual([
    '–',
    '0 ms',
    '0.4 ms',
    '3 ms',
    '87 ms',
    '2.5 s',
    '−12 ms',
  ]);
  expect([0, 999, 61_000_000, 1_430_000_000].map(bytesText)).toEqual(['0 B', '999 B', '61 MB', '1.4 GB']);
  expect([8_000, 65_000, 3_900_000, 273_600_000].map(spanText)).toEqual(['8 s', '1 min', '1 h 5 min', '3 d 4 h']);
  expect([shareText(953, 47), shareText(0, 0)]).toEqual(['95.3 %', '–']);
  expect([quantileText(histogramOf(), 0.5), quantileText(histogramOf(1, 2, 3), 0.95)]).toEqual(['–', '3 ms']);
});

/** What parts of the appliance count and tell, by their own types: the compiler refuses this test where a catalogue lacks one. */
type Counted =
  | keyof FeedCounters
  | keyof RecentSamples['counters']
  | Exclude<keyof CacheStatus, 'state' | 'sentence' | 'trouble'>
  | Exclude<keyof RedisTierSnapshot, 'state' | 'reason'>
  | Exclude<keyof SharedFeedSnapshot, 'role'>
  | 'givenUp'
  | 'malformedWakeUps';
type State = FeedState | FleetRole | RedisLinkState | CacheStatus['state'] | Exclude<StoreStatus['worker'], 'running'>;
type Camel<Name extends string> = Name extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<Tail>}` : Name;
type Lacking = Exclude<Counted, keyof typeof counters> | Exclude<Camel<State>, keyof typeof partStates>;

test('every counter and state of the appliance has words in the catalogues; an unknown one is told by its own name', () => {
  const lacking: [Lacking] extends [never] ? 'none' : Lacking = 'none';
  expect(lacking).toBe('none');
  expect(['wakeUps', 'leaseAgeMs', 'usedBytes', 'unheardOfThings'].map(counterWord)).toEqual([
    'notifications',
    'last sign of the leader',
    'used',
    'unheard of things',
  ]);
  expect(['catching-up', 'serving', 'sulking'].map(partStateWord)).toEqual(['catching up', 'serving', 'sulking']);
});
