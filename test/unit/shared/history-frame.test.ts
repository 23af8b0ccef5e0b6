import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeHistoryFrame, encodeHistoryFrame, type HistoryAnswer } from '../../../src/shared/history-frame';
import { RESOLUTIONS } from '../../../src/shared/series';
import { seriesKeys, tiles } from './arbitraries';

const times = fc.integer({ min: 0, max: 4_000_000_000_000 });
const ranges = fc.record({ fromMs: times, toMs: times });
// Edges travel as JSON, which has no -0: + 0 makes it 0. The columns of tiles keep it.
const edges = fc.option(
  fc.record({
    timeMs: times,
    value: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)),
  }),
);

const answers: fc.Arbitrary<HistoryAnswer> = fc.record({
  requestId: fc.nat(),
  series: seriesKeys,
  range: ranges,
  resolution: fc.constantFrom(...RESOLUTIONS),
  cadenceMs: fc.option(fc.integer({ min: 1, max: 86_400_000 })),
  completeToMs: times,
  asOfMs: times,
  preparing: fc.array(ranges, { maxLength: 3 }),
  revised: fc.array(ranges, { maxLength: 3 }),
  missing: fc.array(ranges, { maxLength: 3 }),
  missingReason: fc.constantFrom(null, 'plant-away', 'plant-slow', 'plant-failed', 'not-kept'),
  before: edges,
  after: edges,
  tiles: fc.array(tiles, { maxLength: 3 }),
});

test('an answer comes back from its frame as it was, every double of its tiles included', () => {
  fc.assert(
    fc.property(answers, (answer) => {
      expect(decodeHistoryFrame(encodeHistoryFrame(answer))).toEqual(answer);
    }),
    { numRuns: 50 },
  );
});

test('arbitrary bytes and cut frames throw an error instead of giving a part', () => {
  fc.assert(
    fc.property(
      answers,
      fc.uint8Array({ maxLength: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (a, bytes, share) => {
        const frame = encodeHistoryFrame(a);
        expect(() => decodeHistoryFrame(bytes)).toThrow(Error);
        expect(() => decodeHistoryFrame(frame.subarray(0, Math.floor((frame.length - 1) * share)))).toThrow(Error);
      },
    ),
    { numRuns: 50 },
  );
});
