import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPlant } from '../../../../src/main/plant/connection';
import { LiveReader } from '../../../../src/main/plant/live-reader';
import { DEMO_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import { writeWorkCalendar } from '../../../../src/main/provisioning/work-calendar';
import { PlantCalendar } from '../../../../src/shared/calendar/calendar-rules';
import type { CatalogueSeries, CatalogueUnit } from '../../../../src/shared/protocol';
import { RESOLUTIONS, type SeriesTable } from '../../../../src/shared/series';
import { startTestPlant, type TestPlant } from '../../../support/embedded-plant';
import { provisionTestSchema } from '../../../support/schema';
import { type HistoryParts, prepareAll, runSql, startHistory } from '../history/history-fixture';

let plant: TestPlant;
let parts: HistoryParts;
const never = new AbortController().signal;

beforeAll(async () => {
  // A policy that refreshes at the same time as we do takes ranges off our hands, and is not done when we are.
  plant = await startTestPlant({ runJobs: false });
  await provisionTestSchema(plant.address(), DEMO_SCHEMA_SETTINGS);
  await runSql(
    plant.address(),
    `insert into metric select t, 'mill', 'm' || n, n from generate_series(now() - interval '3 days', now(), '1 minute') t, generate_series(1, 5) n`,
    `insert into metric select t, 'mill', 'doubled', 1 from generate_series(now() - interval '1 hour', now(), '5 seconds') t, generate_series(1, 3)`,
    `insert into metric select t, 'silent', 'old', 1 from generate_series(now() - interval '6 days', now() - interval '5 days', '20 minutes') t`,
    `insert into metric values (now(), 'lonely', 'once', 1), (now(), 'retired', 'x', 1)`,
    `insert into metric select t, 'Ünit "7"', 'a''b', 1 from generate_series(now() - interval '10 minutes', now(), '1 second') t`,
    `insert into performance_metric select t, 'mill', 0.5, null, 0.7, 'NaN' from generate_series(now() - interval '1 day', now(), '10 seconds') t`,
    `insert into work_unit values ('mill', 'Mill 1', 'machining', null, false), ('retired', null, null, null, true), ('new', 'Not yet', 'machining', null, false)`,
    `insert into metric_definition values ('mill', 'm1', 'Spindle', '°C', 250, 1, 90, null)`,
  );
  await prepareAll(plant.address());
  parts = await startHistory(plant.address('taktline_reader'));
}, 60_000);

afterAll(async () => {
  parts?.close();
  await plant?.stop();
});

function unit(workUnitId: string): CatalogueUnit {
  const found = parts.catalogue.units().find((entry) => entry.workUnitId === workUnitId);
  if (found === undefined) throw new Error(`no unit ${workUnitId}`);
  return found;
}

function series(workUnitId: string, name: string): CatalogueSeries {
  const found = unit(workUnitId).series.find((entry) => entry.name === name);
  if (found === undefined) throw new Error(`no series ${name} of ${workUnitId}`);
  return found;
}

test('finds every series with the reader role, silent ones and units without samples included, hidden ones not', () => {
  expect(parts.troubles).toEqual([]);
  expect(parts.catalogue.units().map(({ workUnitId }) => workUnitId)).toEqual([
    'mill',
    'new',
    'lonely',
    'silent',
    'Ünit "7"',
  ]);
  expect(unit('mill')).toMatchObject({ displayName: 'Mill 1', line: 'machining' });
  expect(unit('mill').series.map(({ name }) => name)).toEqual([
    'doubled',
    'm1',
    'm2',
    'm3',
    'm4',
    'm5',
    'availability',
    'oee_score',
    'performance',
    'quality',
  ]);
  expect(unit('new').series).toEqual([]);
});

test('knows first and last sample, and the cadence: declared, measured, or not at all', () => {
  expect(series('mill', 'm1')).toMatchObject({
    displayName: 'Spindle',
    unit: '°C',
    cadenceMs: 250,
    lowLimit: 1,
    highLimit: 90,
    target: null,
  });
  expect(series('mill', 'm2').cadenceMs).toBe(60_000);
  expect(series('mill', 'quality').cadenceMs).toBe(10_000);
  expect(series('mill', 'doubled').cadenceMs).toBe(5_000);
  expect(series('Ünit "7"', "a'b").cadenceMs).toBe(1_000);
  expect(series('silent', 'old').cadenceMs).toBe(1_200_000);
  expect(series('lonely', 'once').cadenceMs).toBeNull();
  const { firstMs, lastMs } = series('silent', 'old');
  expect(lastMs - firstMs).toBeCloseTo(86_400_000, -3);
  expect(series('mill', 'm2').lastMs - series('mill', 'm2').firstMs).toBeGreaterThan(3 * 86_400_000 - 60_001);
});

test('knows how long each level is kept, with the reader role', () => {
  const days = (forMs: number | undefined) => (forMs ?? Number.NaN) / 86_400_000;
  const keptFor = (table: SeriesTable) =>
    RESOLUTIONS.map((level) => parts.catalogue.keptFor(table, level)).map((kept) => kept && days(kept.forMs));
  expect(keptFor('metric')).toEqual([8, 730.5, 730.5, undefined, undefined]);
  expect(keptFor('oee')).toEqual([8, 730.5, 730.5, undefined, undefined]);
});

test("the plant's own calendar is read with the reader role, changed, spoiled by hand, and taken away", async () => {
  const calendar = (end: string) =>
    PlantCalendar.parse({
      default: { timeZone: 'Europe/Berlin', shifts: [{ name: 'Day', start: '06:00', end }] },
      lines: { machining: { timeZone: 'UTC', shifts: [{ name: 'Night', start: '22:00', end: '06:00' }] } },
    });
  const write = async (each: PlantCalendar) => {
    const client = await connectPlant(plant.address(), { applicationName: 'taktline test' });
    const change = await writeWorkCalendar(client, each).finally(() => client.end());
    await parts.catalogue.refresh();
    return change;
  };
  expect(parts.catalogue.calendar()).toBeUndefined();
  expect(await write(calendar('14:00'))).toEqual({ written: ['', 'machining'], removed: [] });
  const first = parts.catalogue.calendar();
  expect(first).toEqual(calendar('14:00'));
  expect(await write(calendar('14:00'))).toEqual({ written: [], removed: [] });
  expect(parts.catalogue.calendar()).toBe(first);
  expect(await write(calendar('15:00'))).toEqual({ written: [''], removed: [] });
  expect(parts.catalogue.calendar()).toEqual(calendar('15:00'));
  await runSql(
    plant.address(),
    `update taktline.work_calendar set document = '{"timeZone":"UTC"}' where line = 'machining'`,
  );
  await parts.catalogue.refresh();
  expect(parts.catalogue.calendar()).toEqual(calendar('15:00'));
  expect(parts.troubles.splice(0).map(({ message }) => message)).toEqual([
    expect.stringMatching(/the row of line "machining" has a wrong value at shifts: /),
  ]);
  expect(await write({ lines: {} })).toEqual({ written: [], removed: ['', 'machining'] });
  expect(parts.catalogue.calendar()).toBeUndefined();
  expect(parts.catalogue.calendarFault()).toBeUndefined();
});

test('a sweep takes the same few statements whatever the number of series; its time is printed', async () => {
  parts.statements.splice(0);
  const startedMs = performance.now();
  await parts.reader.sweep({ whole: true, nowMs: Date.now(), known: new Map() }, never);
  const wholeMs = performance.now() - startedMs;
  const whole = parts.statements.splice(0);
  await parts.catalogue.refresh();
  const quick = parts.statements.splice(0);
  console.log(
    `whole sweep ${wholeMs.toFixed(1)} ms: ${whole.map(({ name, ms }) => `${name} ${ms.toFixed(1)}`).join(', ')}`,
  );
  console.log(`quick sweep: ${quick.map(({ name, ms }) => `${name} ${ms.toFixed(1)}`).join(', ')}`);
  // What is there and where each level is stored, what is being made, units, metrics, retention, calendar; three a table.
  expect(quick.length).toBeLessThanOrEqual(13);
  // And the slow series' cadence.
  expect(whole.length).toBeLessThanOrEqual(14);
});

test('a new unit appears with the next sweep, and is told; later samples alone are not', async () => {
  const told: number[] = [];
  const stop = parts.catalogue.onChange((units) => told.push(units.length));
  await runSql(plant.address(), `insert into metric values (now(), 'mill', 'm1', 4)`);
  await parts.catalogue.refresh();
  expect(told).toEqual([]);
  await runSql(
    plant.address(),
    `insert into metric values (now(), 'brand-new', 'm1', 4), ('2099-01-01', 'mill', 'm3', 4)`,
  );
  await parts.catalogue.refresh();
  stop();
  expect(told).toEqual([6]);
  expect(series('brand-new', 'm1').lastMs).toBeLessThan(Date.now() + 1_000);
  // A row stamped far ahead is no last sample.
  expect(series('mill', 'm3').lastMs).toBeLessThan(Date.now() + 1_000);
  expect(series('silent', 'old').cadenceMs).toBe(1_200_000);
});

test('a sweep that fails keeps what was known, and is reported', async () => {
  const before = parts.catalogue.units();
  await runSql(
    plant.address(),
    'alter table metric rename to metric_elsewhere',
    'alter table performance_metric rename column quality to quality_elsewhere',
    'revoke select on performance_metric from taktline_reader',
    // A role's own schema comes before public in the path, and ours is named like its owner.
    'create view public.metric as select 1 as nothing',
    'grant select on public.metric to taktline_reader',
  );
  try {
    await parts.catalogue.refresh();
    expect(parts.troubles).toHaveLength(1);
    expect(parts.catalogue.units()).toEqual(before);
  } finally {
    await runSql(
      plant.address(),
      'drop view public.metric',
      'alter table metric_elsewhere rename to metric',
      'alter table performance_metric rename column quality_elsewhere to quality',
      'grant select on performance_metric to taktline_reader',
    );
    parts.troubles.splice(0);
  }
  await parts.catalogue.refresh();
  expect(parts.troubles).toEqual([]);
});

test('live reads bring all rows of their windows in both tables, in one statement a table', async () => {
  const nowMs = Date.now();
  const reader = new LiveReader(
    parts.lookup,
    () => parts.catalogue.units(),
    () => nowMs,
  );
  parts.statements.splice(0);
  const units = await reader.readSamples(['mill', 'Ünit "7"', 'nobody'], nowMs - 60_000, nowMs + 5_000, never);
  expect(
    parts.statements
      .splice(0)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['live-metric', 'live-oee']);
  const rows = new Map(
    units.flatMap(({ workUnitId, series: found }) => found.map((entry) => [`${workUnitId} ${entry.name}`, entry])),
  );
  expect(rows.get(`Ünit "7" a'b`)?.timesMs.length).toBeGreaterThan(0);
  expect(rows.get('mill quality')?.values.every(Number.isNaN)).toBe(true);
  expect(rows.get('mill availability')?.values.every(Number.isNaN)).toBe(true);
  // Three rows of one time are three samples.
  const doubled = rows.get('mill doubled');
  expect(new Set(doubled?.timesMs).size * 3).toBe(doubled?.timesMs.length);
});

test('overlapping windows of a unit give no row twice', async () => {
  const nowMs = Date.now();
  const reader = new LiveReader(
    parts.lookup,
    () => parts.catalogue.units(),
    () => nowMs,
  );
  const window = { workUnitId: 'Ünit "7"', table: 'metric', fromMs: nowMs - 3_600_000, toMs: nowMs } as const;
  const [once] = await reader.readSince([window], never);
  const [twice] = await reader.readSince([window, { ...window, fromMs: nowMs - 1_800_000 }], never);
  expect(twice).toEqual(once);
});

test('the latest row of each series is found however long it has been silent, and is none from the future', async () => {
  const nowMs = Date.now();
  const reader = new LiveReader(
    parts.lookup,
    () => parts.catalogue.units(),
    () => nowMs,
  );
  parts.statements.splice(0);
  const asked = ['mill', 'silent', 'nobody'].map((workUnitId) => ({ workUnitId, series: [] }));
  const units = await reader.readLatest(asked, never);
  const statements = parts.statements.splice(0);
  console.log(`latest of 7 series: ${statements.map(({ name, ms }) => `${name} ${ms.toFixed(1)} ms`).join(', ')}`);
  expect(statements).toHaveLength(2);
  const latest = new Map(
    units.flatMap(({ workUnitId, series: found }) =>
      found.map((entry) => [`${workUnitId} ${entry.name}`, entry.timesMs[0]]),
    ),
  );
  expect([...latest.keys()].sort()).toEqual(
    [
      'mill availability',
      'mill doubled',
      'mill m1',
      'mill m2',
      'mill m3',
      'mill m4',
      'mill m5',
      'mill oee_score',
      'mill performance',
      'mill quality',
      'silent old',
    ].sort(),
  );
  expect(latest.get('mill m3')).toBeLessThan(nowMs + 5_000);
  expect(latest.get('silent old')).toBeCloseTo(series('silent', 'old').lastMs, 0);
});

test('a series that the catalogue has not seen yet is asked for where the caller knows of it', async () => {
  const reader = new LiveReader(parts.lookup, () => [], Date.now);
  const inHand = (table: 'metric' | 'oee', name: string, newestMs: number) => ({ table, name, newestMs });
  const units = await reader.readLatest(
    [
      {
        workUnitId: 'mill',
        series: [
          inHand('metric', 'm1', Date.now()),
          inHand('metric', 'no such name', Date.now()),
          inHand('metric', 'm2', Number.NEGATIVE_INFINITY),
          inHand('oee', 'quality', Date.now()),
          inHand('oee', 'oee_score', Date.now()),
        ],
      },
    ],
    never,
  );
  expect(units.flatMap(({ series: found }) => found.map(({ name }) => name)).sort()).toEqual(
    ['availability', 'm1', 'oee_score', 'performance', 'quality'].sort(),
  );
});

test('wake-up channels are the database’s own', async () => {
  const reader = new LiveReader(parts.lookup, () => parts.catalogue.units(), Date.now);
  expect(parts.catalogue.abilities()?.wakeUpChannel).toBe(true);
  const channels = await reader.readWakeUpChannels(['mill', 'Ünit "7"'], never);
  expect(channels.get('mill')).toBe('metric_updates_mill');
  expect(channels.get('Ünit "7"')).toMatch(/^metric_updates_h[0-9a-f]{40}$/);
});
