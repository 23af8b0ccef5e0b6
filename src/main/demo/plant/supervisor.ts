import { type ChildProcess, fork } from 'node:child_process';
import { backoffMs } from '../../../shared/backoff';
import type { PlantAddress } from '../../plant/connection';
import { DATABASE } from './engine-facts';
import { FromPlant, type PlantStats, type ToPlant } from './process-messages';

/**
 * Keeps the embedded plant's process running: starts it, starts it again on the same port when it ends by itself,
 * and stops it once. The engine itself is never loaded here.
 */

export type PlantProcessState = 'starting' | 'ready' | 'restarting' | 'stopped';

export interface EmbeddedPlantOptions {
  /** The built `out/main/plant.js`. */
  readonly entryPath: string;
  readonly dataDir: string;
  /** 0 or absent: any free port, kept over restarts. */
  readonly port?: number;
  /** The program that runs it; default: this process's own. */
  readonly execPath?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Further arguments of the plant, such as `--no-jobs`. */
  readonly extraArguments?: readonly string[];
  /** Between two signs of life asked for, in ms; after six without an answer the process is killed. */
  readonly pingEveryMs?: number;
  readonly onStateChange?: (state: PlantProcessState) => void;
  /** Uniform in [0, 1), for the delay before a restart; default: `Math.random`. */
  readonly random?: () => number;
  readonly log: (line: string) => void;
}

export interface EmbeddedPlantHandle {
  /** Of the user `taktline`; the same for the handle's whole life. */
  readonly address: PlantAddress;
  /** Of the running process; undefined between two. */
  pid(): number | undefined;
  /** @throws Error when the plant is not running, or ends before it answers */
  stats(options?: { readonly reset?: boolean }): Promise<PlantStats>;
  /** Closes the database and ends the process; idempotent. */
  stop(): Promise<void>;
}

/** A process that has lived this long ended for a new reason: the delay begins anew. */
const STABLE_AFTER_MS = 30_000;
/**
 * A statement cannot be interrupted, and one without end (a recursion, a join without a condition) would keep every
 * client waiting for ever: clients give up after 35 s at most, the process is ended after a minute.
 */
const DEFAULT_PING_EVERY_MS = 10_000;
const MAX_UNANSWERED_PINGS = 6;
/** Longer than any one statement with its checkpoint; then the process is killed. */
const STOP_TIMEOUT_MS = 15_000;

/**
 * Starts the embedded plant and resolves when it takes clients.
 * @throws Error with the plant's own sentence when the first start fails; nothing is left running then
 */
export async function startEmbeddedPlant(options: EmbeddedPlantOptions): Promise<EmbeddedPlantHandle> {
  const supervisor = new Supervisor(options);
  const port = await supervisor.startFirst();
  return {
    address: { host: '127.0.0.1', port, database: DATABASE, user: 'taktline' },
    pid: () => supervisor.pid(),
    stats: (request) => supervisor.stats(request?.reset ?? false),
    stop: () => supervisor.stop(),
  };
}

interface PendingStats {
  resolve(stats: PlantStats): void;
  reject(error: Error): void;
}

class Supervisor {
  readonly #options: EmbeddedPlantOptions;
  #child: ChildProcess | undefined;
  #port: number;
  #state: PlantProcessState = 'starting';
  #failures = 0;
  #restartTimer: NodeJS.Timeout | undefined;
  #stopping: Promise<void> | undefined;
  #nextStatsId = 1;
  readonly #pendingStats = new Map<number, PendingStats>();

  constructor(options: EmbeddedPlantOptions) {
    this.#options = options;
    this.#port = options.port ?? 0;
  }

  async startFirst(): Promise<number> {
    try {
      this.#port = await this.#launch();
    } catch (error) {
      this.#enter('stopped');
      throw error;
    }
    return this.#port;
  }

  pid(): number | undefined {
    return this.#child?.pid;
  }

