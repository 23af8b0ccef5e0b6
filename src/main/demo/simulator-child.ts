import { type ChildProcess, fork } from 'node:child_process';
import { z } from 'zod';
import { backoffMs } from '../../shared/backoff';

/** Keeps the simulator's process running: restarts it when it ends, with backoff, and stops it once. */

const Phase = z.enum(['rows', 'aggregates', 'policies', 'ready']);

/** What the simulator reports over its channel. */
export const FromSimulator = z.discriminatedUnion('type', [
  z.object({ type: z.literal('provisioned') }),
  z.object({ type: z.literal('live') }),
  z.object({ type: z.literal('progress'), phase: Phase, share: z.number() }),
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('waiting'), message: z.string(), waitMs: z.number() }),
  z.object({ type: z.literal('lost'), workUnitId: z.string(), fromMs: z.number(), toMs: z.number() }),
  z.object({ type: z.literal('failed'), message: z.string() }),
]);
export type FromSimulator = z.infer<typeof FromSimulator>;

/** What it is told once: where the embedded plant takes clients. It is started before that is known. */
export const ToSimulator = z.object({ type: z.literal('plant'), port: z.number() });
export type ToSimulator = z.infer<typeof ToSimulator>;

export interface SimulatorChildOptions {
  /** The built `out/main/simulator.js`. */
  readonly entryPath: string;
  readonly args: readonly string[];
  /** Of the embedded plant, as soon as it takes clients; its failure is told by whoever starts the plant. */
  readonly plantPort: Promise<number>;
  /** The program that runs it; default: this process's own. */
  readonly execPath?: string | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Uniform in [0, 1), for the delay before a restart. */
  readonly random: () => number;
  readonly onMessage: (message: FromSimulator) => void;
  /** Told when the process has ended by itself and will be started again. */
  readonly onEnded: (how: string, restartInMs: number) => void;
}

/** A process that lived so long ended for a new reason: the delays begin anew. */
const STABLE_AFTER_MS = 30_000;
/** Beyond what the process allows itself for stopping. */
const STOP_TIMEOUT_MS = 4_000;

export class SimulatorChild {
  readonly #options: SimulatorChildOptions;
  #child: ChildProcess | undefined;
  #restartTimer: NodeJS.Timeout | undefined;
  #failures = 0;
  #stopping: Promise<void> | undefined;

  constructor(options: SimulatorChildOptions) {
    this.#options = options;
  }

  /** Starts the process; call once. */
  start(): void {
    this.#launch();
  }

  /** Of the running process; undefined between two. */
  pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Ends the process and resolves when it is gone; idempotent. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#restartTimer);
    const child = this.#child;
    if (child === undefined) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const killTimer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    // The end of the channel is what tells it, on every platform alike.
    if (child.connected) child.disconnect();
    await ended;
    clearTimeout(killTimer);
  }

  #launch(): void {
    const { entryPath, args, plantPort, execPath, env, onMessage } = this.#options;
    const startedMs = performance.now();
    const child = fork(entryPath, [...args], {
      ...(execPath === undefined ? {} : { execPath }),
      execArgv: [],
      // Inside Electron the program is Electron itself; under Node the variable means nothing.
      env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child = child;
    child.on('message', (raw: unknown) => onMessage(FromSimulator.parse(raw)));
    plantPort.then(
      (port) => {
        const plant: ToSimulator = { type: 'plant', port };
        // A channel that has just closed: the process's end is being told by its own event.
        if (child.connected) child.send(plant, () => {});
      },
      // There is no plant: who started it stops this process as well.
      () => {},
    );
    let failure: string | undefined;
    child.once('error', (error) => {
      failure = error.message;
      // A process that could not even start has no 'exit'.
      if (child.pid === undefined) this.#onEnded(failure, 0);
    });
    child.once('exit', (code, signal) => {
      this.#onEnded(failure ?? signal ?? `code ${code}`, performance.now() - startedMs);
    });
  }

  #onEnded(how: string, livedMs: number): void {
    this.#child = undefined;
    if (this.#stopping !== undefined) return;
    if (livedMs > STABLE_AFTER_MS) this.#failures = 0;
    this.#failures += 1;
    const delayMs = backoffMs(this.#failures, this.#options.random());
    this.#options.onEnded(how, delayMs);
    this.#restartTimer = setTimeout(() => this.#launch(), delayMs);
  }
}
