import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { DEFAULT_GATEWAY_LIMITS } from '../../../../src/main/gateway/gateway-limits';
import { encodeHistoryFrame } from '../../../../src/shared/history-frame';
import {
  CLOSE_CODES,
  ErrorCode,
  MAX_POINT_BUDGET,
  MAX_SERIES_PER_REQUEST,
  ServerMessage,
} from '../../../../src/shared/protocol';

const TEXT = readFileSync('docs/protocol.md', 'utf8');

test('a history frame can be read by the offsets in docs/protocol.md alone', () => {
  const series = { table: 'metric', workUnitId: 'prés "1"', name: 'temperature' } as const;
  const range = { fromMs: 1_000, toMs: 5_000 };
  const columns = {
    kind: 'raw',
    timesMs: Float64Array.of(1_000, 2_000, 2_000.5),
    values: Float64Array.of(1, Number.NaN, -3),
  } as const;
  const tile = { series, range, asOfMs: 6_000, sealed: false, columns };
  const answer = {
    requestId: 7,
    series,
    range,
    resolution: 'raw',
    cadenceMs: null,
    completeToMs: 5_000,
    asOfMs: 5_000,
    missingReason: null,
    before: null,
    after: null,
  } as const;
  const frame = encodeHistoryFrame({ ...answer, preparing: [], revised: [], missing: [], tiles: [tile, tile] });

  const view = new DataView(frame.buffer, frame.byteOffset);
  const head = JSON.parse(Buffer.from(frame.subarray(4, 4 + view.getUint32(0, true))).toString());
  expect(head).toMatchObject({ requestId: 7, series, range, resolution: 'raw' });
  let start = 4 + view.getUint32(0, true);
  for (const bytes of head.tileBytes) {
    expect(Buffer.from(frame.subarray(start, start + 4)).toString()).toBe('TLT1');
    expect(view.getUint32(start, true)).toBe(0x31544c54);
    expect(view.getUint32(start + 4, true)).toBe(crc32(frame.subarray(start + 8, start + bytes)));
    const [headerBytes, rows] = [view.getUint32(start + 8, true), view.getUint32(start + 12, true)];
    const header = JSON.parse(Buffer.from(frame.subarray(start + 16, start + 16 + headerBytes)).toString());
    expect(header).toEqual({ ...series, resolution: 'raw', ...range, asOfMs: 6_000, sealed: false });
    const column = (at: number) =>
      Array.from({ length: rows }, (_, row) => view.getFloat64(start + 16 + headerBytes + (at * rows + row) * 8, true));
    expect([column(0), column(1)]).toEqual([
      [1_000, 2_000, 2_000.5],
      [1, Number.NaN, -3],
    ]);
    start += bytes;
  }
  expect(start).toBe(frame.length);
});

test('docs/protocol.md names every message, error, close code and bound', () => {
  const types = ServerMessage.options.map((option) => option.shape.type.value);
  for (const name of [...types, ...ErrorCode.options]) expect(TEXT).toContain(`| \`${name}\` |`);
  for (const code of Object.values(CLOSE_CODES)) expect(TEXT).toContain(`| ${code} |`);
  const bounds = [
    MAX_POINT_BUDGET,
    DEFAULT_GATEWAY_LIMITS.maxConnections,
    MAX_SERIES_PER_REQUEST,
    DEFAULT_GATEWAY_LIMITS.maxUngreeted,
    DEFAULT_GATEWAY_LIMITS.maxSocketsPerAddress,
    DEFAULT_GATEWAY_LIMITS.maxUngreetedPerAddress,
  ];
  for (const bound of bounds) expect(TEXT).toContain(bound.toLocaleString('en'));
});
