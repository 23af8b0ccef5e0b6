import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LoadReport } from '../../src/shared/load-test';
import { launchApp, type RunningApp, screenshot } from '../support/app';

/** "What can this PC serve?", in the app's own window, with few screens. */

const at = (page: Page, testId: string) => page.locator(`[data-testid="${testId}"]`);

let folder: string;
let running: RunningApp;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'taktline-load-test-'));
  // A plant that does not answer: nothing here needs one.
  const plant = { host: '127.0.0.1', port: 9, database: 'plant', user: 'reader', tls: { mode: 'disable' } };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ plant: { ...plant, passwordPlace: 'none' } }));
  running = await launchApp(folder);
  running.page.setDefaultTimeout(60_000);
});

afterAll(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

test('by keyboard: begun, cancelled, made to its end; the answer is a sentence and stays', {
  timeout: 120_000,
}, async () => {
  const { page } = running;
  await page.evaluate(() => {
    location.hash = '#/diagnostics';
  });
  await at(page, 'load-test-50').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => at(page, 'load-test-50').getAttribute('aria-pressed')).toBe('true');
  await at(page, 'load-test-start').focus();
  await page.keyboard.press('Enter');
  await at(page, 'load-test-running').waitFor();
  await screenshot(page, 'load-test-running');
  await at(page, 'load-test-cancel').focus();
  await page.keyboard.press('Enter');
  await at(page, 'load-test-start').waitFor();
  expect(await at(page, 'load-test-result').count()).toBe(0);

  await at(page, 'load-test-start').click();
  await at(page, 'load-test-result').waitFor();
  const answer = await at(page, 'load-test-result').innerText();
  expect(answer).toMatch(/^This PC (serves|does not serve) .*screens at 10 updates a second/);
  const kept = LoadReport.parse(JSON.parse(readFileSync(join(folder, 'load-test.json'), 'utf8')));
  expect(kept.steps[0]).toMatchObject({ screens: 50, connected: 50, lost: 0, doubled: 0 });

  await page.reload();
  await at(page, 'load-test-result').scrollIntoViewIfNeeded();
  expect(await at(page, 'load-test-result').innerText()).toBe(answer);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const [width, height] of [
      [1024, 600],
      [1920, 1080],
    ] as const) {
      await page.setViewportSize({ width, height });
      await at(page, 'load-test').scrollIntoViewIfNeeded();
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      await screenshot(page, `load-test-${colorScheme}-${width}x${height}`);
    }
  }
  // What was shown last is the window's ground until the page of its next start has painted.
  await expect.poll(() => readFileSync(join(folder, 'window-ground'), 'utf8')).toBe('#14191c\n');
});
