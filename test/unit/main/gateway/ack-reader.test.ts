import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AckReader } from '../../../../src/main/gateway/ack-reader';

const TEXT = 0x81;
const MASK = Buffer.from([0x12, 0xff, 0x00, 0x7b]);

/** @param first FIN and opcode */
function clientFrame(payload: Buffer, first = TEXT, mask: Buffer = MASK): Buffer {
  const { length } = payload;
  const size =
    length > 0xffff
      ? [255, 0, 0, 0, 0, ...int32(length)]
      : length > 125
        ? [254, length >> 8, length & 255]
        : [128 | length];
  const masked = payload.map((byte, at) => byte ^ (mask[at & 3] ?? 0));
  return Buffer.concat([Buffer.from([first, ...size]), mask, masked]);
}

function int32(value: number): readonly number[] {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
}

function ack(sequence: number | string): Buffer {
  return Buffer.from(`{"type":"ack","sequence":${sequence}}`);
}

test('an acknowledgement alone in its chunk is read, with any mask', () => {
  const masks = fc.uint8Array({ minLength: 4, maxLength: 4 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(masks, fc.nat({ max: 999_999_999_999_999 }), (mask, sequence) => {
      expect(new AckReader().read(clientFrame(ack(sequence), TEXT, mask))).toBe(sequence);
    }),
  );
});

test('whatever is not spelled as an acknowledgement is left to the decoder', () => {
  const others = [
    ...['', '-1', '01', '1.5', '1e3', '"7"', ' 7', '7 ', '1234567890123456', '7,"x":1', '7}'].map(ack),
    ...['{"type":"ask","sequence":7}', '{"type":"ack","sequenc":7}', '{"sequence":7,"type":"ack"}', '[]', ''].map(
      (text) => Buffer.from(text),
    ),
  ];
  for (const payload of others) expect(new AckReader().read(clientFrame(payload)), String(payload)).toBeUndefined();
});

test('a frame of another kind with the same payload is left alone: unfinished, binary, a ping, compressed, not masked', () => {
  for (const first of [0x01, 0x82, 0x89, 0xc1])
    expect(new AckReader().read(clientFrame(ack(7), first))).toBeUndefined();
  expect(new AckReader().read(Buffer.concat([Buffer.from([TEXT, ack(7).length]), ack(7)]))).toBeUndefined();
});

test('an acknowledgement within a message of several frames is an error of the peer, which is left to who knows of it', () => {
  const reader = new AckReader();
  expect(reader.read(clientFrame(Buffer.from('{"a":'), 0x01))).toBeUndefined();
  expect(reader.read(clientFrame(ack(7)))).toBeUndefined();
  // A ping may come between; it ends nothing.
  expect(reader.read(clientFrame(Buffer.alloc(0), 0x89))).toBeUndefined();
  expect(reader.read(clientFrame(ack(7), 0x01))).toBeUndefined();
  expect(reader.read(clientFrame(Buffer.from('1}'), 0x80))).toBeUndefined();
  expect(reader.read(clientFrame(ack(8)))).toBe(8);
});

test('bytes that look like an acknowledgement within a longer message are not one', () => {
  const reader = new AckReader();
  const inner = clientFrame(ack(7), TEXT, Buffer.alloc(4));
  const outer = clientFrame(Buffer.concat([Buffer.alloc(300), inner, Buffer.alloc(9)]), 0x82, Buffer.alloc(4));
  const at = outer.indexOf(inner);
  expect(reader.read(outer.subarray(0, at))).toBeUndefined();
  expect(reader.read(outer.subarray(at, at + inner.length))).toBeUndefined();
  expect(reader.read(outer.subarray(at + inner.length))).toBeUndefined();
  expect(reader.read(inner)).toBe(7);
});

test('however the bytes are cut, what is taken are acknowledgements, whole, and nothing else is missing', () => {
  const sequences = fc.nat({ max: 1_000_000 });
  const acks = sequences.map((sequence) => ({ sequence, bytes: clientFrame(ack(sequence)) }));
  const others = fc
    .uint8Array({ maxLength: 400 })
    .map((bytes) => ({ sequence: undefined, bytes: clientFrame(Buffer.from(bytes), 0x82) }));
  const sent = fc.array(fc.oneof(acks, others), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(
      sent,
      fc.array(fc.nat({ max: 6_000 }), { maxLength: 6 }),
      fc.boolean(),
      (frames, places, isCutByFrame) => {
        const whole = Buffer.concat(frames.map(({ bytes }) => bytes));
        const ends = frames.map((_, at) => frames.slice(0, at + 1).reduce((sum, { bytes }) => sum + bytes.length, 0));
        const cuts = [
          ...new Set([0, ...places.map((place) => place % whole.length), ...(isCutByFrame ? ends : []), whole.length]),
        ];
        cuts.sort((a, b) => a - b);
        const reader = new AckReader();
        for (const [at, from] of cuts.slice(0, -1).entries()) {
          const to = cuts[at + 1] ?? whole.length;
          const sequence = reader.read(whole.subarray(from, to));
          if (sequence === undefined) continue;
          const frame = frames[ends.indexOf(to)];
          expect({ sequence, from }).toEqual({ sequence: frame?.sequence, from: to - (frame?.bytes.length ?? 0) });
        }
      },
    ),
  );
});
