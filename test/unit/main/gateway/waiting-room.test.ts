import { expect, test } from 'vitest';
import { WaitingRoom } from '../../../../src/main/gateway/waiting-room';

const room = () => new WaitingRoom<number>({ maxUngreeted: 5, maxUngreetedPerAddress: 2 });

test('an address has its share of the places, others find theirs free, and who leaves gives one back', () => {
  const places = room();
  places.enter(1, '192.0.2.7');
  places.enter(2, '::ffff:192.0.2.7');
  expect([places.isFullFor('192.0.2.7'), places.isFullFor('192.0.2.8')]).toEqual([true, false]);
  places.leave(2);
  places.leave(2);
  expect(places.isFullFor('192.0.2.7')).toBe(false);
  places.enter(3, '192.0.2.7');
  expect(places.isFullFor('192.0.2.7')).toBe(true);
});

test('addresses of one IPv6 network share what one has', () => {
  const places = room();
  places.enter(1, '2001:db8::1');
  places.enter(2, '2001:db8::2');
  expect([places.isFullFor('2001:db8::3'), places.isFullFor('2001:db8:0:1::3')]).toEqual([true, false]);
});

test('this machine is held to the places of all alone', () => {
  const places = room();
  for (const guest of [1, 2, 3, 4]) places.enter(guest, '127.0.0.1');
  expect(places.isFullFor('::1')).toBe(false);
  places.enter(5, undefined);
  expect([places.isFullFor('::1'), places.isFullFor('192.0.2.7'), places.isFullFor(undefined)]).toEqual([
    true,
    true,
    true,
  ]);
});
