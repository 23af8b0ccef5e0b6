import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** The appliance without a window as a process of its own, with all the lines that it has said. */
export interface RunningAppliance {
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  /** Resolves with the first line, of those that came and those to come, that matches. */
  line(pattern: RegExp): Promise<string>;
}

const NO_PSQL_VARIABLES = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG')));

/** Starts it with flags; it is ended, and waited for, when the test ends. */
export function startAppliance(args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningAppliance {
  const child = spawn(process.execPath, ['out/main/headless.js', ...args], {
    env: { ...NO_PSQL_VARIABLES, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  });
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      for (const check of [...waiting]) check();
    });
  }
  const line = (pattern: RegExp) =>
    new Promise<string>((resolve) => {
      const check = () => {
        const found = lines.find((each) => pattern.test(each));
        if (found !== undefined) resolve(found);
      };
      waiting.push(check);
      check();
    });
  return { child, lines, line };
}
