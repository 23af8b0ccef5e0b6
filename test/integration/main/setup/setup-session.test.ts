import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { passwordFileOf } from '../../../../src/main/config/file-password-store';
import { readOwnSettings } from '../../../../src/main/config/settings-file';
import { createLog } from '../../../../src/main/diagnostics/log';
import { connectPlant } from '../../../../src/main/plant/connection';
import { readWorkCalendar } from '../../../../src/main/provisioning/work-calendar';
import { PlanSession } from '../../../../src/main/setup/plan-session';
import { PlantCalendar } from '../../../../src/shared/calendar/calendar-rules';
import { PieceRules } from '../../../../src/shared/piece-rules';
import { DEFAULT_PLANT_TABLES } from '../../../../src/shared/plant-tables';
import type { SourceFacts } from '../../../../src/shared/protocol';
import { startTestPlant, type TestPlant } from '../../../support/embedded-plant';
import { temporaryFolder } from '../../../support/temporary-folder';
import { done, refused, type SessionRig, startRig, targetOf } from './session-rig';

/** The wizard's side in the main process, on a plant with TimescaleDB. The tests follow one another. */

let plant: TestPlant;
beforeAll(async () => {
  plant = await startTestPlant();
});
afterAll(() => plant?.stop());

/** Steps take their time on a busy machine; looking often catches applying in its middle. */
const PATIENT = { timeout: 30_000, interval: 10 };

const OURS = { tables: {}, adoption: {} };

const state = (rig: SessionRig) => rig.session.setupState();
const planId = async (rig: SessionRig) => (await state(rig)).plan?.planId ?? '';

async function connected(): Promise<{ readonly rig: SessionRig; readonly folder: string }> {
  const folder = temporaryFolder();
  const rig = await startRig(folder);
  await done(rig.session.setupTarget(targetOf(plant.address())));
  return { rig, folder };
}

async function tablesIn(schema: string): Promise<number> {
  const client = await connectPlant(plant.address('postgres'), { applicationName: 'setup test' });
  const { rows } = await client.query('SELECT count(*) AS count FROM pg_tables WHERE schemaname = $1', [schema]);
  await client.end();
  return rows[0]?.count;
}

test('nothing is done before a plant is named, and each refusal says what to do', async () => {
  const rig = await startRig(temporaryFolder());
  for (const outcome of [rig.session.setupTest(), rig.session.setupPlan()]) {
    const failure = await refused(outcome);
    expect(failure).toMatchObject({ code: expect.stringMatching(/not-yet|busy/) });
  }
  expect(await refused(rig.session.setupApply({ planId: 'plan-1' }))).toMatchObject({ code: 'stale-plan' });
  expect(await refused(rig.session.setupSave('hand-over'))).toMatchObject({ code: 'not-yet' });
});

test('the test reports stage by stage while it runs, and says that the plant is reached', async () => {
  const { rig } = await connected();
  await done(rig.session.setupTest());
  const { test: result, work } = await state(rig);
  expect(work).toEqual({ kind: 'idle' });
  expect(result).toMatchObject({ isConnected: true, verdict: expect.any(String) });
  expect(result?.stages).toHaveLength(result?.stageCount ?? 0);
  expect(rig.told.some(({ work: { kind } }) => kind === 'testing')).toBe(true);
});

test('a wrong port is told as a failed stage with its remedy', async () => {
  const { rig } = await connected();
  await done(rig.session.setupTarget({ ...targetOf(plant.address()), host: '127.0.0.1', port: 9 }));
  await done(rig.session.setupTest());
  const { test: result } = await state(rig);
  expect(result).toMatchObject({ isConnected: false, verdict: 'failed' });
  expect(result?.stages.find(({ stage }) => stage === 'tcp')).toMatchObject({
    verdict: 'failed',
    remedy: expect.any(String),
  });
  expect(await refused(rig.session.setupPlan())).toMatchObject({ code: 'connection', retryable: true });
});

