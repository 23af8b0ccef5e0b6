import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type {
  FromLoad,
  LoadReport,
  LoadTarget,
  LoadWindow,
  RecordedFrames,
  ToLoad,
} from '../../../src/main/load-test/load-messages';

/** Two processes share the viewers, as two cores can. */
const PROCESSES = 2;

/** Viewers in processes of their own. */
export class Generators {
  readonly #children: readonly ChildProcess[];
  readonly #perProcess: number;
  readonly viewers: number;

  constructor(root: string, viewers: number) {
    this.viewers = viewers;
    this.#perProcess = Math.ceil(viewers / PROCESSES);
    this.#children = Array.from({ length: PROCESSES }, () =>
      fork(join(root, 'out/main/load-viewers.js'), [], { serialization: 'advanced' }),
    );
  }

  /** Connects all viewers at once. @returns time until the last had its snapshot, ms */
  async connect(target: LoadTarget): Promise<number> {
    const joined = this.#next('joined');
    for (const [at, child] of this.#children.entries())
      tell(child, { type: 'connect', target, viewers: this.#share(at) });
    return longest(await joined);
  }

  /** Makes the first viewers of each process stop reading. */
  pause(viewers: number): void {
    for (const child of this.#children) tell(child, { type: 'pause', viewers: viewers / PROCESSES });
  }

  resume(): void {
    for (const child of this.#children) tell(child, { type: 'resume' });
  }

  /** @returns time until the last was back, ms */
  async cut(): Promise<number> {
    const joined = this.#next('joined');
    for (const child of this.#children) tell(child, { type: 'cut' });
    return longest(await joined);
  }

  /** @param skipped viewers left aside, the first of each process */
  async report(window: Omit<LoadWindow, 'skipped'>, skipped = 0): Promise<LoadReport> {
    const reports = this.#next('report');
    for (const child of this.#children)
      tell(child, { type: 'report', window: { ...window, skipped: skipped / PROCESSES } });
    return (await reports).map(({ report }) => report).reduce(sum);
  }

  async recorded(): Promise<RecordedFrames> {
    const [first] = this.#children;
    if (first === undefined) throw new Error('There is no generator.');
    const answer = nextOf(first, 'recorded');
    tell(first, { type: 'recorded' });
    return (await answer).frames;
  }

  stop(): void {
    for (const child of this.#children) child.kill();
  }

  #share(at: number): number {
    return Math.min(this.#perProcess, this.viewers - at * this.#perProcess);
  }

  #next<Type extends FromLoad['type']>(type: Type): Promise<readonly Extract<FromLoad, { type: Type }>[]> {
    return Promise.all(this.#children.map((child) => nextOf(child, type)));
  }
}

function tell(child: ChildProcess, message: ToLoad): void {
  child.send(message);
}

async function nextOf<Type extends FromLoad['type']>(
  child: ChildProcess,
  type: Type,
): Promise<Extract<FromLoad, { type: Type }>> {
  for (;;) {
    const [message] = (await once(child, 'message')) as [FromLoad];
    if (message.type === type) return message as Extract<FromLoad, { type: Type }>;
  }
}

function longest(joined: readonly { readonly longestMs: number }[]): number {
  return Math.max(...joined.map(({ longestMs }) => longestMs));
}

function sum(a: LoadReport, b: LoadReport): LoadReport {
  const latenciesMs = new Float64Array(a.latenciesMs.length + b.latenciesMs.length);
  latenciesMs.set(a.latenciesMs);
  latenciesMs.set(b.latenciesMs, a.latenciesMs.length);
  const closed = new Map(a.closed);
  for (const [code, times] of b.closed) closed.set(code, (closed.get(code) ?? 0) + times);
  return {
    ...{ latenciesMs, closed, lost: a.lost + b.lost, doubled: a.doubled + b.doubled, latest: a.latest + b.latest },
    ...{ reloads: a.reloads + b.reloads, resumes: a.resumes + b.resumes, connected: a.connected + b.connected },
  };
}
