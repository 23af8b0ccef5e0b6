import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { screenshot } from '../support/app';

const chromiumPath = process.env.TAKTLINE_CHROMIUM_PATH;
if (chromiumPath === undefined) process.stdout.write('left out: the browser tests, because no Chromium is installed\n');

/** `npm run serve` without a window, seen from a browser. */
describe.runIf(chromiumPath !== undefined)('the appliance without a window, in a browser', () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'taktline-serve-'));
  let appliance: ChildProcess;
  let browser: Browser;
  const addresses: string[] = [];
  let onAddress = () => {};

  const nextAddress = async (): Promise<string> => {
    const known = addresses.length;
    const arrived = new Promise<void>((resolve) => {
      onAddress = resolve;
    });
    appliance.stdin?.write('\n');
    if (addresses.length === known) await arrived;
    return addresses.at(-1) as string;
  };

  beforeAll(async () => {
    appliance = spawn(process.execPath, ['out/main/headless.js', '--data', dataFolder], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const first = new Promise<void>((resolve) => {
      onAddress = resolve;
    });
    createInterface({ input: appliance.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const address = /http:\/\/\S+/.exec(line)?.[0];
      if (address === undefined) return;
      addresses.push(address);
      onAddress();
    });
    await first;
    browser = await chromium.launch({
      executablePath: chromiumPath as string,
      args: ['--no-sandbox', '--disable-background-networking'],
    });
  });

  afterAll(async () => {
    await browser?.close();
    const ended = new Promise((resolve) => appliance.once('exit', resolve));
    appliance.kill('SIGTERM');
    await ended;
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  test('the printed address shows the same wall, and its code leaves address bar and history', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(await nextAddress());
    await page.locator('[data-testid="unit-tile"][data-freshness="live"]').nth(2).waitFor({ timeout: 60_000 });
    expect(page.url()).not.toContain('code');
    expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2);
    await screenshot(page, 'browser-wall');
    await page.reload();
    await page.locator('[data-testid="unit-tile"][data-freshness="live"]').first().waitFor({ timeout: 20_000 });
    await page.close();
  });

  test('an address works once: the second browser is told so in words', async () => {
    const address = await nextAddress();
    const first = await browser.newPage();
    await first.goto(address);
    await first.locator('[data-testid="wall"]').waitFor();
    const stranger = await (await browser.newContext()).newPage();
    await stranger.goto(address);
    await expect.poll(() => stranger.locator('body').innerText()).toMatch(/already used/);
    expect(await stranger.locator('[data-testid="unit-tile"]').count()).toBe(0);
    await stranger.close();
    await first.close();
  });

  test('the pages come with a strict policy and other hosts are refused', async () => {
    const origin = new URL(addresses[0] as string).origin;
    const answer = await fetch(`${origin}/`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });
});
