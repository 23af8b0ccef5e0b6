import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Locator, type Page } from 'playwright';
import { afterEach, describe, expect, test } from 'vitest';
import { connectPlant } from '../../src/main/plant/connection';
import { postgresPrograms } from '../integration/main/plant/real-postgres';
import { startTlsPostgres } from '../integration/main/provisioning/connection-test/tls-postgres';
import { launchApp, type RunningApp, screenshot } from '../support/app';
import { run } from '../support/child-output';
import { type EmbeddedTestPlant, startEmbeddedTestPlant } from '../support/embedded-plant';
import { Touch } from '../support/touch';

/** A unit that is new to the plant is found by a sweep within a minute: who waits for one takes the time of the long run. */
const IS_LONG = process.env.TAKTLINE_LONG !== undefined;
if (!IS_LONG)
  console.log('Skipped: by keyboard, and tables made by others (minutes each; npm run test:long has them).');

/** Setting a plant up in the app, as an installer does: in the real window, on real databases. */

const SIZES = [
  [1024, 600],
  [1280, 800],
] as const;
const PASSWORD = 'Seekuh-4711-x';
const WRONG = 'Falsch-0815-x';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function newDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'taktline-setup-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  return folder;
}

/** A data folder whose plant does not answer: the app starts without the demo. */
function folderOfAPlantThatIsAway(): string {
  const folder = newDataFolder();
  const plant = { host: '127.0.0.1', port: 9, database: 'plant', user: 'reader', tls: { mode: 'disable' } };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ plant: { ...plant, passwordPlace: 'none' } }));
  return folder;
}

async function start(folder: string): Promise<RunningApp> {
  const running = await launchApp(folder);
  closing.push(() => running.close());
  running.page.setDefaultTimeout(60_000);
  return running;
}

async function newPlant(): Promise<EmbeddedTestPlant> {
  const plant = await startEmbeddedTestPlant();
  closing.push(() => plant.stop());
  // Making roles is an administrator's right, which the owner of the tables has not by itself.
  const administrator = await connectPlant(plant.address('postgres'), { applicationName: 'setup test' });
  await administrator.query('ALTER ROLE taktline CREATEROLE');
  await administrator.end();
  return plant;
}

const at = (page: Page, testId: string) => page.locator(`[data-testid="${testId}"]`);
const stageShown = (page: Page, stage: string) =>
  page.locator(`[data-testid="setup"][data-stage="${stage}"]`).waitFor();

/** Pictures for people, in the sizes of a panel and of a desk; nothing that is pressed may be too small for a glove. */
async function look(page: Page, name: string): Promise<void> {
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    await screenshot(page, `setup-${name}-${width}x${height}`);
    expect(await page.evaluate(smallTargets), `${name} on ${width}×${height}`).toEqual([]);
  }
}

function smallTargets(): readonly string[] {
  const targets = [...document.querySelectorAll<HTMLElement>('.setup button, .setup input, .setup summary')];
  return targets
    .filter((target) => !target.classList.contains('setup-hidden'))
    .map((target) => ({ target, box: target.getBoundingClientRect() }))
    .filter(({ box }) => box.width < 47.5 || box.height < 47.5)
    .map(({ target, box }) => `${target.dataset.testid ?? target.textContent}: ${box.width}×${box.height}`);
}

/** The next save dialog answers with this path, as a person would have chosen it. */
function answerSaveDialog(running: RunningApp, path: string): Promise<void> {
  return running.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, path);
}

/** Goes to a control with the Tab key alone; the focus must be visible there. */
async function tabTo(page: Page, testId: string): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      const outline = element === null ? '' : getComputedStyle(element).outlineStyle;
      return { testId: element?.dataset.testid, outline };
    });
    if (focused.testId === testId) {
      expect(focused.outline).not.toBe('none');
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`the Tab key does not lead to ${testId}`);
}

async function pressByKeyboard(page: Page, testId: string): Promise<void> {
  await page.locator(`[data-testid="${testId}"]:enabled`).waitFor();
  await tabTo(page, testId);
  await page.keyboard.press('Enter');
}

