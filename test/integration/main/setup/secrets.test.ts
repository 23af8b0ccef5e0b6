import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { passwordFileOf } from '../../../../src/main/config/file-password-store';
import { sealedPasswordFileOf } from '../../../../src/main/config/sealed-password-store';
import type { SetupTarget } from '../../../../src/shared/setup';
import { temporaryFolder } from '../../../support/temporary-folder';
import { postgresPrograms } from '../plant/real-postgres';
import { startTlsPostgres, type TlsPostgres } from '../provisioning/connection-test/tls-postgres';
import { done, refused, type SessionRig, startRig } from './session-rig';

const programs = postgresPrograms();
if (programs === undefined)
  process.stdout.write('left out: where passwords go, because no PostgreSQL server is installed here\n');

const PASSWORD = 'Seekuh-4711-%&"';
const WRONG = 'Falsch-0815-%&"';

/** A plant that asks for a password: wherever it may not be it is looked for. */
describe.runIf(programs !== undefined)('the password of a set-up', () => {
  let server: TlsPostgres;
  beforeAll(async () => {
    server = await startTlsPostgres(programs ?? '');
    await server.admin.query(`CREATE ROLE installer LOGIN PASSWORD '${PASSWORD}'`);
    await server.admin.query('CREATE DATABASE plant OWNER installer');
  });
  afterAll(() => server?.stop());

  const target = (): SetupTarget => ({
    ...{ host: 'localhost', port: server.port, database: 'plant', user: 'installer' },
    tlsMode: 'verify-full',
    caFile: server.authority,
  });

  async function withPassword(folder: string, password: string, withKeyring = false): Promise<SessionRig> {
    const rig = await startRig(folder, { withKeyring });
    await done(rig.session.setupTarget(target()));
    await done(rig.session.setupPassword({ of: 'login', password }));
    return rig;
  }

  const stage = async (rig: SessionRig, name: string) =>
    (await rig.session.setupState()).test?.stages.find((each) => each.stage === name);

  test('a wrong one is told by the stage, the right one goes on from there; TimescaleDB is said to be missing', async () => {
    const rig = await withPassword(temporaryFolder(), WRONG);
    await done(rig.session.setupTest());
    expect(await stage(rig, 'login')).toMatchObject({ verdict: 'failed', what: expect.stringContaining('wrong') });
    expect(await refused(rig.session.setupPlan())).toMatchObject({ code: 'connection' });
    await done(rig.session.setupPassword({ of: 'login', password: PASSWORD }));
    await done(rig.session.setupTest());
    expect(await stage(rig, 'login')).toMatchObject({ verdict: 'passed' });
    expect(await stage(rig, 'timescaledb')).toMatchObject({ verdict: 'failed', remedy: expect.any(String) });
    await done(rig.session.setupPlan());
    const { plan } = await rig.session.setupState();
    // Without its files nobody can make it; with them it is the plan's first step, which the server still refuses.
    const planned = [...(plan?.problems ?? []), ...(plan?.steps ?? []).map(({ sql }) => sql)].join();
    expect(planned).toMatch(/This server has no TimescaleDB|CREATE EXTENSION/);
  });

  test('is in nothing that leaves the session, and in no file but its own', async () => {
    const folder = temporaryFolder();
    const rig = await withPassword(folder, WRONG);
    const said: unknown[] = [];
    const note = async (outcome: Promise<unknown>) => said.push(await outcome);
    await note(rig.session.setupTest());
    await note(rig.session.setupPlan());
    await note(rig.session.setupFinish({ name: WRONG.slice(0, 3), passwordPlace: 'file', daily: 'own' }));
    await note(rig.session.setupPassword({ of: 'login', password: PASSWORD }));
    await note(rig.session.setupTest());
    await note(rig.session.setupPlan());
    await note(rig.session.setupApply({ planId: 'plan-2' }));
    await note(rig.session.setupVerify());
    await note(rig.session.setupFinish({ name: 'Plant', passwordPlace: 'file', daily: 'own' }));
    for (const what of ['hand-over', 'settings', 'dba-script', 'removal'] as const)
      await note(rig.session.setupSave(what));
    await note(rig.session.setupState());

    const { handOver } = await rig.session.setupState();
    expect(handOver).toContain(`kept in the file ${passwordFileOf(folder)}`);
    expect(rig.saved.map(({ name }) => name)).toContain('taktline-settings.json');
    const everything = JSON.stringify([said, rig.told, rig.logLines, rig.saved]);
    const files = filesUnder(folder).filter((path) => path !== passwordFileOf(folder));
    expect(files.length).toBeGreaterThan(0);
    for (const secret of [PASSWORD, WRONG]) {
      for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
        expect(everything.includes(form)).toBe(false);
        for (const path of files) expect(readFileSync(path).includes(form), path).toBe(false);
      }
    }
    expect(readFileSync(passwordFileOf(folder), 'utf8')).toBe(PASSWORD);
    if (process.platform !== 'win32') expect(statSync(passwordFileOf(folder)).mode & 0o777).toBe(0o600);
  });

  test('is forgotten as soon as another login or another server is named', async () => {
    const rig = await withPassword(temporaryFolder(), PASSWORD);
    await done(rig.session.setupTarget({ ...target(), user: 'another' }));
    expect((await rig.session.setupState()).hasPassword).toBe(false);
    await done(rig.session.setupTarget(target()));
    expect((await rig.session.setupState()).hasPassword).toBe(false);
  });

  test('is kept in one place: choosing another one empties the first', async () => {
    const folder = temporaryFolder();
    const rig = await withPassword(folder, PASSWORD, true);
    await done(rig.session.setupFinish({ name: '', passwordPlace: 'keyring', daily: 'own' }));
    expect(existsSync(sealedPasswordFileOf(folder))).toBe(true);
    expect(existsSync(passwordFileOf(folder))).toBe(false);
    await done(rig.session.setupFinish({ name: '', passwordPlace: 'file', daily: 'own' }));
    expect(existsSync(sealedPasswordFileOf(folder))).toBe(false);
    await done(rig.session.setupFinish({ name: '', passwordPlace: 'ask', daily: 'own' }));
    expect(existsSync(passwordFileOf(folder))).toBe(false);
    expect((await rig.session.setupState()).handOver).toContain('kept nowhere');
  });

  test('that is kept serves the next set-up of the same login', async () => {
    const folder = temporaryFolder();
    await done(
      (await withPassword(folder, PASSWORD)).session.setupFinish({ name: '', passwordPlace: 'file', daily: 'own' }),
    );
    const next = await startRig(folder);
    await done(next.session.setupTest());
    expect(await stage(next, 'login')).toMatchObject({ verdict: 'passed' });
  });

  test('at the start a wrong one is refused, and the right one shows the plant', async () => {
    const folder = temporaryFolder();
    const rig = await withPassword(folder, PASSWORD);
    await done(rig.session.setupFinish({ name: 'Plant', passwordPlace: 'ask', daily: 'own' }));
    const given: string[] = [];
    const { shown } = rig;
    if (shown.kind !== 'configured') throw new Error('not configured');
    const next = await startRig(folder, { shown: { ...shown, givePassword: (password) => given.push(password) } });
    expect((await next.session.setupState()).shown.asksPasswordOf).toBe('installer');
    expect(await refused(next.session.setupPassword({ of: 'start', password: WRONG }))).toMatchObject({
      code: 'connection',
      message: expect.stringContaining('installer'),
    });
    expect(given).toEqual([]);
    await done(next.session.setupPassword({ of: 'start', password: PASSWORD }));
    expect(given).toEqual([PASSWORD]);
    expect((await next.session.setupState()).shown.asksPasswordOf).toBeUndefined();
  });
});

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
