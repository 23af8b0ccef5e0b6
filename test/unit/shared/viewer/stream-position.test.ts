import { expect, test } from 'vitest';
import { ACK_INTERVAL_MS, type ServerMessage } from '../../../../src/shared/protocol';
import { StreamPosition } from '../../../../src/shared/viewer/stream-position';

const snapshot = (sequence: number): ServerMessage => ({ type: 'snapshot', epoch: 'e', sequence, units: [] });
const update = (sequence: number): ServerMessage => ({ type: 'update', sequence, units: [] });
const latest = (sequence: number): ServerMessage => ({ type: 'latest', sequence, units: [] });

test('it resumes from the last update after a snapshot, never from latest values, and not for other units', () => {
  const position = new StreamPosition();
  position.received(update(3));
  expect(position.resumePoint).toBeUndefined();
  position.received(snapshot(5));
  position.received(update(4));
  position.received(update(7));
  position.received(latest(9));
  expect(position.resumePoint).toEqual({ epoch: 'e', sequence: 7 });
  position.received({ type: 'resumed', epoch: 'e', sequence: 12 });
  expect(position.resumePoint).toEqual({ epoch: 'e', sequence: 7 });
  position.received(update(8));
  expect(position.resumePoint).toEqual({ epoch: 'e', sequence: 8 });
  position.subscribedAnew();
  position.received(update(10));
  expect(position.resumePoint).toBeUndefined();
});

test('it acknowledges at intervals, latest values at once, and nothing twice', () => {
  const position = new StreamPosition();
  position.connected(1_000, 0);
  expect(position.takeAck(9_000)).toBeUndefined();
  position.received(snapshot(1));
  expect(position.takeAck(1_000 + ACK_INTERVAL_MS - 1)).toBeUndefined();
  expect(position.takeAck(1_000 + ACK_INTERVAL_MS)).toBe(1);
  expect(position.hasUnacknowledged).toBe(false);
  position.received(update(2));
  expect(position.takeAck(1_001 + ACK_INTERVAL_MS)).toBeUndefined();
  expect(position.hasUnacknowledged).toBe(true);
  position.received(latest(6));
  expect(position.takeAck(1_001 + ACK_INTERVAL_MS)).toBe(6);
  expect(position.takeAck(9_000)).toBeUndefined();
});

test('a random part of the first interval is over when a connection begins', () => {
  const position = new StreamPosition();
  position.connected(1_000, 0.9);
  position.received(snapshot(1));
  expect(position.takeAck(1_000 + ACK_INTERVAL_MS * 0.1)).toBe(1);
});
