import { abortion } from '../abort';
import { type LiveClock, pause } from '../live-clock';
import type { FleetBus } from './fleet-bus';
import { entryOf, type FleetEntry } from './fleet-entry';

/** Entries read ahead of being applied; beyond it they are left out, and the ring is read instead. */
const MAX_BUFFERED = 5_000;

/** Reads the stream from a place on, until it fails: entries in their order, without a hole in their numbers. */
export class FleetStream {
  readonly #bus: FleetBus;
  readonly #clock: LiveClock;
  readonly #onEntry: () => void;
  readonly #ended = new AbortController();
  #entries: FleetEntry[] = [];
  #last: { readonly fence: number; readonly number: number } | undefined;
  #hasHole = false;
  #heardMs: number;
  #lagMs = 0;

  /** @param onEntry told when there is something to take */
  constructor(bus: FleetBus, clock: LiveClock, onEntry: () => void) {
    this.#bus = bus;
    this.#clock = clock;
    this.#onEntry = onEntry;
    this.#heardMs = clock.monotonicMs();
  }

  /** How long nothing has come, ms. */
  get silentMs(): number {
    return this.#clock.monotonicMs() - this.#heardMs;
  }

  /** How old the last entry was when it came, by the plant's clock, ms. */
  get lagMs(): number {
    return this.#lagMs;
  }

  get isEnded(): boolean {
    return this.#ended.signal.aborted;
  }

  /** Resolves when it has ended, by trouble or by {@link end}. */
  ended(): Promise<void> {
    return abortion(this.#ended.signal);
  }

  /** Begins after all that is there now. @throws where the bus fails */
  async begin(): Promise<void> {
    void this.#read(await this.#bus.lastId());
  }

  /** Whether entries were missed, or a new holder has begun, since this was asked last: then the ring is to be read. */
  takeHole(): boolean {
    const hadHole = this.#hasHole;
    this.#hasHole = false;
    return hadHole;
  }

  take(): readonly FleetEntry[] {
    const taken = this.#entries;
    this.#entries = [];
    return taken;
  }

  end(): void {
    this.#ended.abort();
  }

  async #read(fromId: string): Promise<void> {
    let id = fromId;
    try {
      while (!this.isEnded) {
        const entries = await this.#bus.read(id);
        for (const { id: own, text } of entries) {
          id = own;
          this.#push(entryOf(text));
        }
        if (entries.length > 0) this.#onEntry();
        // A bus that answers at once with nothing must not spin.
        else await pause(this.#clock, 1, this.#ended.signal);
      }
    } catch {
      // Why is the bus's to say; what was missed is read by whoever follows anew.
      this.#ended.abort();
    }
  }

  #push(entry: FleetEntry | undefined): void {
    // An entry of another version cannot be applied: it is as good as missed.
    if (entry === undefined || this.#entries.length >= MAX_BUFFERED) {
      this.#hasHole = true;
      return;
    }
    // A holder that has lost the lease can add nothing, but what it added before may be read late.
    if (this.#last !== undefined && entry.fence < this.#last.fence) return;
    const isNext = this.#last?.fence === entry.fence && this.#last.number + 1 === entry.number;
    if (this.#last !== undefined && !isNext) this.#hasHole = true;
    if (entry.content.kind === 'reread') this.#hasHole = true;
    this.#last = { fence: entry.fence, number: entry.number };
    this.#heardMs = this.#clock.monotonicMs();
    this.#lagMs = Math.max(0, this.#clock.plantNowMs() - entry.sentMs);
    this.#entries.push(entry);
  }
}