/** From the first page to the choice, with what the tests' plant asks for. */
async function toChoosing(page: Page, plant: EmbeddedTestPlant): Promise<void> {
  await at(page, 'set-up').click();
  await at(page, 'field-host').fill('127.0.0.1');
  await at(page, 'field-port').fill(String(plant.address().port));
  await at(page, 'field-database').fill('postgres');
  await at(page, 'field-user').fill('taktline');
  await at(page, 'connect-test').click();
  await at(page, 'test-go-on').click();
}

test.runIf(IS_LONG)(
  'from the demo, by keyboard alone: the whole path, and the app shows the plant at once and at its next start',
  async () => {
    const plant = await newPlant();
    const { port, database } = plant.address();
    const folder = newDataFolder();
    const running = await start(folder);
    const { page } = running;
    await page.locator('.top-source', { hasText: 'demo plant' }).waitFor();
    await screenshot(page, 'setup-entry-in-the-demo');

    await pressByKeyboard(page, 'set-up');
    await stageShown(page, 'connect');
    await look(page, 'connect-empty');
    // Enter without a host says what is missing instead of going on.
    await tabTo(page, 'field-host');
    await page.keyboard.press('Enter');
    await page.locator('[role="alert"]', { hasText: 'name or address of the database server' }).waitFor();
    await look(page, 'connect-wrong');
    await page.keyboard.insertText(`postgresql://taktline@127.0.0.1:${port}/${database}?sslmode=disable`);
    expect(await at(page, 'field-port').inputValue()).toBe(String(port));
    await page.keyboard.press('Enter');
    await stageShown(page, 'test');
    await page.locator('[data-testid="test-go-on"]:enabled').waitFor();
    await look(page, 'test');

    // The way on has the focus as soon as it is open.
    await expect
      .poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset.testid))
      .toBe('test-go-on');
    await page.keyboard.press('Enter');
    await stageShown(page, 'choose');
    await page.keyboard.press('Escape');
    await stageShown(page, 'test');
    await pressByKeyboard(page, 'test-go-on');
    await pressByKeyboard(page, 'choose-wake-ups');
    expect(await at(page, 'choose-wake-ups').textContent()).toContain('PREPARE TRANSACTION');
    await tabTo(page, 'field-reader');
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('hall_3_reader');
    await look(page, 'choose');
    await pressByKeyboard(page, 'choose-plan');
    await stageShown(page, 'plan');
    await at(page, 'provision-steps').waitFor();
    expect(await at(page, 'step-wake-ups').textContent()).toContain('Side effect');
    await at(page, 'step-metric').locator('summary').focus();
    await page.keyboard.press('Enter');
    await at(page, 'step-metric').locator('pre', { hasText: 'CREATE TABLE' }).waitFor();
    await look(page, 'plan');

    await pressByKeyboard(page, 'plan-go-on');
    await stageShown(page, 'apply');
    // What changes the plant waits for a person who goes there: an Enter too many does nothing.
    await page.keyboard.press('Enter');
    await at(page, 'apply-confirm').waitFor();
    await look(page, 'apply-confirm');
    await pressByKeyboard(page, 'apply-now');
    await at(page, 'apply-verify').waitFor();
    await look(page, 'applied');
    await pressByKeyboard(page, 'apply-verify');
    await page.locator('[data-testid="drifts"][data-count="0"]').waitFor({ state: 'attached' });
    await look(page, 'verify');

    await pressByKeyboard(page, 'verify-go-on');
    await stageShown(page, 'hand-over');
    await tabTo(page, 'field-name');
    await page.keyboard.insertText('Bottling, hall 3');
    await pressByKeyboard(page, 'make-up-password');
    await pressByKeyboard(page, 'place-file');
    await look(page, 'hand-over');
    // The page is loaded again for the plant's own gateway: what is looked at then is the new one.
    await page.evaluate(() => Reflect.set(window, 'isOldPage', true));
    await pressByKeyboard(page, 'finish');
    await page.waitForFunction(() => !('isOldPage' in window));
    await at(page, 'hand-over-text').waitFor();
    await look(page, 'handed-over');
    const summary = join(folder, 'hand-over.md');
    await answerSaveDialog(running, summary);
    await pressByKeyboard(page, 'save-hand-over');
    await page.locator('[data-testid="setup-said"]', { hasText: summary }).waitFor();
    expect(readFileSync(summary, 'utf8')).toContain('Daily login: hall_3_reader, which only reads; set up as taktline');

    await pressByKeyboard(page, 'setup-done');
    await expectLive(page, plant, 'press-1');
    await running.close();
    const again = await start(folder);
    await expectLive(again.page, plant, 'press-2');
    await screenshot(again.page, 'setup-next-start');
  },
  300_000,
);

