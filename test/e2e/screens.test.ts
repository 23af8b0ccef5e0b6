import { resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { screenshot } from '../support/app';
import { type FakeGateway, startFakeGateway } from '../support/fake-gateway';

const chromiumPath = process.env.TAKTLINE_CHROMIUM_PATH;
if (chromiumPath === undefined)
  process.stdout.write('left out: the screens on a fake gateway, because no Chromium is installed\n');

const TILE = '[data-testid="unit-tile"]';

/** The renderer alone, on a gateway that does what a real one does rarely: freeze, fall silent, cut, talk nonsense. */
describe.runIf(chromiumPath !== undefined)('the screens', () => {
  let browser: Browser;
  let gateway: FakeGateway | undefined;
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await gateway?.close();
    gateway = undefined;
  });
  afterAll(() => browser?.close());

  async function open(
    units = 6,
    shown = units,
    prepare: (page: Page) => Promise<void> = async () => {},
  ): Promise<{ page: Page; gateway: FakeGateway }> {
    gateway = await startFakeGateway({ staticFolder: resolve('out/renderer'), units });
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    await prepare(page);
    complaints.length = 0;
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
    await page.goto(`${gateway.url}#code=${gateway.newCode()}`);
    await page
      .locator(TILE)
      .nth(shown - 1)
      .waitFor();
    return { page, gateway };
  }

  /** A wall with live values whose timers stand still until they are told to run: how busy the machine is counts for nothing. */
  async function openWithStandingClock(): Promise<{ page: Page; gateway: FakeGateway }> {
    const opened = await open(6, 6, (page) => page.clock.install());
    const { page } = opened;
    await page.locator(`${TILE}[data-freshness="live"]`).first().waitFor();
    // A jump ahead looks like silence: the next word from the appliance ends it.
    await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 10_000);
    await page.locator('[data-testid="link-banner"]').waitFor({ state: 'detached' });
    return opened;
  }

  const SCREENS = [
    [1024, 600],
    [1366, 768],
    [1080, 1920],
    [3840, 2160],
  ] as const;
  test.each([7, 48])('%i units fit every screen, none cut off, none scrolled', async (units) => {
    const { page, gateway: fake } = await open(units);
    for (const [width, height] of SCREENS) {
      await page.setViewportSize({ width, height });
      await drawn(page);
      expect(await page.evaluate(layoutFaults, TILE), `${units} units on ${width}×${height}`).toEqual([]);
    }
    fake.setLink({ state: 'offline', reason: null });
    await page.locator(`${TILE}[data-freshness="offline"]`).first().waitFor();
    for (const [width, height] of SCREENS) {
      await page.setViewportSize({ width, height });
      await drawn(page);
      expect(await page.evaluate(layoutFaults, TILE), `offline, on ${width}×${height}`).toEqual([]);
    }
    fake.setLink({ state: 'online', reason: null });
    await page.locator('[data-testid="link-banner"]').waitFor({ state: 'detached' });
    await screenshot(page, `wall-${units}-units`);
    if (units === 7)
      expect(await page.locator('[data-testid="tile-average"]').first().textContent()).toMatch(/5 min: 81/);
    expect(await page.locator(`${TILE}[data-work-unit-id="unit-1"] [data-testid="shift-value"]`).textContent()).toBe(
      '83.4 %',
    );
    const newest = await page.locator(TILE).first().getAttribute('data-newest-ms');
    expect(Date.now() - Number(newest)).toBeLessThan(30 * 60_000);
    expect(complaints).toEqual([]);
  });

  test('more units than can be read stand on pages that turn by themselves, by touch and by keyboard, troubled ones first', async () => {
    const { page } = await open(100, 50);
    await page.setViewportSize({ width: 1024, height: 600 });
    const dots = page.locator('[data-testid="wall-page"]');
    await dots.nth(1).waitFor();
    // The order follows the first values at the next look at the whole wall, and is held for 15 s then.
    const states = () =>
      page.locator(TILE).evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('data-state')));
    await expect
      .poll(async () => {
        const shown = await states();
        return shown.includes('stopped') && shown.lastIndexOf('stopped') < shown.indexOf('running');
      })
      .toBe(true);
    const first = await tileIds(page);
    await page.keyboard.press('PageDown');
    await expect.poll(() => dots.nth(1).getAttribute('aria-current')).toBe('true');
    expect(await page.evaluate(layoutFaults, TILE)).toEqual([]);
    const second = await tileIds(page);
    expect(new Set([...first, ...second]).size).toBe(100);
    await screenshot(page, 'wall-100-units-page-2');
    await dots.first().click();
    await expect.poll(() => tileIds(page)).toEqual(first);
    await page.locator('[data-testid="wall-order-plant"]').click();
    await expect.poll(async () => (await tileIds(page))[0]).toBe('unit-3');
    await page.locator('[data-testid="wall-hold"]').click();
    await page.reload();
    // The order is this screen's own, and stays.
    await page.locator(TILE).first().waitFor();
    expect((await tileIds(page))[0]).toBe('unit-3');
    expect(complaints).toEqual([]);
  });

  test('a kiosk’s browser keeps the screen on, hides the resting pointer, moves the picture in its room, and shows its views in turn', async () => {
    gateway = await startFakeGateway({ staticFolder: resolve('out/renderer'), units: 6 });
    const page = await (await browser.newContext({ viewport: { width: 1024, height: 600 } })).newPage();
    const query = new URLSearchParams([
      ...[
        ['kiosk', ''],
        ['seconds', '5'],
      ],
      ...['#/?order=plant', '#/unit/unit-2?range=1h'].map((view) => ['view', view]),
    ]);
    await page.addInitScript(() => {
      const asked: string[] = [];
      Reflect.set(window, 'keptAwake', asked);
      navigator.wakeLock.request = (kind) => {
        asked.push(String(kind));
        return Promise.reject(new Error('no screen to be kept on'));
      };
    });
    await page.goto(`${gateway.url}?${query}#code=${gateway.newCode()}`);
    await page.locator('[data-testid="wall"][data-order="plant"]').waitFor();
    expect(await page.evaluate(() => Reflect.get(window, 'keptAwake'))).toEqual(['screen']);
    expect(await page.evaluate(() => document.getElementById('root')?.style.transform)).toBe('translate(-2px, -2px)');
    const box = await page.locator('#root').boundingBox();
    expect([box?.width, box?.height]).toEqual([1_020, 596]);
    await drawn(page);
    expect(await page.evaluate(layoutFaults, TILE)).toEqual([]);
    await page.locator('[data-testid="unit-view"]').waitFor();
    expect(page.url()).toContain('?kiosk');
    await page.locator('html[data-pointer="hidden"]').waitFor();
  });

  test('a tap on a shift’s OEE explains it; a tap outside, Escape and going back close it', async () => {
    const { page } = await open();
    await page.setViewportSize({ width: 1024, height: 600 });
    const tile = page.locator(`${TILE}[data-work-unit-id="unit-2"]`);
    await tile.click();
    const shift = page.locator('[data-testid="shift-current"]');
    await shift.click();
    const panel = page.locator('[data-testid="explain-panel"]');
    expect(await panel.innerText()).toMatch(
      /Early shift.*– now.*83\.0 %.*2412.*5-min buckets.*sample average.*above 100 %/s,
    );
    await screenshot(page, 'explain-shift');
    const closings = [() => page.mouse.click(5, 300), () => page.keyboard.press('Escape'), () => page.goBack()];
    for (const close of closings) {
      await close();
      await panel.waitFor({ state: 'detached' });
      await page.locator('[data-testid="shift-last"]').click();
      await panel.getByText('Night shift').waitFor();
    }
    // Samples came after that shift was over.
    expect(await panel.locator('[data-testid="explain-revised"]').innerText()).toMatch(
      /Revised at [\d:]+\n.*80\.4 % of 2398.*83\.0 % of 2412.*came late/s,
    );
    await screenshot(page, 'explain-revised');
    await panel.getByRole('button', { name: 'Close' }).click();
    await panel.waitFor({ state: 'detached' });
    // No step of the panel is left behind.
    await page.goBack();
    await page.locator(TILE).first().waitFor();
    for (const [width, height] of SCREENS) {
      await page.setViewportSize({ width, height });
      await tile.click();
      await drawn(page);
      const box = await shift.boundingBox();
      expect(box?.height, `on ${width}×${height}`).toBeGreaterThanOrEqual(48);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      await page.goBack();
    }
    expect(complaints).toEqual([]);
  });

  test('a unit tells its states over the chart’s range, and its losses up to 100 − OEE, on every screen', async () => {
    const { page } = await open();
    await page.locator(`${TILE}[data-work-unit-id="unit-2"]`).click();
    const strip = page.locator('[data-testid="state-timeline"]');
    await page.locator('[data-testid="range-6h"]').click();
    await page.locator('[data-testid="state-durations"] tr').nth(1).waitFor();
    // Read in one go: an answer for another range may come between two looks.
    const shares = await page.evaluate(() =>
      [...document.querySelectorAll('[data-testid="state-durations"] .state-share')].map(
        ({ textContent }) => textContent,
      ),
    );
    expect(shares.reduce((sum, share) => sum + Number.parseFloat(share), 0)).toBeCloseTo(100, 0);
    for (const [width, height] of [...SCREENS, [1920, 1080] as const]) {
      await page.setViewportSize({ width, height });
      await drawn(page);
      for (const part of ['state-timeline', 'history-chart'])
        expect((await page.locator(`[data-testid="${part}"]`).boundingBox())?.height).toBeGreaterThanOrEqual(48);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      expect(await isHit(page, '[data-testid="series-row"]'), `metrics on ${width}×${height}`).toBe(true);
      if (width <= 1024 || width === 1920) await screenshot(page, `unit-states-${width}`);
    }
    await page.setViewportSize({ width: 1024, height: 600 });
    // Read from three metres on the smallest screen the plot is still one.
    await page.evaluate(() => document.documentElement.setAttribute('data-distance', '3m'));
    await expect.poll(async () => (await page.locator('.u-over').boundingBox())?.height).toBeGreaterThanOrEqual(48);
    await screenshot(page, 'unit-states-1024-far');
    await page.evaluate(() => document.documentElement.setAttribute('data-distance', 'auto'));
    await page.locator('[data-testid="panel-losses"]').click();
    const losses = page.locator('[data-testid="losses-current"]');
    const points = (await losses.locator('tbody .loss-number').allInnerTexts()).map(Number);
    expect(points.reduce((sum, each) => sum + each, 0)).toBeCloseTo(100 - 83, 6);
    expect(await losses.innerText()).toContain('= 100 − OEE 83.0');
    await screenshot(page, 'unit-losses-1024');
    await page.reload();
    await losses.waitFor();
    const before = page.url();
    await strip.click({ position: { x: 30, y: 20 } });
    await expect.poll(() => page.url()).not.toBe(before);
    expect(page.url()).toContain('from=');
    expect(complaints).toEqual([]);
  });

  test('events: what goes on first, filtered, a tap opens the unit’s chart at that moment; alerts are this device’s own', async () => {
    const { page } = await open();
    await page.locator('[data-testid="events-open"]').click();
    const rows = page.locator('[data-testid="event-row"]');
    await rows.first().waitFor();
    for (const [width, height] of [...SCREENS, [1920, 1080] as const]) {
      await page.setViewportSize({ width, height });
      await drawn(page);
      expect((await rows.first().boundingBox())?.height, `on ${width}×${height}`).toBeGreaterThanOrEqual(48);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      if (width <= 1080 || width === 1920) await screenshot(page, `events-${width}`);
    }
    await page.setViewportSize({ width: 1024, height: 600 });
    const isOpen = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-open') === 'true'));
    expect(isOpen).toEqual(isOpen.toSorted((a, b) => Number(b) - Number(a)));
    await page.locator('[data-testid="events-limit"]').click();
    await page.locator('[data-testid="events-loss"]').click();
    await expect.poll(() => page.locator('[data-testid="event-row"]:not([data-kind="stop"])').count()).toBe(0);
    expect(page.url()).toContain('kind=stop');
    await page.locator('[data-testid="alerts-open"]').click();
    await page.locator('[data-testid="screen-alerts-60000"]').click();
    await screenshot(page, 'events-alerts');
    await page.reload();
    await page.locator('[data-testid="alerts-open"]', { hasText: '1 min' }).waitFor();
    await rows.first().click();
    await page.locator('[data-testid="unit-view"]').waitFor();
    expect(page.url()).toMatch(/unit-\d\?from=/);
    await page.locator('[data-testid="address-open"]').click();
    await page.locator('[data-testid="address-panel"]', { hasText: 'no phone reaches' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('diagnostics are one tap away, readable on every screen', async () => {
    const { page } = await open();
    await page.getByRole('link', { name: 'Diagnostics' }).click();
    const view = page.locator('[data-testid="diagnostics"]');
    await view.getByText('1hour-metric').first().waitFor();
    expect(await view.getByText('95.3 %').count()).toBe(1);
    await view.getByText('Redis did not answer within 20 ms.').waitFor();
    // In a browser nobody may have the plant's plans.
    expect(await view.getByRole('button', { name: 'Plan' }).count()).toBe(0);
    for (const [width, height] of SCREENS) {
      await page.setViewportSize({ width, height });
      await drawn(page);
      const sideways = await view.evaluate((element) => element.scrollWidth - element.clientWidth);
      expect(sideways, `scrolled sideways on ${width}×${height}`).toBe(0);
      if (width === 1366 || width === 1080) await screenshot(page, `diagnostics-${width}`);
    }
    await view.getByRole('link', { name: 'Wall' }).click();
    await page.locator(TILE).first().waitFor();
    expect(complaints).toEqual([]);
  });

  test('a frozen appliance is LATE, then OFFLINE after 3 s, nothing on the wall looks current, and it heals by itself', async () => {
    const { page, gateway: frozen } = await openWithStandingClock();
    const banner = page.locator('[data-testid="link-banner"]');
    frozen.freeze(true);
    const told: (string | null)[] = [];
    let silentMs = 0;
    for (; told.at(-1) !== 'offline' && silentMs < 4_000; silentMs += 100) {
      await page.clock.runFor(100);
      const link = (await banner.count()) === 0 ? 'online' : await banner.getAttribute('data-link');
      if (told.at(-1) !== link) told.push(link);
    }
    expect(told).toEqual(['online', 'late', 'offline']);
    expect(silentMs).toBeLessThanOrEqual(3_300);
    expect(await banner.getAttribute('data-broken')).toBe('appliance');
    expect(await banner.innerText()).toContain('OFFLINE, data as of');
    expect(await page.locator(`${TILE}:not([data-freshness="offline"])`).count()).toBe(0);
    expect(await page.locator('[data-testid="oee-value"][data-current="true"]').count()).toBe(0);
    frozen.freeze(false);
    await page.clock.resume();
    await page.locator(`${TILE}[data-freshness="live"]`).first().waitFor({ timeout: 20_000 });
    await banner.waitFor({ state: 'detached' });
  });

  test('a lost plant is named at once, old values say so, and its return clears the screen', async () => {
    const { page, gateway: fake } = await openWithStandingClock();
    fake.setLink({ state: 'offline', reason: 'Nothing answers at plant:5432; is it running?' });
    const banner = page.locator('[data-testid="link-banner"][data-broken="plant"]');
    // No timer runs: it is named on hearing of it.
    await banner.waitFor();
    await page.clock.resume();
    expect(await banner.innerText()).toMatch(
      /OFFLINE, data as of \d\d:\d\d:\d\d.*is it running\?\s+It comes back by itself\./s,
    );
    expect(await page.locator(TILE).first().innerText()).toMatch(/OEE as of \d\d:\d\d:\d\d, \d+ (s|min) old/);
    await screenshot(page, 'wall-plant-offline');
    fake.setLink({ state: 'online', reason: null });
    await banner.waitFor({ state: 'detached' });
  });

  test('one tile that fails says so in its place, the others go on, and it comes back', async () => {
    const { page } = await open();
    await page.evaluate(() => {
      const real = HTMLCanvasElement.prototype.getContext;
      Reflect.set(window, 'mend', () => Reflect.set(HTMLCanvasElement.prototype, 'getContext', real));
      Reflect.set(HTMLCanvasElement.prototype, 'getContext', function (this: HTMLCanvasElement, ...of: unknown[]) {
        if (this.closest('[data-work-unit-id="unit-2"]')) throw new Error('broken on purpose');
        return Reflect.apply(real, this, of);
      });
    });
    const failed = page.locator('[role="alert"]', { hasText: 'cannot be shown just now' });
    await failed.waitFor({ timeout: 15_000 });
    expect(await page.locator(TILE).count()).toBe(5);
    await page.evaluate(() => Reflect.apply(Reflect.get(window, 'mend'), undefined, []));
    await failed.getByRole('button', { name: 'Try now' }).click();
    await page.locator(TILE).nth(5).waitFor();
  });

  test('nonsense from the appliance changes nothing', async () => {
    const { page, gateway: fake } = await open();
    for (const text of ['{', '{"type":"update"}', '[]', '{"type":"catalogue","units":[{}]}']) fake.sendRaw(text);
    const clock = page.locator('time');
    const before = await clock.innerText();
    await expect.poll(() => clock.innerText(), { timeout: 5_000 }).not.toBe(before);
    expect(await page.locator(TILE).count()).toBe(6);
    expect(await page.locator('[data-testid="link-banner"]').count()).toBe(0);
  });

  test('a view survives a reload by its address, and the code is neither in it nor in the history', async () => {
    const { page } = await open();
    await page.locator(`${TILE}[data-work-unit-id="unit-2"]`).click();
    await page.locator('[data-testid="range-6h"]').click();
    await page.locator('[data-testid="series-row"]', { hasText: 'Temperature' }).click();
    const chart = page.locator('[data-testid="history-chart"][data-resolution]');
    await chart.waitFor();
    await page.reload();
    await chart.waitFor();
    expect(await page.locator('[data-testid="range-6h"]').getAttribute('aria-pressed')).toBe('true');
    expect(await page.locator('[data-testid="series-row"][aria-pressed="true"]').count()).toBe(2);
    await page.goBack();
    await page.goBack();
    await page.locator('[data-testid="wall"]').waitFor();
    expect(page.url()).not.toContain('code');
    expect(complaints).toEqual([]);
  });

  test('going back in time leaves the present, “Now” returns to it, and a day is chosen by its date', async () => {
    const { page } = await open();
    await page.locator(`${TILE}[data-work-unit-id="unit-2"]`).click();
    await page.locator('[data-testid="range-back"]').click();
    await expect.poll(() => page.url()).toContain('from=');
    await page.locator('[data-testid="range-now"]').click();
    await expect.poll(() => page.url()).toContain('range=1h');
    const date = page.locator('[data-testid="range-date"]');
    const oldest = (await date.getAttribute('min')) ?? '';
    await date.fill(oldest);
    await expect.poll(() => page.url()).toContain('from=');
    expect(await date.inputValue()).toBe(oldest);
    await page.locator('[data-testid="history-chart"][data-resolution]').waitFor();
  });

  test('without a key, and with a used code, a sentence says what to do; a new code in the same tab lets it in', async () => {
    const { page, gateway: fake } = await open();
    const stranger = await (await browser.newContext()).newPage();
    await stranger.goto(fake.url);
    await expect.poll(() => stranger.locator('body').innerText()).toMatch(/Ask the appliance for a new one/);
    const used = fake.newCode();
    const other = await (await browser.newContext()).newPage();
    await other.goto(`${fake.url}#code=${used}`);
    await other.locator(TILE).first().waitFor();
    await stranger.goto(`${fake.url}#code=${used}`);
    await expect.poll(() => stranger.locator('body').innerText()).toMatch(/already used or is older than 60 s/);
    await stranger.goto(`${fake.url}#code=${fake.newCode()}`);
    await stranger.locator(TILE).first().waitFor();
    expect(stranger.url()).not.toContain('code');
    expect(await page.locator(TILE).count()).toBe(6);
  });

  test('history being prepared is a line with its share, never in the way', async () => {
    const { page, gateway: fake } = await open();
    const level = {
      table: 'oee',
      resolution: '1min',
      preparedFromMs: 0,
      preparedToMs: 250,
      targetToMs: 1_000,
    } as const;
    fake.setPreparing([level]);
    const line = page.locator('[data-testid="preparing"]');
    await line.waitFor();
    expect(await line.innerText()).toContain('25 %');
    await page.locator(TILE).first().click();
    await page.locator('[data-testid="unit-view"]').waitFor();
    fake.setPreparing([
      { ...level, preparedToMs: 750 },
      { ...level, resolution: '5min', preparedToMs: 0 },
    ]);
    await expect.poll(() => line.innerText()).toContain('37 %');
    fake.setPreparing([{ ...level, resolution: '5min', preparedToMs: 0 }]);
    await expect.poll(() => line.innerText()).toContain('50 %');
    fake.setPreparing([]);
    await line.waitFor({ state: 'detached' });
  });
});

/** Whether a touch in the middle of the first such element meets it, and nothing that lies over it or cuts it off. */
function isHit(page: Page, selector: string): Promise<boolean> {
  return page.evaluate((of) => {
    const element = document.querySelector(of);
    const box = element?.getBoundingClientRect();
    const hit = box && document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return hit instanceof Element && element?.contains(hit) === true;
  }, selector);
}

function tileIds(page: Page): Promise<readonly (string | null)[]> {
  return page.locator(TILE).evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('data-work-unit-id')));
}

