/** Who follows the plant for all. */
export interface Lease {
  readonly isOurs: boolean;
  /** Grows with every new holder: what is published under an older one is refused. 0: nobody holds it. */
  readonly fence: number;
}

/** An entry of the stream. */
export interface StreamEntry {
  readonly id: string;
  readonly text: string;
}

/**
 * What the appliances of one plant share beside their tiles. Every call rejects when it fails or is not answered in time;
 * nothing is queued and nothing sent twice.
 */
export interface FleetBus {
  /** Whether calls have a chance just now. */
  readonly isServing: boolean;
  /** Takes the lease where it is free, renews it where it is ours. */
  lease(holder: string, lifetimeMs: number): Promise<Lease>;
  /** Who has the lease; it is not taken. */
  holder(holder: string): Promise<Lease>;
  /** Gives the lease back where it is ours. */
  release(holder: string): Promise<void>;
  /** Adds an entry where the lease is still ours under this fence; false where it is not. */
  publish(holder: string, fence: number, text: string): Promise<boolean>;
  /** Where the stream ends now. */
  lastId(): Promise<string>;
  /** The entries after `id`, in order, a bounded number of them; waits a short time for one where there is none. */
  read(id: string): Promise<readonly StreamEntry[]>;
}
