import { afterAll, beforeAll, expect, test } from 'vitest';
import { FigureBook } from '../../../../src/main/figures/figure-book';
import type { FigureUnit } from '../../../../src/main/figures/figure-unit';
import { connectPlant, type PlantAddress } from '../../../../src/main/plant/connection';
import { refreshRange } from '../../../../src/main/provisioning/refresh-range';
import { DEMO_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import { LineCalendar } from '../../../../src/shared/calendar/calendar-rules';
import { ShiftCalendar } from '../../../../src/shared/calendar/shift-calendar';
import { OEE_SCORES } from '../../../../src/shared/series';
import type { ShiftFigures } from '../../../../src/shared/shift-figures';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../src/shared/time';
import { ZoneClock } from '../../../../src/shared/zone-clock';
import { startTestPlant, type TestPlant } from '../../../support/embedded-plant';
import { provisionTestSchema } from '../../../support/schema';
import { type HistoryParts, prepareAll, readRows, runSql, startHistory } from '../history/history-fixture';

/** Figures of shifts against the raw rows of a plant: a night of nine hours with stops, and the last hour. */
let plant: TestPlant;
let owner: PlantAddress;
let parts: HistoryParts;

const ZONE = 'Europe/Berlin';
const SHIFTS = new ShiftCalendar(
  LineCalendar.parse({
    timeZone: ZONE,
    dayStart: '06:03',
    shifts: [
      { name: 'Day', start: '06:03', end: '22:02' },
      { name: 'Night', start: '22:02', end: '06:03' },
    ],
    dailyStops: [
      { name: 'Break', start: '23:50', end: '00:11' },
      { name: 'In the hour that comes twice', start: '02:15', end: '02:45' },
    ],
  }),
);
const UNITS: readonly FigureUnit[] = [
  { workUnitId: 'press', line: 'A', scores: OEE_SCORES },
  { workUnitId: 'mill', line: 'A', scores: OEE_SCORES },
  { workUnitId: 'oven', line: null, scores: OEE_SCORES },
];
const never = new AbortController().signal;
const iso = (timeMs: number) => `'${new Date(timeMs).toISOString()}'::timestamptz`;

/** The last time at which the clocks were set back. */
function setBackMs(): number {
  const clock = new ZoneClock(ZONE);
  let timeMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - DAY_MS;
  while (clock.offsetMs(timeMs - HOUR_MS) <= clock.offsetMs(timeMs)) timeMs -= HOUR_MS;
  return timeMs;
}

const CHANGE_MS = setBackMs();

beforeAll(async () => {
  plant = await startTestPlant({ runJobs: false });
  owner = plant.address();
  await provisionTestSchema(owner, DEMO_SCHEMA_SETTINGS);
  const rows = (unit: string, fromMs: number, toMs: number) =>
    `insert into performance_metric
     select t, '${unit}', case when extract(minute from t) = 7 then 'NaN' else random() end, random(),
       random() * 1.2, case when extract(minute from t) = 8 then null else random() end
     from generate_series(${iso(fromMs)}, ${iso(toMs)}, '10 seconds') t`;
  await runSql(
    owner,
    rows('press', CHANGE_MS - 8 * HOUR_MS, CHANGE_MS + 10 * HOUR_MS),
    rows('mill', CHANGE_MS - 8 * HOUR_MS, CHANGE_MS + 10 * HOUR_MS),
    rows('oven', Date.now() - 2 * HOUR_MS, Date.now()),
  );
  await prepareAll(owner);
  parts = await startHistory(plant.address('taktline_reader'));
  expect(parts.troubles).toEqual([]);
});

afterAll(async () => {
  parts?.close();
  await plant?.stop();
});

async function figuresAt(nowMs: number, units: readonly FigureUnit[]): Promise<ReadonlyMap<string, ShiftFigures>> {
  const told = new Map<string, ShiftFigures>();
  const book = new FigureBook({
    history: { answer: (request, signal) => parts.service.answer(request, signal), isRefused: () => false },
    ...{ units: () => units, calendarOf: (line: string | null) => (line === null ? undefined : SHIFTS) },
    ...{ nowMs: () => nowMs, onChange: (figures: ShiftFigures) => told.set(figures.of, figures) },
  });
  expect(await book.make(never)).toBe(true);
  return told;
}

/** Every figure of a message equals what the raw rows of its period and outside its stops add up to. */
async function expectRaw(figures: ShiftFigures | undefined, untilMs = Number.POSITIVE_INFINITY): Promise<void> {
  for (const { workUnitId, period, scores } of figures?.units ?? []) {
    const { fromMs = 0, toMs = 0, excluded = [] } = figures?.periods[period] ?? {};
    for (const { name, average, count, badCount } of scores) {
      const good = `${name} is not null and ${name} <> 'NaN' and abs(${name}) < 1e150`;
      const outside = excluded.map((stop) => `not (time >= ${iso(stop.fromMs)} and time < ${iso(stop.toMs)})`);
      const [row] = await readRows(
        owner,
        `select count(*) filter (where ${good}), sum(${name}) filter (where ${good}), count(*) filter (where not (${good}) or ${name} is null)
         from performance_metric where work_unit_id = $1 and time >= ${iso(fromMs)}
         and time < ${iso(Math.min(toMs, untilMs))} ${outside.map((each) => `and ${each}`).join(' ')}`,
        [workUnitId],
      );
      const [rawCount, rawSum, rawBad] = (row ?? []).map(Number);
      expect([workUnitId, name, count, badCount]).toEqual([workUnitId, name, rawCount, rawBad]);
      expect(Math.abs((average ?? 0) * count - (rawSum ?? 0))).toBeLessThanOrEqual(1e-12 * (rawSum ?? 0));
      expect(count).toBeGreaterThan(100);
    }
  }
}

test('a night of nine hours: sums and numbers equal the raw rows, stops left out, in two statements a level at most for all units', async () => {
  parts.reads.splice(0);
  const told = await figuresAt(CHANGE_MS + 8 * HOUR_MS + 90_000, UNITS.slice(0, 2));
  const last = told.get('last');
  const [night] = last?.periods ?? [];
  expect(night?.name).toBe('Night');
  expect((night?.toMs ?? 0) - (night?.fromMs ?? 0)).toBe(9 * HOUR_MS + MINUTE_MS);
  expect(night?.excluded.map(({ fromMs, toMs }) => (toMs - fromMs) / MINUTE_MS)).toEqual([21, 30]);
  expect(last?.units.map(({ workUnitId, levels }) => [workUnitId, levels])).toEqual([
    ['press', ['5min', '1min']],
    ['mill', ['5min', '1min']],
  ]);
  await expectRaw(last);
  // One for what is asked for first, and one for all that comes beside it.
  for (const level of ['oee 5min', 'oee 1min']) {
    const reads = parts.reads.filter(({ what }) => what === level).length;
    expect(reads).toBeGreaterThanOrEqual(1);
    expect(reads).toBeLessThanOrEqual(2);
  }
});

test('the shift that is on is added up to the open bucket', async () => {
  const nowMs = CHANGE_MS + 8 * HOUR_MS;
  const told = await figuresAt(nowMs, UNITS.slice(0, 2));
  expect(told.get('current')?.periods).toMatchObject([{ name: 'Day', kind: 'shift', excluded: [] }]);
  await expectRaw(told.get('current'), nowMs);
});

test('without a calendar the last hour, from its whole minute on, equals the raw rows', async () => {
  const told = await figuresAt(Date.now(), UNITS.slice(2));
  expect(told.get('current')?.periods).toMatchObject([{ kind: 'recent', timeZone: null }]);
  expect(told.get('current')?.units[0]?.levels).toEqual(['1min']);
  expect(told.get('last')?.units).toEqual([]);
  await expectRaw(told.get('current'));
});

test('rows that came late and rows that were deleted are told as the figure before and now, each equal to the raw rows of its time', async () => {
  const told = new Map<string, ShiftFigures>();
  let nowMs = CHANGE_MS + 8 * HOUR_MS;
  const book = new FigureBook({
    history: { answer: (request, signal) => parts.service.answer(request, signal), isRefused: () => false },
    ...{ units: () => UNITS.slice(0, 2), calendarOf: () => SHIFTS, nowMs: () => nowMs },
    onChange: (figures) => told.set(figures.of, figures),
  });
  const score = () => told.get('last')?.units[0]?.scores[0];
  await book.make(never);
  const before = score();
  const fromMs = CHANGE_MS - HOUR_MS;
  const range = { fromMs, toMs: CHANGE_MS + HOUR_MS };
  await runSql(
    owner,
    `delete from performance_metric where work_unit_id = 'press' and time >= ${iso(fromMs)} and time < ${iso(fromMs + 10 * MINUTE_MS)}`,
    `insert into performance_metric values (${iso(CHANGE_MS + 1)}, 'press', 0.9, 0.9, 0.9, 0.9)`,
  );
  const client = await connectPlant(owner, { applicationName: 'figures test' });
  await refreshRange(client, { table: 'oee', ...range, nowMs: Date.now() }).finally(() => client.end());
  nowMs += 15_000;
  await book.make(never);
  const now = score();
  const [press, mill] = told.get('last')?.units ?? [];
  expect(press?.revision?.scores[0]).toEqual({
    name: before?.name,
    before: { average: expect.closeTo(before?.average ?? 0, 12), count: before?.count },
    now: { average: expect.closeTo(now?.average ?? 0, 12), count: now?.count },
  });
  expect(now?.count).not.toBe(before?.count);
  expect(press?.revision).toMatchObject({ revisedMs: nowMs, untilMs: told.get('last')?.periods[0]?.toMs });
  expect(mill?.revision).toBeUndefined();
  await expectRaw(told.get('last'));
});
