import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EncodedTile, TileKey, TileTier } from '../../src/main/history/tile-tier';
import { BUCKET_RESOLUTIONS, TILE_SPAN_MS } from '../../src/shared/series';
import { emptyBuckets, type Tile } from '../../src/shared/tile';
import { decodeTile, encodeTile } from '../../src/shared/tile-codec';
import { DAY_MS, MINUTE_MS } from '../../src/shared/time';

/** A tier with its engine, made for the tests of one file. */
export interface StartedTier {
  readonly tier: TileTier;
  stop(): Promise<void>;
}

const never = new AbortController().signal;
/** Recent, so that no tier finds a tile too old to be kept. */
const AS_OF_MS = Math.floor(Date.now() / DAY_MS) * DAY_MS;

/** A key of its own for each unit name; `at` counts tiles back from today's. */
export function contractKey(workUnitId: string, at = 0, resolution: TileKey['resolution'] = '5min'): TileKey {
  const spanMs = resolution === 'raw' ? 10 * MINUTE_MS : TILE_SPAN_MS[resolution];
  const fromMs = Math.floor(AS_OF_MS / spanMs) * spanMs - at * spanMs;
  return {
    series: { table: 'metric', workUnitId, name: 'temperature' },
    resolution,
    range: { fromMs, toMs: fromMs + spanMs },
  };
}

/** A tile of that key whose content tells `mark`. */
export function contractTile(key: TileKey, mark: number, asOfMs = AS_OF_MS, sealed = false): EncodedTile {
  const columns: Tile['columns'] =
    key.resolution === 'raw'
      ? { kind: 'raw', timesMs: Float64Array.of(key.range.fromMs), values: Float64Array.of(mark) }
      : { ...emptyBuckets(key.resolution, 4), sums: new Float64Array(4).fill(mark) };
  return { key, bytes: encodeTile({ series: key.series, range: key.range, asOfMs, sealed, columns }), asOfMs, sealed };
}

function markOf(bytes: Uint8Array | undefined): number | undefined {
  if (bytes === undefined) return undefined;
  const { columns } = decodeTile(bytes);
  return columns.kind === 'raw' ? columns.values[0] : columns.sums[0];
}

/** What every tier must do, run against a real one: call it at the top level of a test file. */
export function describeTileTier(title: string, start: () => Promise<StartedTier>): void {
  describe(`${title} as a tier of tiles`, () => {
    let started: StartedTier;
    const marks = async (keys: readonly TileKey[]) => (await started.tier.read(keys, never)).map(markOf);
    const unit = () => `unit ${randomUUID()}`;

    beforeAll(async () => {
      started = await start();
    }, 60_000);
    afterAll(() => started?.stop());

    test('what was written is read again byte for byte, in the order of the keys, and what was not is undefined', async () => {
      const name = unit();
      const tiles = ['raw' as const, ...BUCKET_RESOLUTIONS].map((resolution, at) =>
        contractTile(contractKey(name, 1, resolution), at),
      );
      await started.tier.write(tiles);
      const missing = contractKey(unit());
      const keys = [missing, ...tiles.map(({ key }) => key).toReversed(), missing];
      const read = await started.tier.read(keys, never);
      expect(read.map((bytes) => bytes && [...bytes])).toEqual([
        undefined,
        ...tiles.map(({ bytes }) => [...bytes]).toReversed(),
        undefined,
      ]);
    });

    test('the bytes that are read are the caller’s: changing them changes nothing in the tier', async () => {
      const tile = contractTile(contractKey(unit()), 7);
      await started.tier.write([tile]);
      const [first] = await started.tier.read([tile.key], never);
      first?.fill(0);
      expect(await marks([tile.key])).toEqual([7]);
    });

    test('nothing asked, nothing written and nothing removed are no trouble', async () => {
      expect(await started.tier.read([], never)).toEqual([]);
      await started.tier.write([]);
      await started.tier.remove([]);
    });

    test('only a newer tile replaces one, whatever order they come in', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 6 }),
          async (ages) => {
            const key = contractKey(unit());
            for (const age of ages) await started.tier.write([contractTile(key, age, AS_OF_MS - age * 1_000)]);
            expect(await marks([key])).toEqual([Math.min(...ages)]);
          },
        ),
        { numRuns: 20 },
      );
    });

    test('what was removed is gone, its neighbours are not, and an older one may come again', async () => {
      const name = unit();
      const keys = [0, 1, 2].map((at) => contractKey(name, at));
      await started.tier.write(keys.map((key, at) => contractTile(key, at)));
      await started.tier.remove([contractKey(name, 1), contractKey(unit())]);
      expect(await marks(keys)).toEqual([0, undefined, 2]);
      await started.tier.write([contractTile(contractKey(name, 1), 9, AS_OF_MS - DAY_MS)]);
      expect(await marks(keys)).toEqual([0, 9, 2]);
    });

    test('names are told apart whatever characters they hold', async () => {
      const base = unit();
      const names = ['', ':', '%', '%3A', '{a}', '}{', '"', "'", '\\', '机器', 'a:b', 'A', 'a', ' a', 'a\n'];
      const keys = names.flatMap((name) =>
        (['metric', 'oee'] as const).map((table): TileKey => {
          const key = contractKey(base);
          return { ...key, series: { table, workUnitId: `${base}${name}`, name: `${name}x` } };
        }),
      );
      await started.tier.write(keys.map((key, at) => contractTile(key, at)));
      expect(await marks(keys)).toEqual(keys.map((_, at) => at));
    });

    test('many at once are many answers', async () => {
      const name = unit();
      const keys = Array.from({ length: 300 }, (_, at) => contractKey(name, at % 30, at < 150 ? '1min' : 'raw')).map(
        (key, at) => ({ ...key, series: { ...key.series, name: `m${at}` } }),
      );
      await started.tier.write(keys.map((key, at) => contractTile(key, at)));
      expect(await marks(keys)).toEqual(keys.map((_, at) => at));
    });

    test('a read that is aborted ends: with the signal’s reason, or with what it had', async () => {
      const abort = new AbortController();
      const reading = started.tier.read([contractKey(unit())], abort.signal);
      abort.abort(new Error('gone'));
      const outcome = await reading.catch((error: unknown) => error);
      expect(outcome instanceof Error ? outcome.message : outcome).toEqual(
        outcome instanceof Error ? 'gone' : [undefined],
      );
    });
  });
}