test('a plan changes nothing; applying it needs its own name, is paused, stopped in the middle, and gone on with', async () => {
  const { rig, folder } = await connected();
  await done(rig.session.setupPlan());
  const planned = (await state(rig)).plan;
  expect(planned?.steps.length).toBeGreaterThan(20);
  expect(planned?.steps.every(({ sql, reason, locks }) => sql !== '' && reason !== '' && locks !== '')).toBe(true);
  expect(await tablesIn('taktline')).toBe(0);
  expect(await refused(rig.session.setupApply({ planId: 'plan-0' }))).toMatchObject({ code: 'stale-plan' });

  const applying = rig.session.setupApply({ planId: await planId(rig) });
  await done(rig.session.setupSteer('pause'));
  await expect.poll(async () => (await state(rig)).work, PATIENT).toMatchObject({ kind: 'applying', phase: 'paused' });
  expect(await refused(rig.session.setupPlan())).toMatchObject({ code: 'busy' });
  await done(rig.session.setupSteer('resume'));
  await expect.poll(async () => doneSteps(rig), PATIENT).toBeGreaterThanOrEqual(3);
  await done(rig.session.setupSteer('cancel'));
  await done(applying);
  const stopped = (await state(rig)).applied;
  expect(stopped).toMatchObject({ outcome: 'cancelled', sentence: expect.stringContaining('What was done stays') });
  expect(stopped?.done).toBeGreaterThanOrEqual(3);
  expect(stopped?.done).toBeLessThan(stopped?.count ?? 0);

  // Coming back later, with a new program: the database itself tells what is left.
  const again = await startRig(folder);
  await done(again.session.setupTarget(targetOf(plant.address())));
  await done(again.session.setupPlan());
  expect((await state(again)).plan?.steps.length).toBe((planned?.steps.length ?? 0) - (stopped?.done ?? 0));
  await done(again.session.setupApply({ planId: await planId(again) }));
  expect((await state(again)).applied).toMatchObject({ outcome: 'done' });
  expect((await state(again)).plan?.steps).toEqual([]);
  await done(again.session.setupVerify());
  expect((await state(again)).drifts).toEqual([]);
});

async function doneSteps(rig: SessionRig): Promise<number> {
  const { work } = await state(rig);
  return work.kind === 'applying' ? work.done : 0;
}

test('wake-ups are planned when they are chosen, and their side effect is named', async () => {
  const { rig } = await connected();
  await done(rig.session.setupChoice({ ...OURS, liveUpdates: 'wake-ups', reader: 'taktline_reader' }));
  await done(rig.session.setupPlan());
  const { plan } = await state(rig);
  expect(plan?.steps.map(({ id }) => id)).toEqual(['wake-ups']);
  expect(plan?.steps[0]?.sideEffect).toContain('two-phase commit');
});

test('what would take everything back is shown and can be saved, and nothing of it is done', async () => {
  const { rig } = await connected();
  await done(rig.session.setupRemoval());
  const { removal } = await state(rig);
  expect(removal?.purpose).toBe('remove');
  expect(removal?.steps.length).toBeGreaterThan(20);
  await done(rig.session.setupSave('removal'));
  expect(rig.saved.at(-1)?.text).toContain('to take back what was made');
  expect(await tablesIn('taktline')).toBeGreaterThan(0);
});

test('a role that may only read gets the script for the DBA, to copy and to save', async () => {
  const folder = temporaryFolder();
  const rig = await startRig(folder);
  await done(rig.session.setupTarget(targetOf(plant.address('line_writer'))));
  await done(rig.session.setupChoice({ ...OURS, liveUpdates: 'wake-ups', reader: 'taktline_reader' }));
  await done(rig.session.setupPlan());
  await done(rig.session.setupCopy('dba-script'));
  await done(rig.session.setupSave('dba-script'));
  expect(rig.saved.map(({ name }) => name)).toEqual(['clipboard', 'taktline-dba.sql']);
  expect(rig.saved[0]?.text).toContain('line_writer');
  const outcome = await rig.session.setupApply({ planId: await planId(rig) });
  expect(outcome.ok ? (await state(rig)).applied?.outcome : outcome.failure.code).toMatch(/for-the-dba|refused/);
});

