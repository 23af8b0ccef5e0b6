import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ShiftFigures } from '../../../../src/shared/shift-figures';
import { NOW_MS, type Rig, startRig } from './gateway-rig';

let rig: Rig;

beforeEach(async () => {
  rig = await startRig();
});

afterEach(async () => {
  await rig.stop();
  expect(rig.sources.listenerCount).toBe(0);
});

function figures(of: ShiftFigures['of'], average: number): ShiftFigures {
  const scores = [{ name: 'oee_score' as const, average, count: 100, badCount: 0 }];
  return {
    ...{ of, madeMs: NOW_MS },
    periods: [
      {
        ...{ kind: 'shift', name: 'Early', productionDay: '2026-11-23', timeZone: 'Europe/Berlin', excluded: [] },
        ...{ fromMs: NOW_MS - 3_600_000, toMs: NOW_MS + 3_600_000 },
      },
    ],
    units: [{ workUnitId: 'press-1', period: 0, scores, levels: ['5min'], missing: [], preparing: [] }],
  };
}

test('a viewer that asks for figures gets all of them at once, and those that change from then on', async () => {
  rig.sources.made = [figures('current', 0.8), figures('last', 0.7)];
  const client = await rig.greeted();
  client.say({ type: 'figures' });
  expect(await client.next('figures')).toEqual({ type: 'figures', ...figures('current', 0.8) });
  expect(await client.next('figures')).toMatchObject({ of: 'last', units: [{ scores: [{ average: 0.7 }] }] });
  rig.sources.sayFigures(figures('current', 0.9));
  expect(await client.next('figures')).toMatchObject({ of: 'current', units: [{ scores: [{ average: 0.9 }] }] });
});

test('who has not asked is told of none, and who asks twice is not told twice', async () => {
  rig.sources.made = [figures('current', 0.8)];
  const [asking, silent] = [await rig.greeted(), await rig.greeted()];
  asking.say({ type: 'figures' });
  await asking.next('figures');
  asking.say({ type: 'figures' });
  rig.sources.sayFigures(figures('current', 0.9));
  expect(await asking.next('figures')).toMatchObject({ units: [{ scores: [{ average: 0.9 }] }] });
  for (const client of [asking, silent]) {
    client.say({ type: 'averages' });
    await client.next('averages');
  }
  const told = [asking, silent].map((client) => client.types().filter((type) => type === 'figures').length);
  expect(told).toEqual([2, 0]);
});
