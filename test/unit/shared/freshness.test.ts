import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Freshness, type FreshnessReason, freshnessOf } from '../../../src/shared/freshness';
import { HOUR_MS, MINUTE_MS } from '../../../src/shared/time';

const nowMs = 1_700_000_000_000;
type Link = 'connecting' | 'online' | 'late' | 'offline';

describe('freshnessOf', () => {
  test.each<[string, number | null, number | null, Link, Freshness, FreshnessReason | undefined]>([
    // cadence, age, link
    ['1 s, equal times', 1_000, 0, 'online', 'live', undefined],
    ['1 s, at the late limit', 1_000, 3_000, 'online', 'live', undefined],
    ['1 s, above it', 1_000, 3_001, 'online', 'late', 'age'],
    ['1 s, at the stale limit', 1_000, 10_000, 'online', 'late', 'age'],
    ['1 s, above it', 1_000, 10_001, 'online', 'stale', 'age'],
    ['10 s, equal times', 10_000, 0, 'online', 'live', undefined],
    ['10 s, at the late limit', 10_000, 21_000, 'online', 'live', undefined],
    ['10 s, above it', 10_000, 21_001, 'online', 'late', 'age'],
    ['10 s, at the stale limit', 10_000, 50_000, 'online', 'late', 'age'],
    ['10 s, above it', 10_000, 50_001, 'online', 'stale', 'age'],
    ['5 min, at the late limit', 5 * MINUTE_MS, 601_000, 'online', 'live', undefined],
    ['5 min, above it', 5 * MINUTE_MS, 601_001, 'online', 'late', 'age'],
    ['5 min, at the stale limit', 5 * MINUTE_MS, 25 * MINUTE_MS, 'online', 'late', 'age'],
    ['5 min, above it', 5 * MINUTE_MS, 25 * MINUTE_MS + 1, 'online', 'stale', 'age'],
    ['unknown cadence is judged as 1 s', null, 3_001, 'online', 'late', 'age'],
    ['missing time', 1_000, null, 'online', 'stale', 'missing'],
    ['missing time, link late', 1_000, null, 'late', 'stale', 'missing'],
    ['5 s ahead is tolerated', 1_000, -5_000, 'online', 'live', undefined],
    ['more than 5 s ahead', 1_000, -5_001, 'online', 'stale', 'ahead'],
    ['link late', 1_000, 0, 'late', 'late', 'link'],
    ['link still connecting', 1_000, 0, 'connecting', 'late', 'link'],
    ['link late, sample stale', 1_000, 60_000, 'late', 'stale', 'age'],
    ['link down', 1_000, 0, 'offline', 'offline', 'link'],
    ['link down, nothing there', 1_000, null, 'offline', 'offline', 'link'],
    ['link down, source ahead', 1_000, -60_000, 'offline', 'offline', 'link'],
  ])('cadence %s', (_, cadenceMs, age, link, state, reason) => {
    const sampleMs = age === null ? null : nowMs - age;
    const ageMs = age === null ? undefined : age;
    expect(freshnessOf({ nowMs, sampleMs, cadenceMs, link })).toEqual({ state, ageMs, reason });
  });

  test('a value never gets fresher by growing older or by a weaker link', () => {
    const order: Freshness[] = ['live', 'late', 'stale', 'offline'];
    const links: Link[] = ['online', 'late', 'offline'];
    fc.assert(
      fc.property(
        fc.nat({ max: HOUR_MS }),
        fc.nat({ max: HOUR_MS }),
        fc.integer({ min: 1, max: HOUR_MS }),
        fc.constantFrom(0, 1, 2),
        fc.constantFrom(0, 1, 2),
        (ageA, ageB, cadenceMs, linkA, linkB) => {
          const rank = (ageMs: number, link: number) =>
            order.indexOf(
              freshnessOf({ nowMs, sampleMs: nowMs - ageMs, cadenceMs, link: links[link] ?? 'offline' }).state,
            );
          const better = rank(Math.min(ageA, ageB), Math.min(linkA, linkB));
          expect(better).toBeLessThanOrEqual(rank(Math.max(ageA, ageB), Math.max(linkA, linkB)));
        },
      ),
    );
  });

  test('a sample time that is no number is a missing one', () => {
    expect(freshnessOf({ nowMs, sampleMs: Number.NaN, cadenceMs: 1_000, link: 'online' }).reason).toBe('missing');
  });
});
