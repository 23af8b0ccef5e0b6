import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallHandlers } from '../../shared/ipc';
import { type LoadCeiling, LoadReport, type LoadState, type LoadStep, stepsUpTo } from '../../shared/load-test';
import type { SetupOutcome } from '../../shared/setup';
import { writeFileAtomically } from '../config/atomic-file';
import type { Log } from '../diagnostics/log';
import type { LoadRunOptions } from './load-run';
import { MADE_UP_UNITS } from './made-up-source';

/** What it needs of the program around it. */
export interface LoadTestWorld {
  readonly dataFolder: string;
  /** Makes the test; throws the signal's reason where it is broken off. */
  run(
    options: Pick<LoadRunOptions, 'steps' | 'perSecond' | 'onStep'>,
    signal: AbortSignal,
  ): Promise<readonly LoadStep[]>;
  readonly cores: number;
  readonly log: Log;
  nowMs(): number;
}

type LoadTestCalls = Pick<CallHandlers, Extract<keyof CallHandlers, `loadTest${string}`>>;

/** Changes of the plant a second: each is sent to every screen. */
const PER_SECOND = 10;
/** What a step takes where nothing is wrong, for the progress bar. */
const USUAL_STEP_MS = 5_500;
const FILE = 'load-test.json';

interface Running {
  readonly cancel: AbortController;
  readonly steps: readonly number[];
  /** The step that is made, and since when. */
  at: number;
  sinceMs: number;
}

/** "What can this PC serve?", for the app's own window: one test at a time, the last one kept with its date. */
export class LoadTestSession implements LoadTestCalls {
  readonly #world: LoadTestWorld;
  #running: Running | undefined;
  #failure: string | undefined;
  #report: Promise<LoadReport | undefined> | undefined;

  constructor(world: LoadTestWorld) {
    this.#world = world;
  }

  loadTestState = async (): Promise<LoadState> => {
    this.#report ??= this.#kept();
    const report = await this.#report;
    const running = this.#running;
    return {
      ...(running === undefined ? {} : { running: this.#progress(running) }),
      ...(this.#failure === undefined ? {} : { failure: this.#failure }),
      ...(report === undefined ? {} : { report }),
    };
  };

  loadTestStart = async (ceiling: LoadCeiling): Promise<SetupOutcome> => {
    if (this.#running !== undefined)
      return { ok: false, failure: { code: 'busy', message: 'A test is being made already.', retryable: true } };
    const running: Running = {
      cancel: new AbortController(),
      steps: stepsUpTo(ceiling),
      at: 0,
      sinceMs: this.#world.nowMs(),
    };
    this.#running = running;
    this.#failure = undefined;
    void this.#make(ceiling, running);
    return { ok: true };
  };

  loadTestCancel = async (): Promise<SetupOutcome> => {
    this.#running?.cancel.abort();
    return { ok: true };
  };

  #progress({ steps, at, sinceMs }: Running): NonNullable<LoadState['running']> {
    const ofStep = Math.min(1, Math.max(0, (this.#world.nowMs() - sinceMs) / USUAL_STEP_MS));
    return { screens: steps[at] ?? 0, share: (at + ofStep) / steps.length };
  }

  async #make(ceiling: LoadCeiling, running: Running): Promise<void> {
    const { run, log, cores, nowMs } = this.#world;
    const { signal } = running.cancel;
    const onStep = (_screens: number, at: number) => {
      running.at = at;
      running.sinceMs = nowMs();
    };
    log.info('load-test', { ceiling });
    try {
      const steps = await run({ steps: running.steps, perSecond: PER_SECOND, onStep }, signal);
      const report = {
        ...{ endedMs: nowMs(), perSecond: PER_SECOND, workUnits: MADE_UP_UNITS, cores, ceiling },
        steps: [...steps],
      };
      this.#report = Promise.resolve(report);
      await writeFileAtomically(this.#path, JSON.stringify(report));
    } catch (error) {
      if (!signal.aborted) this.#fail(error instanceof Error ? error.message : String(error));
    } finally {
      this.#running = undefined;
    }
  }

  #fail(message: string): void {
    this.#failure = message;
    this.#world.log.warn('load-test-failed', { message });
  }

  get #path(): string {
    return join(this.#world.dataFolder, FILE);
  }

  /** The last test of an earlier run; a file that is none of ours any more is as good as none. */
  async #kept(): Promise<LoadReport | undefined> {
    try {
      return LoadReport.parse(JSON.parse(await readFile(this.#path, 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        this.#world.log.warn('load-test-unread', { message: error instanceof Error ? error.message : String(error) });
      return undefined;
    }
  }
}
