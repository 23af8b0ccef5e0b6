import type { PlantTimers } from './clock';
import { PeriodicTask } from './periodic-task';

export interface RightsWatchOptions {
  /** What our role may do beyond reading, as a sentence; undefined: nothing. */
  readonly read: (signal: AbortSignal) => Promise<string | undefined>;
  readonly timers: PlantTimers;
  readonly onTrouble: (error: Error) => void;
  /** Told when it has changed; not of the first time that it is nothing. */
  readonly onChange: (surplus: string | undefined) => void;
}

/** Rights are given by hand, seldom: who takes them away sees it here within the hour, or at the next reconnect. */
const EVERY_MS = 3_600_000;
const RETRY_MS = 60_000;

/** Knows whether the appliance was given more rights than reading takes. */
export class RightsWatch {
  readonly #task: PeriodicTask;
  #surplus: string | undefined;

  constructor(options: RightsWatchOptions) {
    this.#task = new PeriodicTask({
      run: async (signal) => {
        const surplus = await options.read(signal);
        const isChanged = surplus !== this.#surplus;
        this.#surplus = surplus;
        if (isChanged) options.onChange(surplus);
        return EVERY_MS;
      },
      timers: options.timers,
      retryMs: RETRY_MS,
      onFailure: options.onTrouble,
    });
  }

  /** Reads now, and in its rhythm from then on. */
  refresh(): Promise<void> {
    return this.#task.trigger();
  }

  close(): void {
    this.#task.close();
  }

  /** What was found at the last read; undefined before the first. */
  surplus(): string | undefined {
    return this.#surplus;
  }
}
