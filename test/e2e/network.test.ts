import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchApp, type RunningApp, screenshot } from '../support/app';
import { freePort } from '../support/free-port';

const chromiumPath = process.env.TAKTLINE_CHROMIUM_PATH;
const hasCertutil = spawnSync('certutil', ['--help']).error === undefined;
const ADDRESS = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;
const missing = [
  ...(chromiumPath === undefined ? ['Chromium'] : []),
  ...(hasCertutil ? [] : ['certutil (libnss3-tools)']),
  ...(ADDRESS === undefined ? ['an address on a network'] : []),
];
if (missing.length > 0)
  process.stdout.write(`left out: pairing over https, because there is no ${missing.join(', no ')}\n`);

/** The page asks the appliance once a second: expect.poll by itself waits no longer. */
const BY_ASKING = { timeout: 10_000 };

const at = (page: Page, testId: string) => page.locator(`[data-testid="${testId}"]`);

/** From "this computer alone" to a paired screen and back, as an installer and an operator see it. */
describe.runIf(missing.length === 0)('a screen of the network', () => {
  const folder = mkdtempSync(join(tmpdir(), 'taktline-network-'));
  const home = join(folder, 'home');
  let running: RunningApp;
  let kiosk: BrowserContext;
  let port: number;

  beforeAll(async () => {
    const data = join(folder, 'data');
    mkdirSync(data);
    // A plant that does not answer: nothing here needs one.
    const plant = { host: '127.0.0.1', port: 9, database: 'plant', user: 'reader', tls: { mode: 'disable' } };
    writeFileSync(join(data, 'settings.json'), JSON.stringify({ plant: { ...plant, passwordPlace: 'none' } }));
    port = await freePort();
    running = await launchApp(data);
    running.page.setDefaultTimeout(30_000);
  });

  afterAll(async () => {
    await kiosk?.close();
    await running?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  /** A browser with a list of trusted authorities of its own, kept over its restarts. */
  const openKiosk = () =>
    chromium.launchPersistentContext(join(folder, 'kiosk'), {
      executablePath: chromiumPath as string,
      args: ['--no-sandbox', '--disable-background-networking'],
      env: { ...(process.env as Record<string, string>), HOME: home },
      viewport: { width: 1024, height: 600 },
    });

  async function look(page: Page, name: string, sizes: readonly (readonly [number, number])[]): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const [width, height] of sizes) {
        await page.setViewportSize({ width, height });
        await screenshot(page, `network-${name}-${colorScheme}-${width}x${height}`);
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }

  const SIZES = [
    [1280, 800],
    [1024, 600],
  ] as const;

  test('the installer opens the network, and the page shows addresses, fingerprint and what may be done', async () => {
    const { page } = running;
    await at(page, 'network-open').click();
    await look(page, 'closed', SIZES);
    await at(page, 'listen-lan').click();
    await at(page, 'tls-files').click();
    await at(page, 'network-apply').click();
    await expect.poll(() => page.locator('.setup-field[data-wrong="true"]').count()).toBe(2);
    await at(page, 'network-certificate-file').fill('/nowhere/line.pem');
    await at(page, 'network-key-file').fill('/nowhere/line.key');
    await at(page, 'network-port').fill(String(port));
    await at(page, 'network-apply').click();
    await expect.poll(() => at(page, 'network-failure').innerText()).toMatch(/line\.pem cannot be read/);
    await at(page, 'tls-own').click();
    await at(page, 'network-apply').click();
    await at(page, 'network-fingerprint').waitFor();
    expect(await at(page, 'network-address').first().innerText()).toMatch(new RegExp(`^https://[\\d.]+:${port}/$`));
    const settings = JSON.parse(readFileSync(join(running.dataFolder, 'settings.json'), 'utf8'));
    expect(settings.gateway).toEqual({ listen: 'lan', port, tls: { certificate: 'own' } });
    expect(settings.plant).toBeDefined();
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.network button, .network input')]
        .map((each) => ({ text: each.innerText, ...each.getBoundingClientRect().toJSON() }))
        .filter(({ width, height }) => Math.min(width, height) < 47.5),
    );
    expect(small).toEqual([]);
  });

  test('a browser is led to the root, trusts it, is paired by eight digits, and stays paired over its restart', async () => {
    const { page } = running;
    mkdirSync(join(home, '.pki', 'nssdb'), { recursive: true });
    const store = `sql:${join(home, '.pki', 'nssdb')}`;
    execFileSync('certutil', ['-N', '--empty-password', '-d', store]);
    kiosk = await openKiosk();
    const screen = kiosk.pages()[0] as Page;
    const address = `${ADDRESS}:${port}`;
    await screen.goto(`http://${address}/`);
    await look(screen, 'trust', [[1024, 600]]);
    await expect(screen.goto(`https://${address}/`)).rejects.toThrow(/ERR_CERT_AUTHORITY_INVALID/);
    const root = await (await fetch(`http://${address}/taktline-root.crt`)).text();
    const rootFile = join(folder, 'root.crt');
    writeFileSync(rootFile, root);
    execFileSync('certutil', ['-d', store, '-A', '-t', 'C,,', '-n', 'Taktline', '-i', rootFile]);
    await kiosk.close();

    kiosk = await openKiosk();
    const trusted = kiosk.pages()[0] as Page;
    trusted.setDefaultTimeout(30_000);
    await trusted.goto(`https://${address}/`);
    await at(trusted, 'pairing').waitFor();
    await at(page, 'network-pair-name').fill('Line 3, north');
    await at(page, 'network-pair').click();
    const code = (await at(page, 'network-code').innerText()).replace(/\D/g, '');
    await look(page, 'pairing', SIZES);
    for (const digit of '00000000') await at(trusted, `pairing-${digit}`).click();
    await at(trusted, 'pairing-OK').click();
    await expect.poll(() => at(trusted, 'pairing').innerText()).toMatch(/mistyped/);
    for (const digit of code) await at(trusted, `pairing-${digit}`).click();
    await look(trusted, 'pad', [[1024, 600]]);
    await at(trusted, 'pairing-OK').click();
    await at(trusted, 'connecting').waitFor();
    expect(await trusted.evaluate(() => isSecureContext)).toBe(true);
    await expect.poll(() => at(page, 'network-key').innerText(), BY_ASKING).toMatch(/Line 3, north[\s\S]*in now/);
    expect(await at(page, 'network-code').count()).toBe(0);
    await kiosk.close();

    kiosk = await openKiosk();
    const nextDay = kiosk.pages()[0] as Page;
    await nextDay.goto(`https://${address}/`);
    await at(nextDay, 'connecting').waitFor();
    await look(page, 'served', SIZES);
  });

  test('a revoked screen is out at once and asks to be paired', async () => {
    const { page } = running;
    const screen = kiosk.pages()[0] as Page;
    await at(page, 'network-revoke').click();
    await at(page, 'network-revoke-yes').click();
    await at(screen, 'pairing').waitFor({ timeout: 10_000 });
    expect(await at(screen, 'pairing').innerText()).toContain('not valid any more');
    await expect.poll(() => at(page, 'network-key').count(), BY_ASKING).toBe(0);
  });

  test('a key for a program is shown once; closing the network ends it for all but this computer', async () => {
    const { page } = running;
    await at(page, 'network-issue-open').click();
    await at(page, 'network-issue-name').fill('Laptop of shift C');
    await at(page, 'network-issue').click();
    expect(await at(page, 'network-token').locator('code').innerText()).toMatch(/^[\w-]{43}$/);
    await at(page, 'network-token-done').click();
    await at(page, 'listen-loopback').click();
    await at(page, 'network-apply').click();
    await expect.poll(() => at(page, 'network-fingerprint').count()).toBe(0);
    await expect(fetch(`http://${ADDRESS}:${port}/`)).rejects.toThrow();
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  });
});
