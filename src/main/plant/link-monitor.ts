import { type BackoffPolicy, backoffMs, DEFAULT_BACKOFF } from '../../shared/backoff';
import type { PlantLink } from '../../shared/protocol';
import type { PlantTimers } from './clock';
import { ClockOffset } from './clock-offset';
import { type LinkEvent, type LinkState, nextLinkState } from './link-state';

/** One connection kept for heartbeats alone, so that no other statement can delay them. */
export interface HeartbeatConnection {
  /** Asks the plant for its time, in ms since the epoch. */
  readPlantTimeMs(): Promise<number>;
  /** Drops the connection at once, also when the peer is silent. */
  close(): void;
}

/**
 * Opens a heartbeat connection.
 * @param onLost called when it ends by itself, with the reason where there is one
 */
export type HeartbeatConnect = (onLost: (error: Error | undefined) => void) => Promise<HeartbeatConnection>;

export interface LinkMonitorOptions {
  readonly connect: HeartbeatConnect;
  readonly timers: PlantTimers;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** One sentence for a person; `undefined` means that the peer closed without a word. */
  readonly describe: (error: unknown) => string;
  readonly policy?: LinkPolicy;
}

export interface LinkPolicy {
  /** From one heartbeat to the next, in ms. */
  readonly intervalMs: number;
  /** An answer is missed after this, and missed again after each further one, in ms. */
  readonly deadlineMs: number;
  /** A connection that has been silent for so long is given up, in ms since its last answer. */
  readonly giveUpMs: number;
  readonly backoff: BackoffPolicy;
}

/**
 * Frozen just after an answer, the worst case: 1 s until the next heartbeat, then two deadlines. They are a little under
 * 1 s each so that OFFLINE comes within 3 s although timers run late.
 */
export const DEFAULT_LINK_POLICY: LinkPolicy = {
  intervalMs: 1_000,
  deadlineMs: 900,
  giveUpMs: 5_000,
  backoff: DEFAULT_BACKOFF,
};

/**
 * Watches the link to the plant by a heartbeat on a connection of its own, and measures the plant's clock.
 * A closed socket is `offline` at once; a silent one `late` after one missed heartbeat and `offline` after two.
 */
export class LinkMonitor {
  readonly #options: LinkMonitorOptions;
  readonly #policy: LinkPolicy;
  readonly #offset = new ClockOffset();
  readonly #listeners = new Set<(link: PlantLink) => void>();
  #state: LinkState = 'connecting';
  #reason: string | null = null;
  #asOfMs: number | null = null;
  #run: 'idle' | 'running' | 'closed' = 'idle';
  #connection: HeartbeatConnection | undefined;
  /** Counts connections, so that what belongs to an earlier one is told apart. */
  #generation = 0;
  #failures = 0;
  #cancelNext: () => void = () => {};
  #cancelDeadline: () => void = () => {};

  constructor(options: LinkMonitorOptions) {
    this.#options = options;
    this.#policy = options.policy ?? DEFAULT_LINK_POLICY;
  }