describe('handing over', () => {
  test('writes the settings, shows the plant, and tells where all is', async () => {
    const { rig, folder } = await connected();
    await done(rig.session.setupPlan());
    await done(rig.session.setupVerify());
    await done(rig.session.setupFinish({ name: 'Bottling', passwordPlace: 'file', daily: 'own' }));
    expect(rig.followed()).toBe(1);
    const { port, database } = plant.address();
    expect((await readOwnSettings(folder)).plant).toMatchObject({
      ...{ name: 'Bottling', host: '127.0.0.1', port, database, user: 'taktline', tls: { mode: 'disable' } },
      // The server asks for none: nothing is kept, whatever was chosen.
      passwordPlace: 'none',
    });
    const { shown, handOver } = await state(rig);
    expect(shown).toEqual({ kind: 'configured', name: 'Bottling' });
    expect(handOver).toContain('# Taktline at Bottling: hand-over');
    expect(handOver).toContain('Verified: all is as wanted.');
  });

  test('to a login that only reads: it gets its password and the app runs as it', async () => {
    const folder = temporaryFolder();
    const rig = await startRig(folder);
    await done(rig.session.setupTarget(targetOf(plant.address())));
    await done(rig.session.setupChoice({ ...OURS, liveUpdates: 'polling', reader: 'hall_3_reader' }));
    await done(rig.session.setupPlan());
    expect((await state(rig)).plan?.steps.map(({ id }) => id)).toContain('reader-role hall_3_reader');
    // Making roles is an administrator's right, which the owner of the tables has not.
    const administrator = await connectPlant(plant.address('postgres'), { applicationName: 'setup test' });
    await administrator.query('ALTER ROLE taktline CREATEROLE');
    await done(rig.session.setupPlan());
    await done(rig.session.setupApply({ planId: await planId(rig) }));
    expect((await state(rig)).applied).toMatchObject({ outcome: 'done' });
    expect((await state(rig)).isReaderNew).toBe(true);
    const request = { name: '', passwordPlace: 'file', daily: 'reader-sets-password' } as const;
    expect(await refused(rig.session.setupFinish(request))).toMatchObject({ code: 'not-yet' });
    await done(rig.session.setupPassword({ of: 'reader', password: 'Moewe-4711' }));
    await done(rig.session.setupFinish(request));
    expect((await readOwnSettings(folder)).plant).toMatchObject({ user: 'hall_3_reader', passwordPlace: 'file' });
    expect(readFileSync(passwordFileOf(folder), 'utf8')).toBe('Moewe-4711');
    const { rows } = await administrator.query("SELECT rolpassword FROM pg_authid WHERE rolname = 'hall_3_reader'");
    expect(rows[0]?.rolpassword).toMatch(/^SCRAM-SHA-256\$/);
    await administrator.end();
    expect((await state(rig)).handOver).toContain('hall_3_reader, which only reads; set up as taktline');
    expect(JSON.stringify([rig.told, rig.logLines, rig.saved])).not.toContain('Moewe-4711');
  });

  test('comes back to the plant that is configured, with its wishes', async () => {
    const { rig, folder } = await connected();
    await done(rig.session.setupChoice({ ...OURS, liveUpdates: 'wake-ups', reader: 'taktline_reader' }));
    await done(rig.session.setupFinish({ name: '', passwordPlace: 'ask', daily: 'own' }));
    const again = await startRig(folder);
    expect(await state(again)).toMatchObject({
      target: targetOf(plant.address()),
      choice: { liveUpdates: 'wake-ups', reader: 'taktline_reader' },
      hasPassword: false,
    });
  });

  test('is refused where the login does not get in, and nothing is written', async () => {
    const { rig, folder } = await connected();
    await done(rig.session.setupTarget({ ...targetOf(plant.address()), port: 9 }));
    expect(await refused(rig.session.setupFinish({ name: 'x', passwordPlace: 'file', daily: 'own' }))).toMatchObject({
      code: 'connection',
    });
    expect(await readOwnSettings(folder)).toEqual({});
    expect(rig.followed()).toBe(0);
  });

  test('leaves a settings file that it cannot decode alone, and says so', async () => {
    const { rig, folder } = await connected();
    writeFileSync(join(folder, 'settings.json'), '{"half');
    expect(await refused(rig.session.setupFinish({ name: 'x', passwordPlace: 'file', daily: 'own' }))).toMatchObject({
      code: 'settings',
      message: expect.stringContaining('settings.json'),
    });
    expect(readFileSync(join(folder, 'settings.json'), 'utf8')).toBe('{"half');
    expect(rig.followed()).toBe(0);
  });
});