  stats(reset: boolean): Promise<PlantStats> {
    const child = this.#child;
    if (child === undefined || this.#state !== 'ready') {
      return Promise.reject(new Error('The embedded plant is not running.'));
    }
    const id = this.#nextStatsId++;
    return new Promise((resolve, reject) => {
      this.#pendingStats.set(id, { resolve, reject });
      const request: ToPlant = { type: 'stats', id, reset };
      child.send(request);
    });
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#enter('stopped');
    clearTimeout(this.#restartTimer);
    const child = this.#child;
    if (child === undefined) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const killTimer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    const request: ToPlant = { type: 'stop' };
    // A signal would be lost on Windows, where it kills at once; the channel may be gone where the process is ending.
    if (child.connected) child.send(request, () => {});
    else child.kill();
    await ended;
    clearTimeout(killTimer);
  }

  /** Resolves with the port once the process is ready. */
  #launch(): Promise<number> {
    const { entryPath, dataDir, execPath, env, extraArguments = [], log } = this.#options;
    const child = fork(entryPath, ['--data', dataDir, '--port', String(this.#port), ...extraArguments], {
      ...(execPath === undefined ? {} : { execPath }),
      execArgv: [],
      // Inside Electron the program is Electron itself; under Node the variable means nothing.
      env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child = child;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n')) if (line !== '') log(line);
    });
    return new Promise((resolve, reject) => {
      let failure = '';
      const watchdog = new Watchdog(child, this.#options.pingEveryMs ?? DEFAULT_PING_EVERY_MS);
      const startedMs = performance.now();
      child.on('message', (raw: unknown) => {
        const message = FromPlant.parse(raw);
        if (message.type === 'ready') {
          watchdog.start();
          this.#enter('ready');
          resolve(message.port);
        } else if (message.type === 'failed') failure = message.message;
        else if (message.type === 'pong') watchdog.answered();
        // Nothing is left to lose; a process that ends by itself first finishes what V8 compiles, which can take seconds.
        else if (message.type === 'closed') child.kill('SIGKILL');
        else this.#settleStats(message.id, message.stats);
      });
      child.once('error', (error) => reject(error));
      child.once('exit', (code, signal) => {
        watchdog.stop();
        const how = failure || `ended with ${signal ?? `code ${code}`}`;
        this.#onExit(performance.now() - startedMs, how);
        reject(new Error(failure || `The embedded plant's process ${how}.`));
      });
    });
  }

  #onExit(livedMs: number, how: string): void {
    this.#child = undefined;
    for (const pending of this.#pendingStats.values()) pending.reject(new Error(`The embedded plant ${how}.`));
    this.#pendingStats.clear();
    if (this.#state === 'stopped' || this.#state === 'starting') return;
    if (livedMs > STABLE_AFTER_MS) this.#failures = 0;
    this.#failures += 1;
    const delayMs = Math.round(backoffMs(this.#failures, (this.#options.random ?? Math.random)()));
    this.#options.log(`plant_process_ended how=${JSON.stringify(how)} restartInMs=${delayMs}`);
    this.#enter('restarting');
    // A failed start ends in 'exit' as well, which plans the next one.
    this.#restartTimer = setTimeout(() => this.#launch().catch(() => {}), delayMs);
  }

  #settleStats(id: number, stats: PlantStats): void {
    this.#pendingStats.get(id)?.resolve(stats);
    this.#pendingStats.delete(id);
  }

  #enter(state: PlantProcessState): void {
    // Once stopped, a late message of the ending process changes nothing.
    if (this.#state === state || this.#state === 'stopped') return;
    this.#state = state;
    this.#options.onStateChange?.(state);
  }
}

/** Kills a process that answers nothing any more; counts questions instead of time, so that a machine's sleep is no offence. */
class Watchdog {
  readonly #child: ChildProcess;
  readonly #everyMs: number;
  #unanswered = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(child: ChildProcess, everyMs: number) {
    this.#child = child;
    this.#everyMs = everyMs;
  }

  start(): void {
    this.#timer = setInterval(() => this.#ask(), this.#everyMs);
  }

  answered(): void {
    this.#unanswered = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #ask(): void {
    if (this.#unanswered >= MAX_UNANSWERED_PINGS) this.#child.kill('SIGKILL');
    this.#unanswered += 1;
    const ping: ToPlant = { type: 'ping' };
    // A channel that has just closed: the process's end is being told by its own event.
    if (this.#child.connected) this.#child.send(ping, () => {});
  }
}
