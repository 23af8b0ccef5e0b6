import type { RevisedStretch } from '../../../shared/protocol';
import type { ChangeBatch } from '../change-batch';
import type { RecentSamples } from '../recent-samples';
import { samplesIn, unitEntries } from './entry-changes';
import type { FleetBus } from './fleet-bus';
import { entryText, type FleetContent } from './fleet-entry';

export interface FleetPublisherOptions {
  readonly bus: FleetBus;
  readonly holder: string;
  readonly fence: number;
  readonly recent: RecentSamples;
  readonly plantNowMs: () => number;
  /** The lease is somebody else's by now. */
  readonly onRefused: () => void;
  readonly onPublished: () => void;
}

/** More samples than this are no news but a ring that is being filled: everybody reads that for himself. */
const MAX_SAMPLES = 5_000;
/** Entries on their way; beyond it one is left out, which the others see by its number. */
const MAX_WAITING = 200;

/** Tells the others what one term's holder reads, one entry after the other. */
export class FleetPublisher {
  readonly #options: FleetPublisherOptions;
  #number = 0;
  #waiting = 0;
  #sending: Promise<void> = Promise.resolve();
  #isEnded = false;

  constructor(options: FleetPublisherOptions) {
    this.#options = options;
    this.tell({ kind: 'begin' });
  }

  changes(batch: ChangeBatch): void {
    const units = unitEntries(batch, this.#options.recent);
    this.tell(samplesIn(units) > MAX_SAMPLES ? { kind: 'reread' } : { kind: 'changes', units });
  }

  revisions(stretches: readonly RevisedStretch[]): void {
    this.tell({ kind: 'revisions', stretches: [...stretches] });
  }

  tell(content: FleetContent): void {
    const number = this.#number;
    this.#number += 1;
    if (this.#isEnded || this.#waiting >= MAX_WAITING) return;
    const { bus, holder, fence, plantNowMs, onRefused, onPublished } = this.#options;
    const text = entryText({ fence, number, sentMs: plantNowMs(), content });
    this.#waiting += 1;
    this.#sending = this.#sending.then(async () => {
      try {
        if (this.#isEnded) return;
        if (await bus.publish(holder, fence, text)) onPublished();
        else {
          this.#isEnded = true;
          onRefused();
        }
      } catch {
        // The others see the hole in the numbers and read it for themselves; that Redis is in trouble the bus says.
      } finally {
        this.#waiting -= 1;
      }
    });
  }

  /** Nothing more is told; resolves when what is on its way has arrived or failed. */
  end(): Promise<void> {
    this.#isEnded = true;
    return this.#sending;
  }
}
