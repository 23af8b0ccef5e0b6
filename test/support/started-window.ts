import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { chromium, type Page } from 'playwright';

/** A program with a window that was started as a person starts it: nothing holds it up, its page alone is watched. */
export interface StartedWindow {
  readonly page: Page;
  /** This machine's clock when the process was started, ms since the epoch. */
  readonly startedAtMs: number;
  close(): Promise<void>;
}

export interface StartOptions {
  readonly electronPath: string;
  /** Folder of the application. */
  readonly appFolder: string;
  readonly noSandbox: boolean;
  readonly args?: readonly string[];
}

const START_WITHIN_MS = 60_000;

/**
 * Starts Electron on an application's folder and attaches to its first page while that comes up. Playwright's own way
 * of starting Electron would hold the program until it is attached, which costs what is to be measured.
 */
export async function startWindow({
  electronPath,
  appFolder,
  noSandbox,
  args = [],
}: StartOptions): Promise<StartedWindow> {
  const switches = ['--disable-gpu', '--remote-debugging-port=0', ...(noSandbox ? ['--no-sandbox'] : [])];
  const startedAtMs = Date.now();
  const program = spawn(electronPath, [appFolder, ...switches, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    const browser = await chromium.connectOverCDP(await debuggerAddress(program));
    const [context] = browser.contexts();
    if (context === undefined) throw new Error('The window has no browser context.');
    const page = context.pages()[0] ?? (await context.waitForEvent('page', { timeout: START_WITHIN_MS }));
    return {
      page,
      startedAtMs,
      close: async () => {
        await browser.close();
        await end(program);
      },
    };
  } catch (error) {
    await end(program);
    throw error;
  }
}

/** From the start of the process until the first text was painted, ms; known afterwards as well. */
export async function firstTextMs({ page, startedAtMs }: StartedWindow): Promise<number> {
  const paint = await page.waitForFunction(() => {
    const [entry] = performance.getEntriesByName('first-contentful-paint');
    return entry && performance.timeOrigin + entry.startTime;
  });
  return Number(await paint.jsonValue()) - startedAtMs;
}

/** From the start of the process until so many elements are on the page, ms. */
export async function elementsMs(window: StartedWindow, selector: string, count: number): Promise<number> {
  const there = await window.page.waitForFunction(
    ([wanted, least]) => document.querySelectorAll(wanted).length >= least && Date.now(),
    [selector, count] as const,
    { timeout: START_WITHIN_MS },
  );
  return Number(await there.jsonValue()) - window.startedAtMs;
}

async function debuggerAddress(program: ChildProcess): Promise<string> {
  const { stderr } = program;
  if (stderr === null) throw new Error('The program has no stderr.');
  const said: string[] = [];
  for await (const line of createInterface({ input: stderr })) {
    const address = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
    said.push(line);
    if (address === undefined) continue;
    stderr.resume();
    return address;
  }
  throw new Error(`The window did not open: ${said.join('\n')}`);
}

async function end(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const ended = once(program, 'exit');
  program.kill('SIGTERM');
  await ended;
}
