import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  faultsOf,
  KNOWN_FAULTS,
  planAdaptations,
} from '../../../../../src/main/provisioning/connection-test/known-faults';
import { compareVersions } from '../../../../../src/main/provisioning/connection-test/versions';

const ids = (version: string) => faultsOf(version).map(({ id }) => id);

describe('known faults', () => {
  test.each([
    [
      '2.17.2',
      ['no-transition-tables', 'time-zone-bucket-dst', 'refresh-ignores-origin', 'overlapping-refresh-duplicates'],
    ],
    ['2.22.0', ['time-zone-bucket-dst', 'refresh-ignores-origin', 'overlapping-refresh-duplicates']],
    [
      '2.22.1',
      [
        'hierarchical-refresh-blocks',
        'time-zone-bucket-dst',
        'refresh-ignores-origin',
        'overlapping-refresh-duplicates',
      ],
    ],
    [
      '2.23.0-dev',
      [
        'hierarchical-refresh-blocks',
        'time-zone-bucket-dst',
        'refresh-ignores-origin',
        'overlapping-refresh-duplicates',
      ],
    ],
    ['2.23.1', ['time-zone-bucket-dst', 'refresh-ignores-origin', 'overlapping-refresh-duplicates']],
    ['2.25.0', ['refresh-ignores-origin', 'overlapping-refresh-duplicates']],
    ['2.25.2', ['overlapping-refresh-duplicates']],
    ['2.26.2', ['overlapping-refresh-duplicates']],
    ['2.26.3', []],
    ['2.100.0', []],
  ])('of TimescaleDB %s are %j', (version, expected) => {
    expect(ids(version)).toEqual(expected);
  });

  test('make the plan refresh one aggregate at a time, without overlapping windows', () => {
    expect([...planAdaptations('2.26.0')]).toEqual(['one-refresh-at-a-time', 'no-overlapping-refresh-windows']);
    expect(planAdaptations('2.26.3').size).toBe(0);
  });

  test('each has an effect, a remedy and something the plan does about it', () => {
    for (const { effect, remedy, adaptations } of KNOWN_FAULTS) {
      expect(effect).toMatch(/\.$/);
      expect(remedy).toMatch(/\.$/);
      expect(adaptations.length).toBeGreaterThan(0);
    }
  });
});

describe('versions', () => {
  const version = fc.array(fc.nat(120), { minLength: 1, maxLength: 4 });

  test('are ordered by their numbers, whichever is asked about first', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        const [left, right] = [a.join('.'), b.join('.')];
        expect(Math.sign(compareVersions(left, right))).toBe(0 - Math.sign(compareVersions(right, left)));
        expect(compareVersions(left, `${left}.0-dev`)).toBe(0);
        expect(compareVersions(left, [...a.slice(0, -1), (a.at(-1) ?? 0) + 1].join('.'))).toBeLessThan(0);
      }),
    );
  });
});
