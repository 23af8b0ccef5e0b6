import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeMessage } from '../../../src/main/gateway/viewer-socket';
import type { RecordedFrames } from '../../../src/main/load-test/load-messages';
import { type LoopDelay, loopDelayDuring } from './loop-delay';
import { cpuMs } from './process-meter';

/** A process that writes recorded frames to raw sockets, and a heartbeat every second, see `floor-process.mjs`. */
export class Floor {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #frames: number;

  private constructor(parts: {
    readonly child: ChildProcess;
    readonly port: number;
    readonly folder: string;
    readonly frames: number;
  }) {
    this.port = parts.port;
    this.#child = parts.child;
    this.#folder = parts.folder;
    this.#frames = parts.frames;
  }

  static async start(root: string, recorded: RecordedFrames): Promise<Floor> {
    const folder = mkdtempSync(join(tmpdir(), 'taktline-floor-'));
    const child = fork(join(root, 'test/bench/live/floor-process.mjs'), [], {
      serialization: 'advanced',
      env: { ...process.env, TAKTLINE_LOOP_PROBE: join(folder, 'loop.json') },
      execArgv: ['--require', join(root, 'test/bench/live/loop-probe.cjs')],
    });
    const listening = once(child, 'message');
    const heartbeat = encodeMessage({ type: 'heartbeat', plantTimeMs: Date.now() }).bytes;
    child.send({ type: 'frames', frames: { ...recorded, heartbeat } });
    const [{ port }] = (await listening) as [{ readonly port: number }];
    return new Floor({ child, port, folder, frames: recorded.updates.length });
  }

  get cpuMs(): number {
    return cpuMs(this.#child.pid ?? 0);
  }

  /** How late its event loop is meanwhile. */
  loopDelayDuring(stretch: () => Promise<unknown>): Promise<LoopDelay> {
    return loopDelayDuring(this.#child, join(this.#folder, 'loop.json'), stretch);
  }

  /** Writes the frame of this number, from 1, to everybody. @throws Error where so many were not recorded */
  send(at: number): void {
    if (at > this.#frames) throw new Error(`The floor has ${this.#frames} frames, and was to send the ${at}th.`);
    this.#child.send({ type: 'send', at });
  }

  stop(): void {
    this.#child.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
