import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';

/** Where the screenshots of a run go; they are looked at by people. */
export const ARTIFACTS = resolve('test/artifacts');

export interface RunningApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dataFolder: string;
  /** What the app has printed so far, both streams. */
  output(): string;
  close(): Promise<void>;
}

/** The Electron that the bootstrap found, or a sentence that says how to get it. */
export function electronPath(): string {
  const path = process.env.TAKTLINE_ELECTRON_PATH;
  if (path === undefined) throw new Error('TAKTLINE_ELECTRON_PATH is not set: run these tests by `npm test`.');
  return path;
}

/**
 * Starts the built app in a real window on a data folder and waits for its page.
 * @param options.executablePath another program that starts Electron, e.g. as another user
 * @param options.chromiumSandbox leave Chromium's sandbox on; Playwright turns it off by itself otherwise
 */
export async function launchApp(
  dataFolder: string,
  options: {
    readonly args?: readonly string[];
    readonly executablePath?: string;
    readonly chromiumSandbox?: boolean;
  } = {},
): Promise<RunningApp> {
  const app = await _electron.launch({
    executablePath: options.executablePath ?? electronPath(),
    args: [resolve('.'), '--disable-gpu', '--data', dataFolder, ...(options.args ?? [])],
    chromiumSandbox: options.chromiumSandbox ?? false,
    env: Object.fromEntries(
      Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  });
  let output = '';
  app.process().stdout?.on('data', (chunk) => (output += String(chunk)));
  app.process().stderr?.on('data', (chunk) => (output += String(chunk)));
  const page = await app.firstWindow();
  // The window opens empty, before the appliance is there: what is asked of it until then would be lost with its first page.
  await page.waitForURL((url) => url.href !== 'about:blank');
  return { app, page, dataFolder, output: () => output, close: () => app.close() };
}

/** Process id and port of the demo plant behind a data folder. */
export function demoPlantOf(dataFolder: string): { readonly pid: number; readonly port: number } {
  return JSON.parse(readFileSync(join(dataFolder, 'plant.json'), 'utf8'));
}

/** Writes a picture of the page into the artifacts. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(ARTIFACTS, { recursive: true });
  await page.screenshot({ path: join(ARTIFACTS, `${name}.png`) });
}
