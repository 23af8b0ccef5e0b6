import { type ChildProcess, fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';

/** A process of a load test: it is told and asked over its channel, and ends with it. */
export class TestProcess<To extends object, From extends { readonly type: string }> {
  readonly #child: ChildProcess;

  /** @param entryPath built, of `out/main` */
  constructor(entryPath: string) {
    this.#child = fork(entryPath, [], {
      execArgv: [],
      serialization: 'advanced',
      // Inside Electron the program is Electron itself; under Node the variable means nothing.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    // Told by whoever waits for an answer: without one it does not matter.
    this.#child.on('error', () => {});
    const { pid } = this.#child;
    // The screens that are really connected go first.
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  }

  tell(message: To): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  /**
   * The next message of a type.
   * @throws Error when the process ends before; the signal's reason when it is aborted
   */
  next<Type extends From['type']>(type: Type, signal: AbortSignal): Promise<Extract<From, { type: Type }>> {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const done = () => {
        child.off('message', heard);
        child.off('exit', ended);
        signal.removeEventListener('abort', aborted);
      };
      const heard = (raw: unknown) => {
        // Both ends are of one build.
        const message = raw as From;
        if (message.type !== type) return;
        done();
        resolve(message as Extract<From, { type: Type }>);
      };
      const ended = () => {
        done();
        reject(new Error('A process of the load test has ended by itself.'));
      };
      const aborted = () => {
        done();
        reject(signal.reason);
      };
      child.on('message', heard);
      child.once('exit', ended);
      signal.addEventListener('abort', aborted);
      if (signal.aborted) aborted();
      else if (child.exitCode !== null || child.pid === undefined) ended();
    });
  }

  /** Asks and waits for the answer. */
  ask<Type extends From['type']>(message: To, type: Type, signal: AbortSignal): Promise<Extract<From, { type: Type }>> {
    const answer = this.next(type, signal);
    this.tell(message);
    return answer;
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }
}