test('settings travel as one file to the next appliance, with the authority’s certificate inside and without the password’s place', async () => {
  const { rig, folder } = await connected();
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ gateway: { port: 8123 } }));
  await done(rig.session.setupFinish({ name: 'Bottling', passwordPlace: 'ask', daily: 'own' }));
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, 'certificate of the plant');
  const settings = JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'));
  settings.plant.tls = { mode: 'verify-full', caFile: ca };
  const oee = { ...DEFAULT_PLANT_TABLES.oee, table: 'PerformanceMetric' };
  settings.tables = { oee };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
  await done(rig.session.setupSave('settings'));
  const exported = rig.saved.at(-1)?.text ?? '';
  expect(exported).not.toContain('passwordPlace');

  const nextFolder = temporaryFolder();
  const path = join(nextFolder, 'exported.json');
  writeFileSync(path, exported);
  const next = await startRig(nextFolder);
  next.openNext(path);
  expect(await done(next.session.setupImport('Settings'))).toContain('give the password');
  const { target } = await state(next);
  expect(target).toMatchObject({ database: plant.address().database, tlsMode: 'verify-full' });
  expect(readFileSync(target?.caFile ?? '', 'utf8')).toBe('certificate of the plant');
  expect((await state(next)).choice.tables).toEqual({ oee });
  // The plant, and where its samples are, is configured by handing it over, not by opening a file.
  expect(await readOwnSettings(nextFolder)).toEqual({ gateway: { port: 8123 } });
});

test('a file that is no export is refused with its place', async () => {
  const folder = temporaryFolder();
  const rig = await startRig(folder);
  const path = join(folder, 'other.json');
  writeFileSync(path, '{"taktlineSettings":1,"plant":{"host":"db","password":"hunter2"}}');
  rig.openNext(path);
  const failure = await refused(rig.session.setupImport('Settings'));
  expect(failure.code).toBe('settings');
  expect(failure.message).toContain(path);
  expect(failure.message).not.toContain('hunter2');
});

test('a table that others made is found, read as it is, and kept in the settings that reading goes by', async () => {
  const owner = await connectPlant(plant.address(), { applicationName: 'setup test' });
  await owner.query(
    'CREATE TABLE "Metric" (id bigserial PRIMARY KEY, "timestamp" timestamp, "workUnitId" text, name text, value numeric)',
  );
  await owner.query('GRANT SELECT ON "Metric" TO PUBLIC');
  await owner.end();
  const { rig, folder } = await connected();
  await done(rig.session.setupLook());
  const found = (await state(rig)).candidates?.find(({ relation }) => relation === 'public."Metric"');
  expect(found).toMatchObject({
    family: 'metric',
    modes: [{ mode: 'read-only', adoption: 'read-only', isProposed: true }],
  });
  expect(found?.modes[0]?.consequences.join(' ')).toContain('its time has no zone');
  expect((await state(rig)).candidates?.map(({ relation }) => relation)).not.toContain('public.metric');

  const metric = {
    ...{ schema: 'public', table: 'Metric', workUnitId: 'workUnitId', name: 'name', value: 'value' },
    time: { column: 'timestamp', kind: 'timestamp', zone: 'Europe/Berlin' },
  } as const;
  const choice = { liveUpdates: 'polling', tables: { metric }, adoption: { metric: 'read-only' } } as const;
  await done(rig.session.setupChoice(choice));
  await done(rig.session.setupPlan());
  expect((await state(rig)).plan?.problems).toEqual([]);
  expect((await state(rig)).plan?.notes.join(' ')).toContain('"Metric" is read as it is');
  await done(rig.session.setupVerify());
  await done(rig.session.setupFinish({ name: '', passwordPlace: 'ask', daily: 'own' }));
  expect((await state(rig)).handOver).toContain('Metrics are in public."Metric": read as it is');
  const kept = await readOwnSettings(folder);
  expect(kept.tables).toEqual({ metric });
  expect(kept.plant?.provisioning).toMatchObject({ adoption: { metric: 'read-only' } });
  expect((await state(await startRig(folder))).choice).toMatchObject({
    tables: { metric },
    adoption: { metric: 'read-only' },
  });

  // Another database has tables of its own.
  await done(rig.session.setupTarget({ ...targetOf(plant.address()), database: 'other' }));
  expect(await state(rig)).toMatchObject({ choice: OURS });
  expect((await state(rig)).candidates).toBeUndefined();
});

