import fc from 'fast-check';
import { BUCKET_MS, BUCKET_RESOLUTIONS, OEE_SCORES, type SeriesKey } from '../../../src/shared/series';
import type { BucketColumns, RawColumns, Tile } from '../../../src/shared/tile';

// Every double counts, the odd ones above all: fast-check's own doubles hold NaN, -0 and both infinities.
const anyDouble = fc.double();

function column(length: number): fc.Arbitrary<Float64Array> {
  return fc.array(anyDouble, { minLength: length, maxLength: length }).map((values) => Float64Array.from(values));
}

const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.string({ maxLength: 12 }));

export const seriesKeys: fc.Arbitrary<SeriesKey> = fc.oneof(
  fc.record({ table: fc.constant('metric' as const), workUnitId: name, name }),
  fc.record({ table: fc.constant('oee' as const), workUnitId: name, name: fc.constantFrom(...OEE_SCORES) }),
);

const rows = fc.integer({ min: 0, max: 6 });

const rawColumns: fc.Arbitrary<RawColumns> = rows.chain((length) =>
  fc.record({ kind: fc.constant('raw' as const), timesMs: column(length), values: column(length) }),
);

const bucketColumns: fc.Arbitrary<BucketColumns> = rows.chain((length) =>
  fc.record({
    kind: fc.constant('buckets' as const),
    resolution: fc.constantFrom(...BUCKET_RESOLUTIONS),
    sums: column(length),
    counts: column(length),
    mins: column(length),
    maxs: column(length),
    badCounts: column(length),
  }),
);

/** Small tiles of either kind with any doubles in their columns. */
export const tiles: fc.Arbitrary<Tile> = fc
  .record({
    series: seriesKeys,
    columns: fc.oneof(rawColumns, bucketColumns),
    fromIndex: fc.integer({ min: -1_000, max: 1_000_000 }),
    asOfMs: fc.integer({ min: 0, max: 4_000_000_000_000 }),
    sealed: fc.boolean(),
  })
  .map(({ series, columns, fromIndex, asOfMs, sealed }) => {
    const stepMs = columns.kind === 'raw' ? 600_000 : BUCKET_MS[columns.resolution];
    const length = columns.kind === 'raw' ? 1 : Math.max(1, columns.sums.length);
    return {
      series,
      columns,
      asOfMs,
      sealed,
      range: { fromMs: fromIndex * stepMs, toMs: (fromIndex + length) * stepMs },
    };
  });
