import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstTextMs, type StartedWindow, startWindow } from '../../support/started-window';
import type { BenchContext } from '../figure';

/** The least that any Electron app needs: a window of the same size with one word in it. */
export function writeEmptyApp(folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty', main: 'main.js' }));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>empty</title><p>empty');
  writeFileSync(
    join(folder, 'main.js'),
    `const { app, BrowserWindow } = require('electron');
     app.setPath('userData', ${JSON.stringify(join(folder, 'window'))});
     process.on('SIGTERM', () => app.quit());
     app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800, webPreferences: { sandbox: true } }).loadFile('index.html'));`,
  );
  return folder;
}

/** From the start of its process to its word, ms. */
export function emptyWindowMs({ electronPath, noSandbox }: BenchContext, appFolder: string): Promise<number> {
  return timed(() => startWindow({ electronPath, appFolder, noSandbox }), firstTextMs);
}

/** Starts a window, measures in it and closes it. */
export async function timed<Measured>(
  start: () => Promise<StartedWindow>,
  measure: (window: StartedWindow) => Promise<Measured>,
): Promise<Measured> {
  const window = await start();
  try {
    return await measure(window);
  } finally {
    await window.close();
  }
}
