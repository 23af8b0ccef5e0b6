import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Rig, startRig } from './gateway-rig';

let rig: Rig;

beforeEach(async () => {
  rig = await startRig();
});

afterEach(async () => {
  await rig.stop();
  expect(rig.sources.listenerCount).toBe(0);
});

test('a viewer is told of pinned units after its welcome, and every viewer when one is pinned or let go', async () => {
  rig.sources.pinned = [{ workUnitId: 'press-1', state: 'complete', tilesOnBoard: 3, tilesWanted: 3 }];
  const [one, other] = [await rig.greeted(), await rig.greeted()];
  expect((await one.next('pins')).pins).toEqual(rig.sources.pinned);
  await other.next('pins');
  one.say({ type: 'pin', workUnitId: 'press-2', pinned: true });
  for (const client of [one, other]) {
    expect((await client.next('pins')).pins.map(({ workUnitId }) => workUnitId)).toEqual(['press-1', 'press-2']);
  }
  other.say({ type: 'pin', workUnitId: 'press-1', pinned: false });
  expect((await one.next('pins')).pins.map(({ workUnitId }) => workUnitId)).toEqual(['press-2']);
});

test('what could not be kept is said to who asked, with the reason', async () => {
  rig.sources.pinProblem = 'The disk is full.';
  const client = await rig.greeted();
  client.say({ type: 'pin', workUnitId: 'press-1', pinned: true });
  expect(await client.next('error')).toMatchObject({ code: 'not-kept', message: 'The disk is full.', retryable: true });
});

test('a name that is too long to be one is refused', async () => {
  const client = await rig.greeted();
  client.say({ type: 'pin', workUnitId: 'x'.repeat(1_001), pinned: true });
  expect(await client.next('error')).toMatchObject({ code: 'bad-message' });
});
