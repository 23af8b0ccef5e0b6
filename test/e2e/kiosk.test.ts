import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { launchApp } from '../support/app';
import { temporaryFolder } from '../support/temporary-folder';

const IS_LONG = process.env.TAKTLINE_LONG !== undefined;
if (!IS_LONG) process.stdout.write('left out: the kiosk’s own window, but for long runs: it starts the demo twice\n');

test.runIf(IS_LONG)(
  'a kiosk fills the screen, stays awake, cannot be closed, and shows after a power cut what it showed',
  async () => {
    const dataFolder = temporaryFolder();
    const first = await launchApp(dataFolder, { args: ['--demo', '--kiosk'] });
    const tile = first.page.locator('[data-testid="unit-tile"]').first();
    await tile.waitFor({ timeout: 120_000 });
    await first.page.locator('html[data-kiosk="true"][data-pointer="hidden"]').waitFor();
    const workUnitId = await tile.getAttribute('data-work-unit-id');
    await tile.click();
    await first.page.locator('[data-testid="unit-view"]').waitFor();
    const window = await first.app.evaluate(({ BrowserWindow, Menu, powerSaveBlocker }) => {
      const [own] = BrowserWindow.getAllWindows();
      own?.close();
      return {
        isKiosk: own?.isKiosk(),
        isThere: own?.isDestroyed() === false,
        hasMenu: Menu.getApplicationMenu() !== null,
        isAwake: powerSaveBlocker.isStarted(0) || powerSaveBlocker.isStarted(1),
      };
    });
    expect(window).toEqual({ isKiosk: true, isThere: true, hasMenu: false, isAwake: true });
    const kept = () => readFileSync(join(dataFolder, 'view.json'), 'utf8');
    await expect.poll(kept, { timeout: 10_000 }).toContain(`#/unit/${workUnitId}`);
    const ended = new Promise((resolve) => first.app.process().once('exit', resolve));
    first.app.process().kill('SIGKILL');
    await ended;
    const second = await launchApp(dataFolder, { args: ['--demo', '--kiosk'] });
    await second.page.locator('[data-testid="unit-view"]').waitFor({ timeout: 120_000 });
    expect(second.page.url()).toContain(`#/unit/${workUnitId}`);
    await second.close();
  },
);
