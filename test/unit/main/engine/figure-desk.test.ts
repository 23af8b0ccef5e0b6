import { expect, test } from 'vitest';
import { FigureDesk } from '../../../../src/main/engine/figure-desk';
import { HistoryFailure } from '../../../../src/main/history/history-failure';
import type { HistoryService } from '../../../../src/main/history/history-service';
import { LineCalendar, PlantCalendar } from '../../../../src/shared/calendar/calendar-rules';
import { PieceRules } from '../../../../src/shared/piece-rules';
import type { CatalogueUnit, PlantLink, Preparing } from '../../../../src/shared/protocol';
import type { TimeRange } from '../../../../src/shared/time';
import { FakeTimers } from '../plant/fake-timers';

const shifts = (name: string) =>
  LineCalendar.parse({ timeZone: 'UTC', shifts: [{ name, start: '00:00', end: '00:00' }] });
const CALENDAR: PlantCalendar = PlantCalendar.parse({ default: shifts('All day'), lines: { B: shifts('Of line B') } });
const score = {
  table: 'oee',
  name: 'oee_score',
  displayName: null,
  unit: null,
  lowLimit: null,
  highLimit: null,
} as const;
const unit = (workUnitId: string, line: string | null): CatalogueUnit => ({
  ...{ workUnitId, displayName: null, line },
  series: [{ ...score, target: null, cadenceMs: 10_000, firstMs: 0, lastMs: 0 }],
});

function deskOn(units: readonly CatalogueUnit[]) {
  const timers = new FakeTimers();
  const rig = {
    timers,
    calendar: CALENDAR,
    missing: [] as readonly TimeRange[],
    link: 'online' as PlantLink['state'],
    failure: undefined as Error | undefined,
    makings: 0,
    troubles: [] as string[],
    tellPreparing: (_: readonly Preparing[]) => {},
    desk: undefined as unknown as FigureDesk,
  };
  const answer = async ({ series }: { readonly series: readonly unknown[] }) => {
    if (rig.failure !== undefined) throw rig.failure;
    return series.map(() => ({ tiles: [], missing: rig.missing, preparing: [] }));
  };
  rig.desk = new FigureDesk({
    history: { answer } as unknown as HistoryService,
    ...{
      units: () => units,
      calendar: () => rig.calendar,
      pieces: () => PieceRules.parse({}),
      timers,
      plantNowMs: () => Date.UTC(2026, 10, 25, 12),
    },
    link: () => ({ state: rig.link, asOfMs: null, reason: null, feed: null }),
    preparation: {
      preparing: () => [],
      onChange: (listener) => {
        rig.tellPreparing = listener;
        return () => {
          rig.tellPreparing = () => {};
        };
      },
    },
    onChange: ({ of }) => {
      if (of === 'current') rig.makings += 1;
    },
    onTrouble: (error) => rig.troubles.push(error.message),
  });
  return rig;
}

const pass = ({ timers }: ReturnType<typeof deskOn>, ms: number) => timers.pass(ms);

test('figures are made a second after the start, then every 15 s; each line has its own calendar, else the one of all', async () => {
  const rig = deskOn([unit('a', 'A'), unit('b', 'B'), unit('c', null)]);
  rig.desk.start();
  await pass(rig, 999);
  expect(rig.makings).toBe(0);
  await pass(rig, 1);
  expect(rig.makings).toBe(1);
  expect(rig.desk.figures()[0]?.periods.map(({ name }) => name)).toEqual(['All day', 'Of line B']);
  await pass(rig, 14_999);
  expect(rig.makings).toBe(1);
  await pass(rig, 1);
  expect(rig.makings).toBe(2);
  rig.desk.close();
  await pass(rig, 60_000);
  expect(rig.makings).toBe(2);
});

test('what lacks something is made again soon, more seldom while it stays so, and in its time while the plant is away', async () => {
  const rig = deskOn([unit('a', 'A')]);
  rig.missing = [{ fromMs: 0, toMs: Date.UTC(2027, 0, 1) }];
  rig.desk.start();
  await pass(rig, 1_000);
  for (const waitMs of [3_000, 6_000, 12_000, 15_000, 15_000]) {
    const before = rig.makings;
    await pass(rig, waitMs - 1);
    expect(rig.makings).toBe(before);
    await pass(rig, 1);
    expect(rig.makings).toBe(before + 1);
  }
  rig.link = 'offline';
  await pass(rig, 15_000);
  const before = rig.makings;
  await pass(rig, 3_000);
  expect(rig.makings).toBe(before);
  rig.desk.close();
});

test('a failure is told once and made good by the next making; a level that is refused is no failure', async () => {
  const rig = deskOn([unit('a', 'A')]);
  rig.failure = new Error('no answer');
  rig.desk.start();
  await pass(rig, 1_000);
  await pass(rig, 15_000);
  expect([rig.troubles, rig.makings]).toEqual([['no answer'], 0]);
  rig.failure = new HistoryFailure('too-much', 'This range cannot be read at 5min; ask for a shorter one.');
  await pass(rig, 15_000);
  expect([rig.troubles.length, rig.makings]).toEqual([1, 1]);
  expect(rig.desk.figures()[0]?.units).toMatchObject([{ workUnitId: 'a', scores: [] }]);
  rig.desk.close();
});

test('figures are made anew at once when it becomes known that something is being prepared, or is no more', async () => {
  const rig = deskOn([unit('a', 'A')]);
  const making: Preparing = {
    ...{ table: 'oee', resolution: '5min', preparedFromMs: null, preparedToMs: 0, targetToMs: 1 },
  };
  rig.desk.start();
  await pass(rig, 1_000);
  for (const [preparing, makings] of [
    [[making], 2],
    [[making, making], 2],
    [[], 3],
  ] as const) {
    rig.tellPreparing(preparing);
    await pass(rig, 0);
    expect(rig.makings).toBe(makings);
  }
  rig.desk.close();
});

test('another calendar is gone by as soon as it is told', async () => {
  const rig = deskOn([unit('a', 'A')]);
  rig.desk.start();
  await pass(rig, 1_000);
  rig.calendar = PlantCalendar.parse({ default: shifts('Of an installer') });
  rig.desk.again();
  await pass(rig, 0);
  expect(rig.desk.figures()[0]?.periods.map(({ name }) => name)).toEqual(['Of an installer']);
  rig.desk.close();
});
