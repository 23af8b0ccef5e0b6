import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { DiagnosticsReport } from '../../../src/shared/diagnostics';
import { openViewer, type TestViewer } from '../../support/viewer';
import type { BenchContext } from '../figure';
import type { FleetPlant } from './fleet-plant';

const NO_PSQL_VARIABLES = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG')));

/** One of several appliances of a plant, without a window, in a process of its own, with a viewer on it. */
export class FleetMember {
  readonly child: ChildProcess;
  readonly viewer: TestViewer;
  readonly #folder: string;
  readonly #reports: DiagnosticsReport[] = [];

  private constructor(child: ChildProcess, viewer: TestViewer, folder: string) {
    this.child = child;
    this.viewer = viewer;
    this.#folder = folder;
    viewer.onMessage((message) => {
      if (message.type === 'diagnostics') this.#reports.push(message.report);
    });
    viewer.say({ type: 'subscribe', workUnitIds: 'all' });
  }

  static async start({ root }: BenchContext, plant: FleetPlant): Promise<FleetMember> {
    const folder = mkdtempSync(join(tmpdir(), 'taktline-fleet-'));
    const data = join(folder, 'data');
    mkdirSync(data);
    writeFileSync(join(folder, 'plant.url'), `${plant.url}\n`, { mode: 0o600 });
    writeFileSync(join(data, 'settings.json'), JSON.stringify({ redis: { url: plant.redisUrl, plantId: 'fleet' } }));
    const flags = ['--plant-url-file', join(folder, 'plant.url'), '--data', data, '--port', '0'];
    const child = spawn(process.execPath, [join(root, 'out/main/headless.js'), ...flags], {
      env: NO_PSQL_VARIABLES,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const viewer = await openViewer(await addressOf(child));
    return new FleetMember(child, viewer, folder);
  }

  async report(): Promise<DiagnosticsReport> {
    const known = this.#reports.length;
    this.viewer.say({ type: 'diagnostics' });
    await this.viewer.message('diagnostics', () => this.#reports.length > known);
    return this.#reports.at(-1) as DiagnosticsReport;
  }

  async role(): Promise<string> {
    return (await this.report()).fleet?.state ?? 'none';
  }

  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    this.viewer.close();
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGCONT');
      this.child.kill(signal);
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout !== null)
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.includes('#code=')) resolve(line);
      });
    child.once('exit', () => reject(new Error('An appliance has ended while starting.')));
  });
}
