import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../src/main/plant/connection';
import { applyPlan } from '../../../src/main/provisioning/apply';
import { makePlan } from '../../../src/main/provisioning/plan';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../src/main/provisioning/schema-settings';
import type { SqlClient } from '../../../src/main/provisioning/sql-client';
import { decodeHistoryFrame } from '../../../src/shared/history-frame';
import { startAppliance } from '../../support/appliance-process';
import { startTestPlant, type TestPlant } from '../../support/embedded-plant';
import { temporaryFolder } from '../../support/temporary-folder';
import { openViewer } from '../../support/viewer';

/** Taktline on a plant that a plan has provisioned, run as the reader that the plan has made; and as more than that. */

const READER = `reader_${randomUUID().slice(0, 8)}`;
const SERIES = { table: 'metric', workUnitId: 'press-7', name: 'force' } as const;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SAMPLES = 3 * 1_440;

let plant: TestPlant;
let superuser: PlantConnection;

beforeAll(async () => {
  plant = await startTestPlant({ runJobs: false });
  superuser = await connectPlant(plant.address('postgres'), { applicationName: 'taktline test' });
  const replan = (each: SqlClient) =>
    makePlan(each, DEFAULT_SCHEMA_SETTINGS, { liveUpdates: 'wake-ups', reader: READER });
  await applyPlan(superuser, await replan(superuser), replan);
  await superuser.query(
    `INSERT INTO metric SELECT now() - n * interval '1 minute', 'press-7', 'force', n FROM generate_series(1, ${SAMPLES}) n`,
  );
});

afterAll(async () => {
  await superuser?.query(`DROP OWNED BY ${READER}; DROP ROLE ${READER}`);
  await superuser?.end();
  await plant?.stop();
});

function startAs(user: string) {
  const folder = temporaryFolder();
  const { host, port, database } = plant.address();
  writeFileSync(join(folder, 'plant.url'), `postgresql://${user}@${host}:${port}/${database}\n`);
  return startAppliance(['--plant-url-file', join(folder, 'plant.url'), '--data', join(folder, 'data')]);
}

test('as the reader it shows the catalogue, history at each level, and live values that wake it', async () => {
  const appliance = startAs(READER);
  const viewer = await openViewer(await appliance.line(/#code=/));
  const { plantTimeMs } = await viewer.message('welcome');
  const link = await viewer.link(({ state, feed }) => state === 'online' && feed === 'listen');
  expect(link.surplusRights).toBeUndefined();
  const { units } = await viewer.message('catalogue', (each) => each.units.length > 0);
  expect(units[0]?.series.map((series) => series.name)).toEqual(['force']);
  viewer.say({ type: 'subscribe', workUnitIds: 'all' });
  const asked = [
    { pointBudget: 20_000, spanMs: HOUR_MS / 2, resolution: 'raw' },
    { pointBudget: 100, spanMs: 6 * HOUR_MS, resolution: '5min' },
    { pointBudget: 100, spanMs: 2 * DAY_MS, resolution: '1hour' },
    { pointBudget: 10, spanMs: 30 * DAY_MS, resolution: '1day' },
  ] as const;
  for (const [requestId, { pointBudget, spanMs, resolution }] of asked.entries()) {
    const range = { fromMs: plantTimeMs - spanMs, toMs: plantTimeMs };
    viewer.say({ type: 'history', requestId, series: [SERIES], range, pointBudget });
    const answer = decodeHistoryFrame(await viewer.frame((frame) => decodeHistoryFrame(frame).requestId === requestId));
    expect(answer.resolution).toBe(resolution);
    expect(answer.tiles.length).toBeGreaterThan(0);
  }
  await superuser.query(`INSERT INTO metric VALUES (now(), 'press-7', 'force', 4711)`);
  await viewer.message('update', (each) =>
    each.units.some((unit) => unit.series.some((series) => series.values.includes(4711))),
  );
  viewer.close();
  expect(appliance.lines.join('\n')).not.toMatch(/permission denied|plant-role-may-do-more/);
});

test('as a role that may do more it says so, in the log and to every screen, with the remedy', async () => {
  const appliance = startAs('taktline');
  const logged = await appliance.line(/plant-role-may-do-more/);
  expect(logged).toMatch(/The role taktline may do more than read: it may create schemas/);
  const viewer = await openViewer(await appliance.line(/#code=/));
  const { link } = await viewer.message('welcome');
  expect(link.surplusRights).toMatch(
    /^The role taktline may do more than read: .* Connect as a role that may only read/,
  );
  viewer.close();
});
