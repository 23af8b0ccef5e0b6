// Programs that a script runs for the person in front of it: they share the terminal, get the signals that the script
// gets, pass their exit code on, and never outlive the script.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname } from 'node:path';
import { forwardSignals } from './bootstrap/cleanup.mjs';

/** So long may a program take to end after it was told to. */
const GRACE_MS = 15_000;
const SETPRIV = '/usr/bin/setpriv';

/**
 * The command, on a leash where the system has one: the kernel ends the program when this process is gone, even by kill -9.
 * @param {readonly string[]} command
 * @returns {{ file: string, args: string[] }}
 */
export function leashed(command) {
  const whole =
    process.platform === 'linux' && existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'TERM', ...command] : [...command];
  return { file: whole[0] ?? '', args: whole.slice(1) };
}

/**
 * Environment in which `node` is the tools' Node, for the program and all its children.
 * @param {string} nodePath
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment(nodePath, env = process.env) {
  return { ...env, PATH: [dirname(nodePath), env.PATH ?? ''].join(delimiter) };
}

/**
 * Runs a program to its end on this terminal.
 * @param {readonly string[]} command program and arguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdoutToStderr?: boolean, quiet?: boolean }} [options]
 *   stdoutToStderr: its stdout is chatter; quiet: keep its output and return it
 * @returns {Promise<{ exitCode: number, output: string }>} exitCode: 128 + number when a signal ended it; output: '' unless quiet
 */
export function runChild(command, options = {}) {
  const { file, args } = leashed(command);
  return new Promise((resolve, reject) => {
    const stdout = options.quiet === true ? 'pipe' : options.stdoutToStderr === true ? 2 : 'inherit';
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['inherit', stdout, options.quiet === true ? 'pipe' : 'inherit'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    /** @type {NodeJS.Timeout | undefined} */
    let grace;
    const stop = forwardSignals((signal) => {
      // Ctrl-C reaches every process of the terminal by itself; a second one would mean "at once".
      if (signal !== 'SIGINT' || process.stdin.isTTY !== true) child.kill(signal);
      grace ??= setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    });
    child.on('error', (error) => {
      stop();
      reject(error);
    });
    child.on('close', (code, signal) => {
      clearTimeout(grace);
      stop();
      resolve({ exitCode: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), output });
    });
  });
}
