import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { RecordedFrames } from '../../../src/main/load-test/load-messages';
import { cpuMs } from './process-meter';

/** A process that writes recorded frames to raw sockets, see `floor-process.mjs`. */
export class Floor {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  static async start(root: string, frames: RecordedFrames): Promise<Floor> {
    const child = fork(join(root, 'test/bench/live/floor-process.mjs'), [], { serialization: 'advanced' });
    const listening = once(child, 'message');
    child.send({ type: 'frames', frames });
    const [{ port }] = (await listening) as [{ readonly port: number }];
    return new Floor(child, port);
  }

  get cpuMs(): number {
    return cpuMs(this.#child.pid ?? 0);
  }

  /** Writes the frame of this number, from 1, to everybody. */
  send(at: number): void {
    this.#child.send({ type: 'send', at });
  }

  stop(): void {
    this.#child.kill();
  }
}
