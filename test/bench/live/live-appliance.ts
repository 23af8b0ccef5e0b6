import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { PlantAddress } from '../../../src/main/plant/connection';
import type { DiagnosticsReport } from '../../../src/shared/diagnostics';
import { freePort } from '../../support/free-port';
import { openViewer, type TestViewer } from '../../support/viewer';
import type { BenchContext } from '../figure';
import { type LoopDelay, loopDelayDuring } from './loop-delay';
import { cpuMs, residentKb } from './process-meter';

const NO_PSQL_VARIABLES = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG')));

/** The appliance in a process of its own, as it ships: without a window, or in Electron's main process. */
export class LiveAppliance {
  readonly port: number;
  readonly token: string;
  readonly #child: ChildProcess;
  readonly #viewer: TestViewer;
  readonly #probePath: string;
  readonly #folder: string;
  #last: DiagnosticsReport | undefined;

  private constructor(parts: {
    readonly child: ChildProcess;
    readonly viewer: TestViewer;
    readonly port: number;
    readonly token: string;
    readonly probePath: string;
    readonly folder: string;
  }) {
    this.#child = parts.child;
    this.#viewer = parts.viewer;
    this.#probePath = parts.probePath;
    this.#folder = parts.folder;
    this.port = parts.port;
    this.token = parts.token;
  }

  /** @param plant whose catalogue holds `workUnits` units, which it waits for */
  static async start(
    context: BenchContext,
    plant: PlantAddress,
    {
      workUnits,
      isElectron,
      isSealed,
    }: { readonly workUnits: number; readonly isElectron: boolean; readonly isSealed: boolean },
  ): Promise<LiveAppliance> {
    const folder = mkdtempSync(join(tmpdir(), 'taktline-live-'));
    const probePath = join(folder, 'loop.json');
    const { host, port, database, user } = plant;
    writeFileSync(join(folder, 'plant.url'), `postgresql://${user}@${host}:${port}/${database}\n`);
    const flags = ['--plant-url-file', join(folder, 'plant.url'), '--data', join(folder, 'data')];
    if (isSealed) await serveTheNetwork(join(folder, 'data'));
    else flags.push('--port', '0');
    const probe = join(context.root, 'test/bench/live/loop-probe.cjs');
    const child = spawn(...commandLine(context, folder, { flags, isElectron }), {
      env: { ...NO_PSQL_VARIABLES, TAKTLINE_LOOP_PROBE: probePath, NODE_OPTIONS: `--require ${probe}` },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const address = await printedAddress(child, context.say);
    const viewer = await openViewer(address);
    const { token } = await viewer.message('welcome');
    await viewer.link(({ state, feed }) => state === 'online' && feed === 'listen');
    await viewer.message('catalogue', ({ units }) => units.length >= workUnits);
    const gatewayPort = Number(new URL((/http:\S+/.exec(address) as RegExpExecArray)[0]).port);
    return new LiveAppliance({ child, viewer, port: gatewayPort, token, probePath, folder });
  }

  get cpuMs(): number {
    return cpuMs(this.#child.pid ?? 0);
  }

  get residentKb(): number {
    return residentKb(this.#child.pid ?? 0);
  }

  /** How late its event loop is meanwhile. */
  loopDelayDuring(stretch: () => Promise<unknown>): Promise<LoopDelay> {
    return loopDelayDuring(this.#child, this.#probePath, stretch);
  }

  async diagnostics(): Promise<DiagnosticsReport> {
    const { uptimeMs } = this.#last ?? { uptimeMs: -1 };
    this.#viewer.say({ type: 'diagnostics' });
    const { report } = await this.#viewer.message('diagnostics', (message) => message.report.uptimeMs > uptimeMs);
    this.#last = report;
    return report;
  }

  async stop(): Promise<void> {
    this.#viewer.close();
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** As an installer does it: by TLS, with a certificate of the appliance's own authority. */
async function serveTheNetwork(dataFolder: string): Promise<void> {
  const gateway = { listen: 'lan', port: await freePort(), tls: { certificate: 'own' } };
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(join(dataFolder, 'settings.json'), JSON.stringify({ gateway }));
}

/** In Electron the same entry is the main script of an app without windows. */
function commandLine(
  { root, electronPath, noSandbox }: BenchContext,
  folder: string,
  { flags, isElectron }: { readonly flags: readonly string[]; readonly isElectron: boolean },
): [string, string[]] {
  const entry = join(root, 'out/main/headless.js');
  if (!isElectron) return [process.execPath, [entry, ...flags]];
  const app = join(folder, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'taktline-live-bench', main: 'main.js' }));
  const argv = `process.argv.splice(1, process.argv.length, 'headless', ...${JSON.stringify(flags)});`;
  writeFileSync(join(app, 'main.js'), `${argv}\nrequire(${JSON.stringify(entry)});\n`);
  return [electronPath, [...(noSandbox ? ['--no-sandbox'] : []), '--disable-gpu', app]];
}

/** @param say told the last lines of an appliance that ends by itself */
function printedAddress(child: ChildProcess, say: (text: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        if (line.includes('#code=')) resolve(line);
      });
    }
    child.once('exit', (code, signal) => {
      if (code === 0) return;
      say(`the appliance ended with ${code ?? signal}: ${said.slice(-12).join(' | ')}`);
      reject(new Error('The appliance has ended.'));
    });
  });
}