/** A sample that is written to the plant now is on the screen as a unit of its own. */
async function expectLive(page: Page, plant: EmbeddedTestPlant, workUnitId: string): Promise<void> {
  const writer = await connectPlant(plant.address('line_writer'), { applicationName: 'setup test' });
  await writer.query(`INSERT INTO metric VALUES (now(), $1, 'force', 4711)`, [workUnitId]);
  await writer.end();
  await page.locator(`[data-testid="unit-tile"][data-work-unit-id="${workUnitId}"]`).waitFor({ timeout: 90_000 });
  await page.locator('.top-source', { hasText: 'Bottling, hall 3' }).waitFor();
}

test('by touch alone: a wrong port, applying stopped in the middle, and gone on with', async () => {
  const plant = await newPlant();
  const { port } = plant.address();
  const { page } = await start(folderOfAPlantThatIsAway());
  const touch = await Touch.on(page);
  const tap = (target: Locator) => touch.tap(target);
  const press = async (testId: string) => {
    await tap(page.locator(`[data-testid="${testId}"]:enabled`));
  };
  const typeByTouch = async (field: string, text: string) => {
    await tap(at(page, field));
    while ((await at(page, field).inputValue()) !== '') await tap(at(page, 'key-Delete'));
    for (const character of text) await tap(page.locator(`[data-testid="key-${character}"]`));
    expect(await at(page, field).inputValue()).toBe(text);
  };
  await page.setViewportSize({ width: 1024, height: 600 });
  await press('set-up');
  await stageShown(page, 'connect');
  await typeByTouch('field-database', 'postgres');
  await look(page, 'connect-by-touch');
  await page.setViewportSize({ width: 1024, height: 600 });
  await typeByTouch('field-user', 'taktline');
  await tap(at(page, 'key-Done'));
  await press('connect-test');
  await page.locator('[data-testid="test-tcp"][data-verdict="failed"]', { hasText: 'port 9' }).waitFor();
  await page.locator('[data-testid="test-stages"][data-verdict="failed"]').waitFor();
  expect(await at(page, 'test-go-on').isDisabled()).toBe(true);
  await look(page, 'wrong-port');
  await page.setViewportSize({ width: 1024, height: 600 });
  await press('test-back');
  await typeByTouch('field-port', String(port));
  await tap(at(page, 'key-Done'));
  await press('connect-test');
  await press('test-go-on');
  await press('choose-plan');
  await press('plan-go-on');
  await press('apply-now');
  await press('apply-pause');
  await page.locator('[data-testid="apply-progress"][data-phase="paused"]').waitFor();
  await look(page, 'paused');
  await page.setViewportSize({ width: 1024, height: 600 });
  await press('apply-resume');
  await page.locator('[data-testid="apply-progress"]:not([data-done="0"])').waitFor();
  await press('apply-cancel');
  await page.locator('[data-testid="applied"][data-outcome="cancelled"]').waitFor();
  expect(await page.locator('.setup-lead').textContent()).toContain('What was done stays');
  await look(page, 'cancelled');
  await page.setViewportSize({ width: 1024, height: 600 });

  // Leaving and coming back is no loss either.
  await press('setup-leave');
  await press('set-up');
  await press('stage-apply');
  await press('apply-now');
  await page.locator('[data-testid="applied"][data-outcome="done"]').waitFor();
  await press('apply-verify');
  await page.locator('[data-testid="drifts"][data-count="0"]').waitFor({ state: 'attached' });
}, 240_000);

