import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchApp, type RunningApp, screenshot } from '../support/app';
import { type FakeGateway, startFakeGateway } from '../support/fake-gateway';
import {
  ALL_LOOKS,
  axeFaults,
  keptOf,
  type Look,
  layoutFaults,
  lookName,
  SIX_LOOKS,
  unreachableByKeyboard,
} from '../support/looks';

const chromiumPath = process.env.TAKTLINE_CHROMIUM_PATH;
if (chromiumPath === undefined)
  process.stdout.write('left out: the looks in a browser, because no Chromium is installed\n');
const hasFont = process.env.TAKTLINE_CJK_FONT !== undefined;
if (!hasFont) process.stdout.write('left out: Chinese characters, because no font with them is installed\n');

/** Sizes × brightness × languages: six in `npm test`, all 32 in the long run. */
const LOOKS = process.env.TAKTLINE_LONG === undefined ? SIX_LOOKS : ALL_LOOKS;
const UNITS = 12;

/** A view, how one gets there from the wall, and what is there once it is whole. */
interface Seen {
  readonly name: string;
  readonly open: (page: Page) => Promise<void>;
}

const at = (page: Page, testId: string) => page.locator(`[data-testid="${testId}"]`);
const goTo = (page: Page, hash: string) =>
  page.evaluate((to) => {
    location.hash = to;
  }, hash);

const EVERYWHERE: readonly Seen[] = [
  {
    name: 'wall',
    open: async (page) => {
      await goTo(page, '#/');
      await at(page, 'unit-tile')
        .nth(UNITS - 1)
        .waitFor();
    },
  },
  {
    name: 'unit',
    open: async (page) => {
      await goTo(page, '#/unit/unit-2?range=6h');
      await page.locator('[data-testid="history-chart"][data-resolution]').waitFor();
    },
  },
  {
    name: 'diagnostics',
    open: async (page) => {
      await goTo(page, '#/diagnostics');
      await at(page, 'diagnostics').getByText('1hour-metric').first().waitFor();
    },
  },
  {
    name: 'screen',
    open: async (page) => {
      await at(page, 'screen-open').click();
      await at(page, 'screen-close').waitFor();
    },
  },
];

const OWN_WINDOW: readonly Seen[] = [
  {
    name: 'setup',
    open: async (page) => {
      await goTo(page, '#/setup/connect');
      await at(page, 'setup').waitFor();
    },
  },
  {
    name: 'network',
    open: async (page) => {
      await goTo(page, '#/network');
      await at(page, 'network-apply').waitFor();
    },
  },
];

/** Opens each view, takes its picture, and tells what is wrong with it. */
async function faultsOf(
  page: Page,
  look: Look,
  views: readonly Seen[],
  byKeyboard: boolean,
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const { name, open } of views) {
    await open(page);
    await screenshot(page, `looks-${name}-${lookName(look)}`);
    const found = [
      ...(await page.evaluate(layoutFaults)),
      ...(await axeFaults(page, name === 'wall')),
      ...(byKeyboard ? (await unreachableByKeyboard(page)).map((each) => `not by keyboard: ${each}`) : []),
    ];
    faults.push(...found.map((fault) => `${name}: ${fault}`));
  }
  return faults;
}

/** Draws two Chinese characters and one that no font has: all three differ where the characters are really there. */
function glyphsDiffer(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const drawn = ['停', '机', '\uE6F3'].map((text) => {
      const canvas = document.createElement('canvas');
      canvas.width = 64;
      canvas.height = 64;
      const context = canvas.getContext('2d', { willReadFrequently: true });
      if (context === null) throw new Error('No canvas here.');
      context.font = `48px ${getComputedStyle(document.documentElement).fontFamily}`;
      context.fillText(text, 4, 52);
      return context.getImageData(0, 0, 64, 64).data.join();
    });
    return new Set(drawn).size === drawn.length;
  });
}

describe.runIf(chromiumPath !== undefined)('in Chromium', () => {
  let browser: Browser;
  let gateway: FakeGateway;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
    gateway = await startFakeGateway({ staticFolder: resolve('out/renderer'), units: UNITS });
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });

  test.each(LOOKS.map((look) => [lookName(look), look] as const))(
    'every view fits and can be read and reached: %s',
    async (_name, look) => {
      const { width, height } = look;
      const context = await browser.newContext({ viewport: { width, height } });
      await context.addInitScript((kept) => {
        for (const [key, text] of Object.entries(kept)) localStorage.setItem(key, text);
      }, keptOf(look));
      const page = await context.newPage();
      await page.goto(`${gateway.url}#code=${gateway.newCode()}`);
      expect(await faultsOf(page, look, EVERYWHERE, look === LOOKS[0])).toEqual([]);
      await context.close();
    },
  );

  test.runIf(hasFont)('Chinese characters are drawn, not the box for what is missing', async () => {
    const page = await browser.newPage();
    await page.goto(gateway.url);
    expect(await glyphsDiffer(page)).toBe(true);
    await page.close();
  });
});

describe('in the app’s own window', () => {
  const folder = mkdtempSync(join(tmpdir(), 'taktline-looks-'));
  let running: RunningApp;

  beforeAll(async () => {
    // A plant that does not answer: nothing here needs one.
    const plant = { host: '127.0.0.1', port: 9, database: 'plant', user: 'reader', tls: { mode: 'disable' } };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ plant: { ...plant, passwordPlace: 'none' } }));
    running = await launchApp(folder);
    running.page.setDefaultTimeout(30_000);
  });
  afterAll(async () => {
    await running?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  test.each(LOOKS.map((look) => [lookName(look), look] as const))(
    'set-up and network fit and can be read and reached: %s',
    async (_name, look) => {
      const { page } = running;
      await page.setViewportSize({ width: look.width, height: look.height });
      await page.evaluate((kept) => {
        for (const [key, text] of Object.entries(kept)) localStorage.setItem(key, text);
      }, keptOf(look));
      await page.reload();
      expect(await faultsOf(page, look, OWN_WINDOW, look === LOOKS[0])).toEqual([]);
    },
  );

  test.runIf(hasFont)('Chinese characters are drawn, not the box for what is missing', async () => {
    expect(await glyphsDiffer(running.page)).toBe(true);
  });
});