test('a calendar goes into the plant with the login of the set-up, or into the settings, where all else stays', async () => {
  const { rig, folder } = await connected();
  const calendar = PlantCalendar.parse({
    lines: { 'Line 3': { timeZone: 'Europe/Berlin', shifts: [{ name: 'Day', start: '06:00', end: '14:00' }] } },
  });
  let readAnew = 0;
  let facts: Pick<SourceFacts, 'calendar' | 'calendarFrom'> | undefined;
  const appliance = {
    plant: { kind: 'configured' as const },
    engine: { facts: () => facts as SourceFacts | undefined },
    readPlanAnew: async () => {
      readAnew += 1;
    },
  };
  const plan = new PlanSession({
    ...{ dataFolder: folder, access: rig.session.access, log: createLog(() => {}, Date.now) },
    appliance: async () => appliance,
  });
  await done(rig.session.setupPlan());
  await done(rig.session.setupApply({ planId: await planId(rig) }));
  await expect.poll(async () => (await state(rig)).work.kind, PATIENT).toBe('idle');
  expect(await plan.shiftsPlant()).toMatchObject({ kind: 'writable', name: expect.stringContaining('127.0.0.1') });
  expect(await done(plan.shiftsSave({ calendar, into: 'plant' }))).toContain('half a minute');
  expect(await rig.session.access.withSession(readWorkCalendar)).toEqual({ kind: 'calendar', calendar });
  expect(readAnew).toBe(0);

  writeFileSync(
    join(folder, 'settings.json'),
    JSON.stringify({ history: { memoryMegabytes: 64 }, ofALaterVersion: 1 }),
  );
  facts = { calendar, calendarFrom: 'plant' };
  expect(await done(plan.shiftsSave({ calendar, into: 'settings' }))).toContain('goes before it');
  const written = JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'));
  expect(written).toEqual({ history: { memoryMegabytes: 64 }, ofALaterVersion: 1, calendar });
  expect(readAnew).toBe(1);

  const pieces = PieceRules.parse({ units: { 'press-1': { metric: 'good_count', taktSeconds: 12 } } });
  await done(plan.piecesSave(pieces));
  await done(plan.kioskSave({ enabled: true, views: [{ address: '#/', seconds: 60 }] }));
  expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toEqual({
    ...written,
    ...{ pieces, kiosk: { enabled: true, views: [{ address: '#/', seconds: 60 }] } },
  });
  expect(readAnew).toBe(2);
  await done(plan.piecesSave({ lines: {}, units: {} }));
  expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).not.toHaveProperty('pieces');

  // Without any line there is none, here as there.
  await done(plan.shiftsSave({ calendar: { lines: {} }, into: 'plant' }));
  expect(await rig.session.access.withSession(readWorkCalendar)).toEqual({ kind: 'none' });

  // A file that is broken is left alone, and so is a plant that is away.
  writeFileSync(join(folder, 'settings.json'), '{');
  expect((await refused(plan.shiftsSave({ calendar, into: 'settings' }))).message).toContain('is not valid JSON');
  expect(readFileSync(join(folder, 'settings.json'), 'utf8')).toBe('{');
  // What was last good is shown, and what is wrong with the file.
  writeFileSync(join(folder, 'settings.last-good.json'), JSON.stringify({ pieces, kiosk: { enabled: true } }));
  expect((await plan.shiftsState()).fault).toContain('is not valid JSON');
  expect(await plan.piecesState()).toMatchObject({
    rules: pieces,
    fault: expect.stringContaining('is not valid JSON'),
  });
  expect(await plan.kioskPlan()).toMatchObject({ plan: { enabled: true, views: [] }, fault: expect.anything() });
  await done(rig.session.setupTarget({ ...targetOf(plant.address()), host: '127.0.0.1', port: 9 }));
  expect(await plan.shiftsPlant()).toMatchObject({ kind: 'refused', sentence: expect.stringContaining('9') });
  expect(await refused(plan.shiftsSave({ calendar, into: 'plant' }))).toMatchObject({ code: 'connection' });
});
