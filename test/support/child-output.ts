import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';

/** A program of a test, with all that it has said. It is killed when the test ends. */
export interface Running {
  readonly child: ChildProcess;
  /** Everything so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Exit code, or the signal's name, once its output is complete. */
  readonly ended: Promise<number | string>;
  /** Resolves when stdout or stderr matches; rejects with all output when the program ends before. */
  readonly said: (pattern: RegExp) => Promise<void>;
}

/** Starts a program with piped output. */
export function run(file: string, args: readonly string[], options: SpawnOptions = {}): Running {
  const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (pattern.test(texts.stdout) || pattern.test(texts.stderr)) resolve();
      };
      look();
      child.stdout?.on('data', look);
      child.stderr?.on('data', look);
      ended.then((code) => reject(new Error(`ended with ${code}: ${texts.stdout}${texts.stderr}`)), reject);
    });
  return { child, stdout: () => texts.stdout, stderr: () => texts.stderr, ended, said };
}