test.runIf(IS_LONG)(
  'tables made by others, read only: found, chosen with their time zone, and shown',
  async () => {
    const plant = await newPlant();
    const owner = await connectPlant(plant.address(), { applicationName: 'setup test' });
    closing.push(() => owner.end());
    await owner.query(
      'CREATE TABLE "Metric" ("id" bigserial PRIMARY KEY, "recordedAt" timestamp, "workUnitId" text, "metricName" text, "value" numeric)',
    );
    const insert = (unit: string, ageS: number) =>
      owner.query(
        `INSERT INTO "Metric" ("recordedAt", "workUnitId", "metricName", "value")
       SELECT (now() AT TIME ZONE 'UTC') - interval '1 second' * ($2::int + s), $1, 'force', s FROM generate_series(0, 59) s`,
        [unit, ageS],
      );
    await insert('press-7', 0);
    await owner.query('CREATE INDEX ON "Metric" ("workUnitId", "metricName", "recordedAt")');
    await owner.query('ANALYZE "Metric"');
    const folder = folderOfAPlantThatIsAway();
    const running = await start(folder);
    const { page } = running;
    await toChoosing(page, plant);
    await at(page, 'source-metric-public.Metric').waitFor();
    await look(page, 'choose-tables');
    await at(page, 'source-metric-public.Metric').click();
    // Nobody but a person knows which zone it is: without it there is no plan.
    expect(await at(page, 'choose-plan').isDisabled()).toBe(true);
    await page
      .locator('[data-testid="setup-said"]', { hasText: 'In which time zone is recordedAt written?' })
      .waitFor();
    await at(page, 'field-zone-metric').fill('Berlin');
    await page.locator('[role="alert"]', { hasText: '“Berlin” is no time zone' }).waitFor();
    await at(page, 'zone-metric-UTC').click();
    expect(await at(page, 'mode-metric-read-only').getAttribute('aria-pressed')).toBe('true');
    expect(await at(page, 'mode-metric-read-only').textContent()).toContain('its time has no zone');
    await at(page, 'choose-no-reader').click();
    await look(page, 'choose-table-chosen');
    await at(page, 'source-metric-details').scrollIntoViewIfNeeded();
    await look(page, 'choose-table-details');
    await at(page, 'choose-plan').click();
    await stageShown(page, 'plan');
    await page.locator('.setup-body', { hasText: '"Metric" is read as it is' }).waitFor();
    expect(await at(page, 'step-metric').count()).toBe(0);
    await look(page, 'plan-read-only');
    await at(page, 'plan-go-on').click();
    await at(page, 'apply-now').click();
    await at(page, 'apply-verify').click();
    await page.locator('[data-testid="drifts"][data-count="0"]').waitFor({ state: 'attached' });
    await at(page, 'verify-go-on').click();
    await at(page, 'field-name').fill('Bottling, hall 3');
    await at(page, 'finish').click();
    await page.locator('[data-testid="hand-over-text"]', { hasText: 'Metrics are in public."Metric"' }).waitFor();
    await at(page, 'setup-done').click();
    await insert('press-8', 0);
    for (const unit of ['press-7', 'press-8']) {
      await page.locator(`[data-testid="unit-tile"][data-work-unit-id="${unit}"]`).waitFor({ timeout: 90_000 });
    }
    await screenshot(page, 'setup-plant-of-others');
    const { rows } = await owner.query(`SELECT tgname FROM pg_trigger WHERE tgrelid = '"Metric"'::regclass`);
    expect(rows).toEqual([]);
  },
  240_000,
);

/** A historian's tables: samples in a hypertable and, from before it, by epoch; OEE in a plain table with a key of its own, in percent. */
const HISTORIAN = `
  CREATE TABLE "Metric" ("timestamp" timestamptz NOT NULL, "workUnitId" text NOT NULL, "metricName" text NOT NULL, "value" numeric);
  SELECT create_hypertable('"Metric"', by_range('timestamp', INTERVAL '3 days'));
  CREATE TABLE "OldMetric" ("recordedAt" bigint NOT NULL, "workUnitId" text, "metricName" text, "value" real);
  CREATE TABLE "PerformanceMetric" ("id" bigserial PRIMARY KEY, "timestamp" timestamptz NOT NULL, "workUnitId" text NOT NULL,
    "oeeScore" real, "availability" real, "performance" real, "quality" real);
  INSERT INTO "Metric" SELECT now() - interval '1 minute' * n, 'press-7', 'force', n FROM generate_series(1, 120) n;
  INSERT INTO "OldMetric" SELECT extract(epoch FROM now())::bigint * 1000 - n * 60000, 'press-6', 'force', n FROM generate_series(1, 120) n;
  INSERT INTO "PerformanceMetric" ("timestamp", "workUnitId", "oeeScore", "availability", "performance", "quality")
    SELECT now() - interval '1 minute' * n, 'press-7', 70, 90, 80, 97 FROM generate_series(1, 120) n;
  ANALYZE "Metric"; ANALYZE "OldMetric"; ANALYZE "PerformanceMetric"`;