/** Resolves when what has changed is laid out. */
function drawn(page: Page): Promise<unknown> {
  return page.waitForFunction(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))),
  );
}

/** Runs in the page: every tile or text of a tile that reaches beyond its frame, and every scrollbar. */
function layoutFaults(tileSelector: string): string[] {
  const faults: string[] = [];
  const page = document.documentElement;
  for (const touched of document.querySelectorAll('.wall-foot button, .wall-foot summary')) {
    const { width, height, right, bottom } = touched.getBoundingClientRect();
    const what = touched.textContent ?? '';
    if (width < 48 || height < 48) faults.push(`“${what}” is too small for a glove`);
    if (right > innerWidth || bottom > innerHeight) faults.push(`“${what}” is off the screen`);
  }
  if (page.scrollWidth > innerWidth || page.scrollHeight > innerHeight) faults.push('the page scrolls');
  for (const tile of document.querySelectorAll(tileSelector)) {
    const frame = tile.getBoundingClientRect();
    const name = tile.getAttribute('data-work-unit-id') ?? '';
    if (frame.right > innerWidth || frame.bottom > innerHeight || frame.left < 0)
      faults.push(`${name} is off the screen`);
    if (frame.width < 48 || frame.height < 48) faults.push(`${name} is too small for a glove`);
    for (const part of tile.querySelectorAll(
      '.value-text, .freshness, .state-word, .tile-caption, .tile-period, .tile-sample, .tile-factors, .tile-plan, .tile-oee, .tile-metric',
    )) {
      const box = part.getBoundingClientRect();
      if (box.right > frame.right + 1 || box.bottom > frame.bottom + 1)
        faults.push(`${name}: ${part.className} reaches out of its tile`);
    }
    // The age of an old number must not be what is cut off.
    for (const caption of tile.querySelectorAll(
      '.tile-caption[data-current="false"], .tile-sample[data-current="false"]',
    ))
      if (caption.scrollWidth > caption.clientWidth + 1) faults.push(`${name}: the age of its number is cut short`);
    // The target may give way whole, what pieces lack of it may not.
    for (const part of tile.querySelectorAll('.tile-ahead, .tile-oee')) {
      const box = part.getBoundingClientRect();
      const holder = part.parentElement?.getBoundingClientRect();
      const isOut = holder !== undefined && (box.right > holder.right + 1 || box.bottom > holder.bottom + 3);
      if (isOut || (part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0))
        faults.push(`${name}: ${part.className} is cut short`);
    }
    const word = tile.querySelector('.state-word');
    if (word !== null && word.scrollWidth > word.clientWidth + 1) faults.push(`${name}: its state is cut short`);
  }
  return faults;
}
