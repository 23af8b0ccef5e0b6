import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchApp, type RunningApp, screenshot } from '../support/app';
import { type EmbeddedTestPlant, startEmbeddedTestPlant } from '../support/embedded-plant';
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

const IS_LONG = process.env.TAKTLINE_LONG !== undefined;
/** Sizes × brightness × languages: six in `npm test`, all 32 in the long run. */
const LOOKS = IS_LONG ? ALL_LOOKS : SIX_LOOKS;
if (!IS_LONG)
  process.stdout.write(
    'left out: 26 of 32 looks, five in six of those of compare, events and kiosk, set-up after its first stage, but for long runs\n',
  );
const UNITS = 12;

/** A view, how one gets there from the wall, and what is there once it is whole. */
interface Seen {
  readonly name: string;
  readonly open: (page: Page) => Promise<void>;
  /** What lies over the page is taken away. */
  readonly close?: (page: Page) => Promise<void>;
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
    close: async (page) => {
      await page.keyboard.press('Escape');
      await at(page, 'screen-close').waitFor({ state: 'detached' });
    },
  },
];

const compared = (mode: string, testId: string) => async (page: Page) => {
  await goTo(page, `#/compare?mode=${mode}&range=yesterday&series=oee:oee_score&series=metric:temperature`);
  await page.locator(`[data-testid="${testId}"][data-loading="false"]`).waitFor();
};

/** Each in one of the six looks, in their order: the widest rows of buttons on the narrowest screen with the longest words. */
const ONCE_EVERYWHERE: readonly Seen[] = [
  {
    name: 'compare',
    open: async (page) => {
      await compared('charts', 'compare-charts')(page);
      await page.locator('[data-testid="compare-chart"] canvas').nth(7).waitFor();
    },
  },
  { name: 'compare-heat', open: compared('heat', 'compare-heat') },
  { name: 'compare-report', open: compared('report', 'report') },
  {
    name: 'events',
    open: async (page) => {
      await goTo(page, '#/events');
      await at(page, 'event-row').first().waitFor();
    },
  },
  { name: 'compare-table', open: compared('table', 'compare-table') },
  // The last: what it makes of the page stays.
  {
    name: 'kiosk',
    open: async (page) => {
      await page.goto(`${new URL('/', page.url())}?kiosk&view=%23%2F`);
      await page.locator('html[data-kiosk="true"] [data-testid="unit-tile"]').first().waitFor();
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
  {
    name: 'shifts',
    open: async (page) => {
      await goTo(page, '#/plan/shifts');
      await at(page, 'template-three').click();
      if ((await at(page, 'daily-stop-row').count()) === 0) await at(page, 'daily-stop-add').click();
      // Back to the top, where the picture is.
      await at(page, 'template-three').click();
      await at(page, 'week-shift').first().waitFor();
    },
  },
  {
    name: 'pieces',
    open: async (page) => {
      await goTo(page, '#/plan/pieces');
      await at(page, 'piece-rule').or(at(page, 'rule-add')).first().waitFor();
      if ((await at(page, 'piece-rule').count()) === 0) await at(page, 'rule-add').click();
      await at(page, 'piece-rule').first().waitFor();
    },
  },
  {
    name: 'kiosk-form',
    open: async (page) => {
      await goTo(page, '#/plan/kiosk');
      await at(page, 'kiosk-form').waitFor();
      if ((await at(page, 'kiosk-view').count()) === 0) await at(page, 'view-add').click();
      await at(page, 'kiosk-view').first().waitFor();
    },
  },
];

const stage = (name: string, shows: string): Seen => ({
  name: `setup-${name}`,
  open: async (page) => {
    await goTo(page, `#/setup/${name}`);
    await page.locator(`[data-stage="${name}"] ${shows}`).first().waitFor();
  },
});

/** What comes after the first stage, with a real plant that was planned for: in the long run. */
const PLANNED_IN_OWN_WINDOW: readonly Seen[] = [
  stage('plan', '[data-testid="provision-steps"]'),
  stage('test', '[data-testid="test-stages"][data-verdict]'),
  stage('apply', '[data-testid="apply-now"]:enabled'),
  stage('choose', '[data-testid="choose-plan"]'),
  stage('verify', '[data-testid="drifts"]'),
  stage('hand-over', '[data-testid="field-name"]'),
];

/** Those of `once` that are looked at in a look: its own in the six, all of them in the long run. */
function shareOf(once: readonly Seen[], look: Look): readonly Seen[] {
  return IS_LONG ? once : once.filter((_, index) => LOOKS[index % LOOKS.length] === look);
}

/** Views whose roles, names and contrasts were gone through, with their brightness: they are the same at every size. */
const gone = new Set<string>();

/** Opens each view, takes its picture, and tells what is wrong with it. */
async function faultsOf(
  page: Page,
  look: Look,
  views: readonly Seen[],
  once: readonly Seen[],
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const { name, open, close } of [...views, ...shareOf(once, look)]) {
    await open(page);
    await screenshot(page, `looks-${name}-${lookName(look)}`);
    const isNew = IS_LONG || !gone.has(`${name} ${look.theme}`);
    gone.add(`${name} ${look.theme}`);
    const byKeyboard = look === LOOKS[0] || (!IS_LONG && !views.some((view) => view.name === name));
    const found = [
      ...(await page.evaluate(layoutFaults)),
      ...(isNew ? await axeFaults(page, name === 'wall' || name === 'kiosk') : []),
      ...(byKeyboard ? (await unreachableByKeyboard(page)).map((each) => `not by keyboard: ${each}`) : []),
    ];
    faults.push(...found.map((fault) => `${name}: ${fault}`));
    await close?.(page);
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
      expect(await faultsOf(page, look, EVERYWHERE, ONCE_EVERYWHERE)).toEqual([]);
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
  let newPlant: EmbeddedTestPlant | undefined;

  beforeAll(async () => {
    // The one that is shown does not answer: nothing here needs it.
    const plant = { host: '127.0.0.1', port: 9, database: 'plant', user: 'reader', tls: { mode: 'disable' } };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ plant: { ...plant, passwordPlace: 'none' } }));
    running = await launchApp(folder);
    const { page } = running;
    page.setDefaultTimeout(30_000);
    if (!IS_LONG) return;
    newPlant = await startEmbeddedTestPlant();
    await goTo(page, '#/setup/connect');
    for (const [field, text] of Object.entries({ ...newPlant.address(), database: 'postgres' }))
      if (['host', 'port', 'database', 'user'].includes(field)) await at(page, `field-${field}`).fill(String(text));
    await at(page, 'connect-test').click();
    await at(page, 'test-go-on').click();
    await at(page, 'choose-plan').click();
    await at(page, 'provision-steps').waitFor();
  });
  afterAll(async () => {
    await running?.close();
    await newPlant?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  test.each(LOOKS.map((look) => [lookName(look), look] as const))(
    'set-up, network and shifts fit and can be read and reached: %s',
    async (_name, look) => {
      const { page } = running;
      await page.setViewportSize({ width: look.width, height: look.height });
      await page.evaluate((kept) => {
        for (const [key, text] of Object.entries(kept)) localStorage.setItem(key, text);
      }, keptOf(look));
      await page.reload();
      expect(await faultsOf(page, look, OWN_WINDOW, IS_LONG ? PLANNED_IN_OWN_WINDOW : [])).toEqual([]);
    },
  );

  test.runIf(hasFont)('Chinese characters are drawn, not the box for what is missing', async () => {
    expect(await glyphsDiffer(running.page)).toBe(true);
  });
});
