import { setTimeout as pause } from 'node:timers/promises';
import type { LoadStep } from '../../shared/load-test';
import { isHeld } from '../../shared/load-test';
import type { FromLoad, FromLoadServer, ToLoad, ToLoadServer, LoadReport as ViewersReport } from './load-messages';
import { TestProcess } from './test-process';

export interface LoadRunOptions {
  /** The built `load-server.js` and `load-viewers.js`. */
  readonly serverEntryPath: string;
  readonly viewersEntryPath: string;
  /** Numbers of screens, ascending. */
  readonly steps: readonly number[];
  readonly perSecond: number;
  /** The machine's clock, which all its processes share, ms. */
  readonly nowMs: () => number;
  /** Told of each step as it begins. */
  readonly onStep: (screens: number, at: number) => void;
  readonly times?: LoadTimes;
}

export interface LoadTimes {
  /** Screens that have not had their first values by then are not served, ms. */
  readonly joinMs: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Long enough for what is under way to arrive, if it arrives within the bound at all, ms. */
  readonly settleMs: number;
}

const DEFAULT_TIMES: LoadTimes = { joinMs: 10_000, warmUpMs: 1_000, measureMs: 3_000, settleMs: 1_000 };

/** Counters of the viewers' process since its start. */
interface Counted {
  readonly doubled: number;
  readonly latest: number;
  readonly closed: number;
}

/**
 * Serves more and more screens until they would notice: a gateway of its own and its viewers, each in a process of its
 * own, so that whoever is really connected shares the processor with them and nothing else.
 * @returns the steps that were made; the last one did not hold, unless all did
 * @throws Error where a process ends by itself; the signal's reason where the test is broken off
 */
export async function runLoadTest(options: LoadRunOptions, signal: AbortSignal): Promise<readonly LoadStep[]> {
  const server = new TestProcess<ToLoadServer, FromLoadServer>(options.serverEntryPath);
  const viewers = new TestProcess<ToLoad, FromLoad>(options.viewersEntryPath);
  try {
    return await new LoadRun(options, server, viewers, signal).run();
  } finally {
    viewers.end();
    server.end();
  }
}

class LoadRun {
  readonly #options: LoadRunOptions;
  readonly #server: TestProcess<ToLoadServer, FromLoadServer>;
  readonly #viewers: TestProcess<ToLoad, FromLoad>;
  readonly #signal: AbortSignal;
  readonly #times: LoadTimes;
  #counted: Counted = { doubled: 0, latest: 0, closed: 0 };

  constructor(
    options: LoadRunOptions,
    server: TestProcess<ToLoadServer, FromLoadServer>,
    viewers: TestProcess<ToLoad, FromLoad>,
    signal: AbortSignal,
  ) {
    this.#options = options;
    this.#server = server;
    this.#viewers = viewers;
    this.#signal = signal;
    this.#times = options.times ?? DEFAULT_TIMES;
  }

  async run(): Promise<readonly LoadStep[]> {
    const target = { ...(await this.#listening()), acknowledges: true };
    const done: LoadStep[] = [];
    for (const [at, screens] of this.#options.steps.entries()) {
      this.#options.onStep(screens, at);
      const further = screens - (done.at(-1)?.screens ?? 0);
      await this.#join({ type: 'connect', target, viewers: further });
      if (at === 0) this.#server.tell({ type: 'write', perSecond: this.#options.perSecond });
      const first = await this.#measure(screens);
      // Something else may have had the processor for a moment: what falls short is looked at once more.
      const step = isHeld(first) ? first : await this.#measure(screens);
      done.push(step);
      if (!isHeld(step)) break;
    }
    return done;
  }

  async #listening() {
    const failed = this.#server.next('failed', this.#signal).then(({ message }) => {
      throw new Error(message);
    });
    const { target } = await Promise.race([this.#server.next('listening', this.#signal), failed]);
    // Nobody listens for it any more: a process that ends later is told of by what is asked then.
    failed.catch(() => {});
    return target;
  }

  /** All have come in, or the time for it is over. */
  async #join(connect: ToLoad): Promise<void> {
    const over = AbortSignal.timeout(this.#times.joinMs);
    try {
      await this.#viewers.ask(connect, 'joined', AbortSignal.any([this.#signal, over]));
    } catch (error) {
      if (!over.aborted || this.#signal.aborted) throw error;
    }
  }

  async #measure(screens: number): Promise<LoadStep> {
    await this.#pause(this.#times.warmUpMs);
    const fromMs = this.#options.nowMs();
    await this.#server.ask({ type: 'measure' }, 'measured', this.#signal);
    await this.#pause(this.#times.measureMs);
    const { marks, cpuMs, residentBytes } = await this.#server.ask({ type: 'measure' }, 'measured', this.#signal);
    const toMs = this.#options.nowMs();
    await this.#pause(this.#times.settleMs);
    const window = { fromMs, toMs, marks, skipped: 0 };
    const { report } = await this.#viewers.ask({ type: 'report', window }, 'report', this.#signal);
    return { screens, ...this.#figures(report), cpuShare: cpuMs / (toMs - fromMs), residentBytes };
  }

  #figures({ latenciesMs, lost, connected, ...report }: ViewersReport) {
    const closed = [...report.closed.values()].reduce((sum, times) => sum + times, 0);
    const before = this.#counted;
    this.#counted = { doubled: report.doubled, latest: report.latest, closed };
    latenciesMs.sort();
    const quantile = (share: number) => latenciesMs[Math.max(0, Math.ceil(share * latenciesMs.length) - 1)] ?? null;
    return {
      ...{ connected, lost, doubled: report.doubled - before.doubled },
      ...{ conflated: report.latest - before.latest, closed: closed - before.closed },
      ...{ p50Ms: quantile(0.5), p95Ms: quantile(0.95), p99Ms: quantile(0.99), maxMs: quantile(1) },
    };
  }

  #pause(ms: number): Promise<void> {
    return pause(ms, undefined, { signal: this.#signal });
  }
}
