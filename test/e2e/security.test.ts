import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calls } from '../../src/shared/ipc';
import { electronPath, launchApp, type RunningApp } from '../support/app';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** Whether any user may walk down to `path`: tests that run as another user need it. */
function readableByAll(path: string): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    if ((statSync(at).mode & constants.S_IXOTH) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/**
 * As root Chromium refuses its sandbox, so root starts the app as `nobody`. Where that user cannot read the project
 * the app runs without the sandbox, and the one test that needs it says that it was left out.
 */
const asNobody = isRoot && process.platform === 'linux' && readableByAll('.') && readableByAll(electronPath());
const sandboxed = !isRoot || asNobody;

describe('the running app', () => {
  const folder = mkdtempSync(join(tmpdir(), 'taktline-security-'));
  const dataFolder = join(folder, 'data');
  let running: RunningApp;
  let executablePath = electronPath();

  beforeAll(async () => {
    mkdirSync(dataFolder);
    if (asNobody) {
      chmodSync(folder, 0o755);
      chownSync(dataFolder, NOBODY, NOBODY);
      const script = join(folder, 'electron-as-nobody');
      const home = `HOME=${dataFolder} XDG_CONFIG_HOME=${dataFolder}`;
      writeFileSync(
        script,
        `#!/bin/sh\nexec env ${home} setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups '${executablePath}' "$@"\n`,
        { mode: 0o755 },
      );
      executablePath = script;
    }
    accessSync(executablePath, constants.X_OK);
    running = await launchApp(dataFolder, { executablePath, chromiumSandbox: sandboxed });
    await running.page.waitForFunction(() => document.querySelector('#root')?.childElementCount !== 0);
  });

  afterAll(async () => {
    await running?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  test('the page comes from our own scheme under a strict policy', async () => {
    expect(running.page.url()).toMatch(/^app:\/\/taktline\/index\.html/);
    const policy = await running.page.evaluate(async () =>
      (await fetch('/index.html')).headers.get('content-security-policy'),
    );
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(policy).toMatch(/connect-src 'self' ws:\/\/127\.0\.0\.1:\d+/);
  });

  test('the page has no Node and reaches nothing but the named calls of the contract', async () => {
    const seen = await running.page.evaluate(() => {
      const globals = globalThis as Record<string, unknown>;
      return {
        node: ['require', 'process', 'module', 'Buffer', 'global', '__dirname'].filter(
          (name) => globals[name] !== undefined,
        ),
        bridge: Object.keys(globals.taktline as object),
      };
    });
    expect(seen).toEqual({ node: [], bridge: [...Object.keys(calls), 'onSetupChanged'] });
  });

  test('the window runs sandboxed, isolated and without Node, as set', async () => {
    const preferences = await running.app.evaluate(({ BrowserWindow }) => {
      // Not in the type definitions, but the one place that tells what is in force.
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      return contents.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    });
    expect(preferences.webSecurity).not.toBe(false);
  });

  test.runIf(sandboxed)('the operating system confines the page: its process has a seccomp filter', async () => {
    const pid = await running.app.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
    );
    expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\s*2$/m);
  });
  if (!sandboxed)
    process.stdout.write(
      'left out: the seccomp test, because root runs without sandbox and nobody cannot read this folder\n',
    );

  test('inline script, eval and foreign connections are blocked', async () => {
    const outcome = await running.page.evaluate(async () => {
      const refusedConnection = await fetch('http://127.0.0.1:9/').then(
        () => 'answered',
        () => 'refused',
      );
      // In a task of its own: code that a debugger evaluates may do what the page's own may not.
      const evaluated = await new Promise<string>((resolve) => {
        setTimeout(() => {
          try {
            new Function('return 1')();
            resolve('ran');
          } catch {
            resolve('refused');
          }
        });
      });
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      document.head.append(script);
      return { refusedConnection, evaluated, injected: 'injected' in window };
    });
    expect(outcome).toEqual({ refusedConnection: 'refused', evaluated: 'refused', injected: false });
  });

  test('navigation, new windows and permissions are denied', async () => {
    const before = running.page.url();
    const outcome = await running.page.evaluate(async () => {
      const opened = window.open('https://example.org/');
      location.href = 'https://example.org/';
      const permission = await navigator.permissions.query({ name: 'geolocation' });
      const camera = await (
        navigator.mediaDevices?.getUserMedia({ video: true }) ?? Promise.reject(new Error('none'))
      ).then(
        () => 'granted',
        () => 'denied',
      );
      return { opened: opened !== null, permission: permission.state, camera };
    });
    expect(outcome).toEqual({ opened: false, permission: 'denied', camera: 'denied' });
    expect(running.page.url()).toBe(before);
    const windows = await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    expect(windows).toBe(1);
    // What the app prints comes by another way than what its page answers.
    await expect.poll(() => running.output()).toContain('denied what=navigation where=https://example.org/');
  });

  test('paths that lead out of the renderer folder are not served', async () => {
    const statuses = await running.page.evaluate(async () => {
      const paths = [
        '/..%2f..%2fpackage.json',
        '/%2e%2e/%2e%2e/package.json',
        '/..%5c..%5cpackage.json',
        '/assets/%00',
        '/../main/index.js',
      ];
      return Promise.all(paths.map(async (path) => (await fetch(path)).status));
    });
    for (const status of statuses) expect([403, 404]).toContain(status);
  });

  test('the page can hold no frame', async () => {
    const refusedBy = await running.page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
          const frame = document.createElement('iframe');
          frame.src = '/index.html';
          document.body.append(frame);
        }),
    );
    expect(refusedBy).toBe('frame-src');
  });

  test('a page of another origin gets nothing from the control plane, though it had our preload', async () => {
    const answer = await running.app.evaluate(async ({ BrowserWindow }, preload) => {
      const stranger = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
      await stranger.loadURL('data:text/html,<title>stranger</title>');
      const said: string = await stranger.webContents.executeJavaScript(
        'window.taktline.gatewaySession().then(() => "answered", (error) => error.message)',
      );
      stranger.destroy();
      return said;
    }, resolve('out/preload/preload.js'));
    expect(answer).toContain("only the app's own page may call it");
    await expect.poll(() => running.output()).toContain('ipc-refused');
  });

  test('the native SQLite module loads in this runtime', async () => {
    const version = await running.app.evaluate(({ app }) => {
      const { createRequire } = process.getBuiltinModule('module');
      const Database = createRequire(`${app.getAppPath()}/package.json`)('better-sqlite3');
      const database = new Database(':memory:');
      const found: string = database.prepare('select sqlite_version()').pluck().get();
      database.close();
      return found;
    });
    expect(version).toMatch(/^3\.\d+\.\d+$/);
  });

  test('a second start on the same folder says so, ends by itself and leaves the first alone', async () => {
    const args = [...(sandboxed ? [] : ['--no-sandbox']), resolve('.'), '--data', dataFolder];
    const second = spawn(executablePath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const said = text(second.stdout);
    const [code] = await once(second, 'exit');
    expect(code).toBe(0);
    expect(await said).toContain('already runs on this data folder');
    expect(await running.page.evaluate(() => document.visibilityState)).toBe('visible');
  });
});
