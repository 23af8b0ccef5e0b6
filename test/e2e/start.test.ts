import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openViewer } from '../support/viewer';

/** `npm start` as a person types it: set-up, build, display, app and demo plant, from one command. */
describe('npm start', () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'taktline-start-'));
  let npm: ChildProcess;
  let startedMs: number;
  let address: string;

  beforeAll(async () => {
    startedMs = performance.now();
    npm = spawn('npm', ['start', '--', '--data', dataFolder], { stdio: ['pipe', 'pipe', 'inherit'] });
    address = await new Promise<string>((found, failed) => {
      createInterface({ input: npm.stdout as NodeJS.ReadableStream }).on('line', (line) => {
        const printed = /http:\S+#code=\S+/.exec(line)?.[0];
        if (printed !== undefined) found(printed);
      });
      npm.once('exit', (code) => failed(new Error(`npm start ended with ${code} before it printed an address`)));
    });
  });

  afterAll(() => rmSync(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));

  test('prints an address at which live values flow within 60 s of a first start', async () => {
    const viewer = await openViewer(address);
    await viewer.message('welcome');
    viewer.say({ type: 'subscribe', workUnitIds: 'all' });
    await viewer.message('update', ({ units }) => units.some((unit) => unit.series.length > 0));
    const tookMs = performance.now() - startedMs;
    process.stdout.write(`npm start, first start: live values after ${(tookMs / 1000).toFixed(1)} s (at most 60)\n`);
    viewer.close();
    expect(tookMs).toBeLessThan(60_000);
  });

  test('serves the same pages to browsers on loopback alone', async () => {
    const { origin, port } = new URL(address);
    expect((await fetch(`${origin}/`)).status).toBe(200);
    const portHex = Number(port).toString(16).toUpperCase().padStart(4, '0');
    const listening = ['/proc/net/tcp', '/proc/net/tcp6']
      .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === '0A' && fields[1]?.endsWith(`:${portHex}`))
      .map((fields) => fields[1]);
    expect(listening).toEqual([`0100007F:${portHex}`]);
  });

  test('ends on SIGTERM and leaves no process on its folder behind', async () => {
    const ended = once(npm, 'exit');
    npm.kill('SIGTERM');
    await ended;
    await expect.poll(() => processesOn(dataFolder), { timeout: 20_000 }).toEqual([]);
  });
});

/** Command lines of all processes that name a folder or of whom it is the working folder. */
function processesOn(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        const isThere = command.includes(folder) || resolve(readlinkSync(`/proc/${pid}/cwd`)).startsWith(folder);
        return isThere ? [command] : [];
      } catch {
        // It ended while we looked.
        return [];
      }
    });
}
