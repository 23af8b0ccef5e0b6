import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32 } from '../../../src/shared/crc32';
import type { RawColumns, Tile } from '../../../src/shared/tile';
import { decodeTile, encodeTile, TileDamagedError, viewTile } from '../../../src/shared/tile-codec';
import { tiles } from './arbitraries';

const oddValues = [Number.NaN, -0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, 1.7e308];

const smallTile: Tile = {
  series: { table: 'metric', workUnitId: 'press-1', name: 'temperature' },
  range: { fromMs: 0, toMs: 600_000 },
  asOfMs: 700_000,
  sealed: false,
  columns: {
    kind: 'raw',
    timesMs: Float64Array.from(oddValues, (_, at) => at * 1_000),
    values: Float64Array.from(oddValues),
  },
};

/** Undefined where the bytes are an intact tile, else what decoding threw. */
function errorOf(bytes: Uint8Array): unknown {
  try {
    decodeTile(bytes);
    return undefined;
  } catch (error) {
    return error;
  }
}

function withChecksum(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(0, 0x31544c54, true);
  view.setUint32(4, crc32(bytes.subarray(8)), true);
  return bytes;
}

describe('tile codec', () => {
  test('any tile comes back as it was, NaN, -0 and infinities included', () => {
    fc.assert(
      fc.property(tiles, (tile) => {
        // toEqual tells -0 from 0 and takes NaN as equal to itself.
        expect(decodeTile(encodeTile(tile))).toEqual(tile);
      }),
    );
  });

  test('odd doubles keep their bits', () => {
    const { values } = decodeTile(encodeTile(smallTile)).columns as RawColumns;
    expect(Array.from(values, (value) => Object.is(value, -0))).toEqual(oddValues.map((value) => Object.is(value, -0)));
    expect([...values]).toEqual(oddValues);
  });

  test('a tile is read from any offset, and its columns are its own', () => {
    const encoded = encodeTile(smallTile);
    const shifted = new Uint8Array(encoded.length + 3);
    shifted.set(encoded, 3);
    const tile = decodeTile(shifted.subarray(3));
    shifted.fill(0);
    expect(tile).toEqual(smallTile);
  });

  test('every single flipped bit is refused as damage', () => {
    const encoded = encodeTile(smallTile);
    for (let bit = 0; bit < encoded.length * 8; bit++) {
      const damaged = Uint8Array.from(encoded);
      damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
      const error = errorOf(damaged);
      if (!(error instanceof TileDamagedError)) expect.fail(`bit ${bit} gave ${String(error)}`);
    }
  });

  test('every cut, and every added byte, is refused as damage', () => {
    const encoded = encodeTile(smallTile);
    for (let length = 0; length < encoded.length; length++) {
      expect(errorOf(encoded.subarray(0, length))).toBeInstanceOf(TileDamagedError);
    }
    expect(errorOf(Uint8Array.from([...encoded, 0]))).toBeInstanceOf(TileDamagedError);
  });

  test('arbitrary bytes are refused as damage, also under a right checksum', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(errorOf(bytes)).toBeInstanceOf(TileDamagedError);
        if (bytes.length >= 16) expect(errorOf(withChecksum(bytes))).toBeInstanceOf(TileDamagedError);
      }),
    );
  });

  test('a forged length of the header or of the columns is damage, not a crash', () => {
    fc.assert(
      fc.property(fc.constantFrom(8, 12), fc.nat({ max: 0xffff_ffff }), fc.nat({ max: 600 }), (at, huge, small) => {
        for (const forged of [huge, small]) {
          const bytes = encodeTile(smallTile);
          const view = new DataView(bytes.buffer);
          if (view.getUint32(at, true) === forged) continue;
          view.setUint32(at, forged, true);
          expect(errorOf(withChecksum(bytes))).toBeInstanceOf(TileDamagedError);
        }
      }),
    );
  });

  test('columns of different length are not encoded', () => {
    const columns: RawColumns = { kind: 'raw', timesMs: new Float64Array(3), values: new Float64Array(2) };
    expect(() => encodeTile({ ...smallTile, columns })).toThrow(RangeError);
  });
});

describe('a tile that was asked for', () => {
  const keyOf = ({ series, range, columns }: Tile) => ({
    ...{ series, range, resolution: columns.kind === 'raw' ? ('raw' as const) : columns.resolution },
  });
  const view = (bytes: Uint8Array<ArrayBuffer>, expected: Tile) => viewTile(bytes, crc32, keyOf(expected));

  test('comes as it was, whatever its names and times are', () => {
    fc.assert(
      fc.property(tiles, (tile) => {
        expect(view(encodeTile(tile), tile)).toEqual(tile);
      }),
    );
  });

  test('is told from every other one', () => {
    fc.assert(
      fc.property(tiles, tiles, (tile, other) => {
        const isAlike = JSON.stringify(keyOf(tile)) === JSON.stringify(keyOf(other));
        if (!isAlike) expect(() => view(encodeTile(tile), other)).toThrow(TileDamagedError);
      }),
    );
    const renamed = { ...smallTile, series: { ...smallTile.series, name: 'temperature2' } };
    expect(() => view(encodeTile(renamed), smallTile)).toThrow('another tile');
    expect(() => view(encodeTile(smallTile), renamed)).toThrow('another tile');
  });

  test('may have its header’s fields in another order', () => {
    const { series, range, asOfMs, sealed } = smallTile;
    const bytes = withHeader({ sealed, asOfMs, ...range, resolution: 'raw', ...series });
    expect(view(bytes, smallTile)).toEqual(smallTile);
  });

  test('with marks that are none is damaged', () => {
    const { series, range } = smallTile;
    const key = { ...series, resolution: 'raw', ...range };
    expect(view(withHeader({ ...key, asOfMs: -1.5e-7, sealed: true }), smallTile)).toMatchObject({ asOfMs: -1.5e-7 });
    for (const marks of [{}, { asOfMs: null, sealed: true }, { asOfMs: 1 }, { asOfMs: '1', sealed: true }]) {
      expect(() => view(withHeader({ ...key, ...marks }), smallTile)).toThrow(TileDamagedError);
    }
  });
});

/** The small tile with this as its header, under a right checksum. */
function withHeader(header: object): Uint8Array<ArrayBuffer> {
  const encoded = encodeTile(smallTile);
  const data = encoded.subarray(16 + new DataView(encoded.buffer).getUint32(8, true));
  const text = JSON.stringify(header);
  const padded = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 8) * 8));
  const bytes = Uint8Array.from([...encoded.subarray(0, 16), ...padded, ...data]);
  new DataView(bytes.buffer).setUint32(8, padded.length, true);
  withChecksum(bytes);
  return bytes;
}

test('crc32 gives the published check value', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array())).toBe(0);
});

test('crc32 is zlib’s, whatever the length and the offset', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat({ max: 9 }), (bytes, offset) => {
      expect(crc32(bytes.subarray(offset))).toBe(zlibCrc32(bytes.subarray(offset)));
    }),
  );
});

test('a view is the tile itself: nothing is copied, a flipped bit is found, and a start off the boundary is refused', () => {
  const bytes = encodeTile(smallTile);
  const tile = viewTile(bytes);
  expect(tile).toEqual(smallTile);
  expect((tile.columns as RawColumns).values.buffer).toBe(bytes.buffer);
  const shifted = new Uint8Array(bytes.length + 4);
  shifted.set(bytes, 4);
  expect(() => viewTile(shifted.subarray(4))).toThrow(RangeError);
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  expect(() => viewTile(bytes)).toThrow(TileDamagedError);
});