  /** Begins to connect; calling it again changes nothing. */
  start(): void {
    if (this.#run !== 'idle') return;
    this.#run = 'running';
    this.#connect();
  }

  /** Ends heartbeats and connection for good. */
  close(): void {
    this.#run = 'closed';
    this.#dropConnection();
    this.#listeners.clear();
  }

  /** The link now. `feed` is always null here: who follows the changes fills it in. */
  link(): PlantLink {
    return { state: this.#state, asOfMs: this.#asOfMs, reason: this.#reason, feed: null };
  }

  /** Calls back on each change of state or reason (not on each heartbeat); returns the way out. */
  onChange(listener: (link: PlantLink) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The plant's time now, in ms since the epoch; our own clock's before the first heartbeat. */
  plantNowMs(): number {
    return this.#options.timers.nowMs() + this.#offset.offsetMs;
  }

  /** How far the plant's clock is ahead of this machine's, in ms; undefined before the first heartbeat. */
  clockOffsetMs(): number | undefined {
    return this.#offset.sampleCount === 0 ? undefined : this.#offset.offsetMs;
  }

  #connect(): void {
    const generation = ++this.#generation;
    this.#options
      .connect((error) => this.#lost(generation, error))
      .then(
        (connection) => this.#connected(generation, connection),
        (error: unknown) => this.#lost(generation, error),
      );
  }

  #connected(generation: number, connection: HeartbeatConnection): void {
    if (generation !== this.#generation || this.#run === 'closed') {
      connection.close();
      return;
    }
    this.#connection = connection;
    this.#beat(generation, connection);
  }

  #beat(generation: number, connection: HeartbeatConnection): void {
    const sentMs = this.#options.timers.nowMs();
    this.#expectAnswer(generation, 1);
    connection.readPlantTimeMs().then(
      (plantMs) => this.#answered(generation, connection, sentMs, plantMs),
      (error: unknown) => this.#lost(generation, error),
    );
  }

  #expectAnswer(generation: number, missedCount: number): void {
    const { timers } = this.#options;
    this.#cancelDeadline = timers.setTimer(() => {
      // Where this process itself stood still, the answer may lie in the socket: what has come is read before it is judged.
      this.#cancelDeadline = timers.setTimer(() => this.#missed(generation, missedCount), 0);
    }, this.#policy.deadlineMs);
  }

  #missed(generation: number, missedCount: number): void {
    if (generation !== this.#generation) return;
    const silentMs = missedCount * this.#policy.deadlineMs;
    this.#apply({ type: 'missed', missedCount }, `The plant has not answered for ${Math.round(silentMs / 1000)} s.`);
    // The last answer may be one interval older than the question.
    const nextMs = this.#policy.intervalMs + silentMs + this.#policy.deadlineMs;
    if (nextMs <= this.#policy.giveUpMs) this.#expectAnswer(generation, missedCount + 1);
    else this.#lost(generation, new Error(`the plant did not answer for ${Math.round(silentMs / 1000)} s`));
  }

  #answered(generation: number, connection: HeartbeatConnection, sentMs: number, plantMs: number): void {
    if (generation !== this.#generation) return;
    const receivedMs = this.#options.timers.nowMs();
    this.#cancelDeadline();
    this.#failures = 0;
    this.#offset.add(sentMs, plantMs, receivedMs);
    this.#asOfMs = plantMs;
    this.#apply({ type: 'answered' }, null);
    // The state's listeners may have closed us.
    if (generation !== this.#generation) return;
    const waitMs = Math.max(0, this.#policy.intervalMs - (receivedMs - sentMs));
    this.#cancelNext = this.#options.timers.setTimer(() => this.#beat(generation, connection), waitMs);
  }

  #lost(generation: number, error: unknown): void {
    if (generation !== this.#generation || this.#run === 'closed') return;
    this.#dropConnection();
    this.#failures += 1;
    const waitMs = backoffMs(this.#failures, this.#options.random(), this.#policy.backoff);
    this.#cancelNext = this.#options.timers.setTimer(() => this.#connect(), waitMs);
    this.#apply({ type: 'lost' }, this.#options.describe(error));
  }

  /** Ends this generation: nothing that still arrives of it counts. */
  #dropConnection(): void {
    this.#generation += 1;
    this.#cancelDeadline();
    this.#cancelNext();
    this.#connection?.close();
    this.#connection = undefined;
  }

  #apply(event: LinkEvent, reason: string | null): void {
    const state = nextLinkState(this.#state, event);
    const shownReason = state === 'online' ? null : reason;
    const isChanged = state !== this.#state || (shownReason !== this.#reason && event.type === 'lost');
    this.#state = state;
    this.#reason = shownReason;
    if (!isChanged) return;
    for (const listener of [...this.#listeners]) listener(this.link());
  }
}
