import type { ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** How late an event loop was, ms. */
export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const LOOK_MS = 20;

/** How late the event loop of a process with `loop-probe.cjs` is during a stretch. @param path where the probe writes */
export async function loopDelayDuring(
  child: ChildProcess,
  path: string,
  stretch: () => Promise<unknown>,
): Promise<LoopDelay> {
  rmSync(path, { force: true });
  child.kill('SIGUSR2');
  await stretch();
  child.kill('SIGUSR2');
  for (;;) {
    await sleep(LOOK_MS);
    try {
      return JSON.parse(readFileSync(path, 'utf8'));
    } catch {
      // Not written yet, or half.
    }
  }
}
