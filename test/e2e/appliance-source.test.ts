import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connectPlant } from '../../src/main/plant/connection';
import { postgresPrograms, startRealPostgres } from '../integration/main/plant/real-postgres';
import { launchApp, screenshot } from '../support/app';
import { startAppliance } from '../support/appliance-process';

const programs = postgresPrograms();
if (programs === undefined)
  process.stdout.write('left out: another appliance in the set-up, because PostgreSQL is not installed\n');

const at = (page: Page, testId: string) => page.locator(`[data-testid="${testId}"]`);

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'taktline-source-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  return folder;
}

/** A plant with one unit whose value a test writes, and an appliance without a window that follows it. */
async function startUpstream() {
  const plant = await startRealPostgres(programs ?? '');
  onTestFinished(() => plant.stop());
  const writer = await connectPlant(plant.address, { applicationName: 'test writer' });
  onTestFinished(() => writer.end());
  await writer.query('create table metric (time timestamptz not null, work_unit_id text, name text, value float8)');
  await writer.query('create index on metric (work_unit_id, name, time desc)');
  const insert = () => writer.query(`insert into metric values (clock_timestamp(), 'press-1', 'force', 471.1)`);
  await insert();
  const folder = newFolder();
  const { host, port, database, user } = plant.address;
  writeFileSync(join(folder, 'plant.url'), `postgresql://${user}@${host}:${port}/${database}?sslmode=disable\n`);
  const data = join(folder, 'data');
  mkdirSync(data);
  const appliance = startAppliance(['--plant-url-file', join(folder, 'plant.url'), '--data', data, '--port', '0']);
  const { host: at } = new URL((/http:\S+/.exec(await appliance.line(/http:\S+#code=/)) as RegExpExecArray)[0]);
  const issue = [join('out/main/viewers.js'), 'issue', 'Laptop', '--data', data];
  const { stdout } = await promisify(execFile)(process.execPath, issue);
  return { plant, insert, url: `http://${at}`, token: stdout.trim() };
}

describe.runIf(programs !== undefined)('another appliance in the plant’s place', () => {
  test('is given in the set-up, tried in sentences, and its values are on the wall; which link breaks is said', {
    timeout: 120_000,
  }, async () => {
    const { plant, insert, url, token } = await startUpstream();
    const folder = newFolder();
    const away = { host: '127.0.0.1', port: 9, database: 'plant', user: 'reader', tls: { mode: 'disable' } };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ plant: { ...away, passwordPlace: 'none' } }));
    const running = await launchApp(folder);
    onTestFinished(() => running.close());
    const { page } = running;
    page.setDefaultTimeout(30_000);
    await at(page, 'set-up').click();
    await at(page, 'connect-appliance').click();
    await at(page, 'field-source-url').fill(url);
    await at(page, 'field-source-token').fill('not-a-token');
    await at(page, 'source-test').click();
    await expect.poll(() => at(page, 'source-stages').innerText()).toContain('✗ It does not take this token');
    await at(page, 'field-source-token').fill(token);
    await page.keyboard.press('Enter');
    await at(page, 'source-use').waitFor();
    expect(await at(page, 'source-stages').innerText()).toMatch(/It takes the token[\s\S]*It shows one work unit/);
    await page.setViewportSize({ width: 1024, height: 600 });
    await screenshot(page, 'setup-another-appliance');
    await at(page, 'source-use').click();
    const tile = at(page, 'unit-tile');
    await tile.waitFor();
    await insert();
    await expect.poll(() => tile.getAttribute('data-freshness'), { timeout: 30_000 }).toBe('live');
    expect(await tile.innerText()).toContain('471');
    const settings = readFileSync(join(folder, 'settings.json'), 'utf8');
    expect(JSON.parse(settings).source).toMatchObject({ kind: 'appliance', url });
    expect(settings).not.toContain(token);

    await plant.kill();
    const banner = at(page, 'link-banner');
    await expect.poll(() => banner.getAttribute('data-broken'), { timeout: 15_000 }).toBe('plant');
    await expect.poll(() => banner.innerText()).toMatch(/OFFLINE[\s\S]*is reached, what it follows is not/);
    await screenshot(page, 'wall-source-plant-away');
  });
});
