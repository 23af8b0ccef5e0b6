import { expect, test } from 'vitest';
import { frameText } from '../../../../src/main/gateway/server-frame';
import { frameLength } from '../../../../src/main/load-test/raw-frames';

test.each([0, 1, 125, 126, 65_535, 65_536, 200_000])('a message of %i bytes is one whole text frame', (length) => {
  const half = Buffer.alloc(Math.floor(length / 2), 'a');
  const rest = Buffer.alloc(length - half.length, 'b');
  const frame = frameText([half, rest]);
  expect(frame[0]).toBe(0x81);
  const { head, total } = frameLength(frame) ?? { head: 0, total: 0 };
  expect(total).toBe(frame.length);
  expect(frame.subarray(head).equals(Buffer.concat([half, rest]))).toBe(true);
  expect(frameLength(frame.subarray(0, -1))).toBeUndefined();
});