test.runIf(IS_LONG)(
  'tables made by others: aggregates on top of a hypertable, and OEE in percent turned into one',
  async () => {
    const plant = await newPlant();
    const owner = await connectPlant(plant.address(), { applicationName: 'setup test' });
    closing.push(() => owner.end());
    await owner.query(HISTORIAN);
    const { page } = await start(folderOfAPlantThatIsAway());
    // The other theme than that of the tests beside.
    await page.emulateMedia({ colorScheme: 'dark' });
    await toChoosing(page, plant);

    // A time that is a number: a person says what it counts, and it can only be read as it is.
    await at(page, 'source-metric-public.OldMetric').click();
    await at(page, 'unit-metric-s').click();
    expect(await at(page, 'unit-metric-s').getAttribute('aria-pressed')).toBe('true');
    await at(page, 'unit-metric-ms').click();
    expect(await at(page, 'mode-metric-convert').count()).toBe(0);
    await at(page, 'source-metric-details').scrollIntoViewIfNeeded();
    await look(page, 'choose-epoch');

    await at(page, 'source-metric-public.Metric').click();
    expect(await at(page, 'mode-metric-hypertable').getAttribute('aria-pressed')).toBe('true');
    await at(page, 'source-oee-public.PerformanceMetric').click();
    await at(page, 'scale-oee-percent').click();
    // Its key would stop writers, so reading it as it is is proposed; a person may decide otherwise.
    expect(await at(page, 'mode-oee-read-only').getAttribute('aria-pressed')).toBe('true');
    expect(await at(page, 'mode-oee-convert').textContent()).toContain('ON CONFLICT (id)');
    await at(page, 'mode-oee-convert').click();
    await at(page, 'source-oee-details').scrollIntoViewIfNeeded();
    await look(page, 'choose-conversion');

    await at(page, 'choose-plan').click();
    await stageShown(page, 'plan');
    expect(await at(page, 'step-metric').count()).toBe(0);
    await at(page, 'step-performance-metric-conversion').scrollIntoViewIfNeeded();
    await at(page, 'step-performance-metric-conversion').locator('summary').click();
    await look(page, 'plan-conversion');
    await at(page, 'plan-go-on').click();
    await at(page, 'apply-now').click();
    await page.locator('[data-testid="applied"][data-outcome="done"]').waitFor();
    await at(page, 'apply-verify').click();
    await page.locator('[data-testid="drifts"][data-count="0"]').waitFor({ state: 'attached' });
    await at(page, 'verify-go-on').click();
    await at(page, 'field-name').fill('Bottling, hall 3');
    await look(page, 'hand-over-conversion');
    await at(page, 'finish').click();
    await page.locator('[data-testid="hand-over-text"]', { hasText: 'turned into a hypertable' }).waitFor();
    await at(page, 'setup-done').click();
    await page.locator('[data-testid="unit-tile"][data-work-unit-id="press-7"]').waitFor({ timeout: 90_000 });
    await screenshot(page, 'setup-plant-of-a-historian');
    const { rows } = await owner.query(
      'SELECT max(oee_score_max)::float8 AS oee, sum(oee_score_count)::int AS rows FROM oee_1min',
    );
    expect(rows).toEqual([{ oee: expect.closeTo(0.7), rows: 120 }]);
  },
  300_000,
);

const programs = postgresPrograms();
if (programs === undefined)
  process.stdout.write('left out: the wizard with passwords, because no PostgreSQL server is installed here\n');

