import { ACK_INTERVAL_MS, type ServerMessage } from '../protocol';

/** Where a screen stands in the appliance's stream of updates: what it may resume from, and what it has to acknowledge. */
export interface ResumePoint {
  readonly epoch: string;
  readonly sequence: number;
}

/**
 * Follows the sequences of one subscription. Only what is known exactly can be resumed: after a snapshot every update
 * leads on from it; latest values, which leave out what lies between, do not.
 */
export class StreamPosition {
  #exact: ResumePoint | undefined;
  /** The last sequence of any kind, and the last one that was acknowledged; both of this connection. */
  #taken: number | undefined;
  #acked: number | undefined;
  #ackedMs = 0;
  #isUrgent = false;

  /** What a reconnect resumes from; undefined where a snapshot is needed. */
  get resumePoint(): ResumePoint | undefined {
    return this.#exact;
  }

  /** Other units are followed from here on: what is known of the stream is of no use for them. */
  subscribedAnew(): void {
    this.#exact = undefined;
  }

  /**
   * A connection begins.
   * @param share 0..1: how much of the pause between two acknowledgements is over already, random so that a thousand
   * screens that connect together do not acknowledge together
   */
  connected(nowMs: number, share: number): void {
    this.#taken = undefined;
    this.#acked = undefined;
    this.#ackedMs = nowMs - share * ACK_INTERVAL_MS;
  }

  /** After `resumed` the updates that were missed come one by one: the place changes with each of them. */
  received(message: ServerMessage): void {
    switch (message.type) {
      case 'snapshot':
        this.#exact = { epoch: message.epoch, sequence: message.sequence };
        break;
      case 'update':
        if (this.#exact !== undefined && message.sequence > this.#exact.sequence)
          this.#exact = { epoch: this.#exact.epoch, sequence: message.sequence };
        break;
      case 'latest':
        this.#isUrgent = true;
        break;
      default:
        return;
    }
    this.#taken = message.sequence;
  }

  /** The sequence to acknowledge now, which counts as done then; undefined where there is none, or not yet. */
  takeAck(nowMs: number): number | undefined {
    if (!this.hasUnacknowledged || (!this.#isUrgent && nowMs - this.#ackedMs < ACK_INTERVAL_MS)) return undefined;
    this.#isUrgent = false;
    this.#ackedMs = nowMs;
    this.#acked = this.#taken;
    return this.#taken;
  }

  get hasUnacknowledged(): boolean {
    return this.#taken !== undefined && this.#taken !== this.#acked;
  }
}