describe.runIf(programs !== undefined)('a plant that asks for a password', () => {
  test('a wrong one and a missing extension are told with their remedies; the right one is nowhere but in its place', async () => {
    const server = await startTlsPostgres(programs ?? '');
    closing.push(() => server.stop());
    await server.admin.query(`CREATE ROLE installer LOGIN PASSWORD '${PASSWORD}'`);
    await server.admin.query('CREATE DATABASE plant OWNER installer');
    const folder = folderOfAPlantThatIsAway();
    const running = await start(folder);
    const { page } = running;
    const complaints: string[] = [];
    page.on('console', (line) => complaints.push(line.text()));
    await at(page, 'set-up').click();
    await at(page, 'field-host').fill('localhost');
    await at(page, 'field-port').fill(String(server.port));
    await at(page, 'field-user').fill('installer');
    await at(page, 'field-password').fill(WRONG);
    await at(page, 'tls-verify-full').click();
    await at(page, 'field-ca-file').fill(server.authority);
    await look(page, 'connect-filled');
    await at(page, 'connect-test').click();
    await page.locator('[data-testid="test-login"][data-verdict="failed"]', { hasText: 'password' }).waitFor();
    await page.locator('[data-testid="test-stages"][data-verdict="failed"]').waitFor();
    await look(page, 'wrong-password');
    await at(page, 'test-back').click();
    expect(await at(page, 'field-password').inputValue()).toBe('');
    await at(page, 'field-password').fill(PASSWORD);
    await at(page, 'connect-test').click();
    await page.locator('[data-testid="test-login"][data-verdict="passed"]').waitFor();
    await page.locator('[data-testid="test-timescaledb"][data-verdict="failed"]').waitFor();
    await page.locator('[data-testid="test-go-on"]:enabled').waitFor();
    expect(await at(page, 'test-timescaledb').locator('.setup-remedy').textContent()).not.toBe('');
    await look(page, 'missing-extension');
    await at(page, 'test-go-on').click();
    await at(page, 'choose-no-reader').click();
    await at(page, 'choose-plan').click();
    await stageShown(page, 'plan');
    await look(page, 'missing-extension-plan');

    await page.evaluate(() => {
      location.hash = '#/setup/hand-over';
    });
    await at(page, 'place-file').click();
    await at(page, 'finish').click();
    await at(page, 'hand-over-text').waitFor();
    const exported = join(folder, 'exported.json');
    await answerSaveDialog(running, exported);
    await at(page, 'save-settings').click();
    await page.locator('[data-testid="setup-said"]', { hasText: exported }).waitFor();

    const place = join(folder, 'secrets', 'plant-password');
    expect(readFileSync(place, 'utf8')).toBe(PASSWORD);
    const state = await page.evaluate(() => Reflect.get(window, 'taktline').setupState() as unknown);
    const seen = [
      running.output(),
      complaints,
      await page.content(),
      state,
      commandLines(),
      readFileSync(exported, 'utf8'),
    ];
    for (const secret of [PASSWORD, WRONG]) {
      expect(JSON.stringify(seen)).not.toContain(secret);
      const holders = filesUnder(folder).filter((path) => path !== place && readFileSync(path).includes(secret));
      expect(holders).toEqual([]);
    }
  });
});

/** The arguments of every process of this machine, as anybody may read them. */
function commandLines(): readonly string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8')];
      } catch {
        // It has ended since the list was read.
        return [];
      }
    });
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const chromiumPath = process.env.TAKTLINE_CHROMIUM_PATH;
if (chromiumPath === undefined)
  process.stdout.write('left out: that no browser reaches the set-up, because no Chromium is installed\n');

test.runIf(chromiumPath !== undefined)('a browser on the network reaches nothing of it', async () => {
  const appliance = run(process.execPath, ['out/main/headless.js', '--data', folderOfAPlantThatIsAway()]);
  await appliance.said(/#code=\S+\n/);
  const [address = ''] = /http:\S+#code=\S+/.exec(appliance.stdout()) ?? [];
  const browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
  closing.push(() => browser.close());
  const page = await browser.newPage();
  await page.goto(address);
  await page.locator('[data-testid="connecting"]').waitFor();
  await page.evaluate(() => {
    location.hash = '#/setup/connect';
  });
  await page.locator('.top-bar').waitFor();
  expect(await page.evaluate(() => 'taktline' in window)).toBe(false);
  expect(await at(page, 'set-up').count()).toBe(0);
  expect(await at(page, 'setup').count()).toBe(0);
});
