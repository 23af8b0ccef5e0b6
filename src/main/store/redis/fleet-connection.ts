/** The keys of one plant's lease and stream; in a cluster they lie on one node. */
export interface FleetKeys {
  readonly lease: string;
  readonly fence: string;
  readonly stream: string;
}

/** `tl-fleet:{<plantId>}:…`, the plant's name percent-encoded: a brace in it cannot choose the node. */
export function fleetKeys(plantId: string): FleetKeys {
  const tag = `tl-fleet:{${encodeURIComponent(plantId)}}`;
  return { lease: `${tag}:lease`, fence: `${tag}:fence`, stream: `${tag}:stream` };
}

export interface LeaseAnswer {
  readonly isOurs: boolean;
  /** 0: nobody has it. */
  readonly fence: number;
}

/** One connection for lease and stream. Each call rejects when the connection fails, or is not answered in time. */
export interface FleetConnection {
  /** Takes the lease where it is free, renews it where it is the holder's. */
  lease(keys: FleetKeys, holder: string, lifetimeMs: number): Promise<LeaseAnswer>;
  holder(keys: FleetKeys, holder: string): Promise<LeaseAnswer>;
  release(keys: FleetKeys, holder: string): Promise<void>;
  /** False where the lease is not the holder's under this fence any more. */
  publish(keys: FleetKeys, own: { readonly holder: string; readonly fence: number }, text: string): Promise<boolean>;
  lastId(keys: FleetKeys): Promise<string>;
  /** Entries after an id; waits up to `waitMs` for the first. */
  read(keys: FleetKeys, id: string, waitMs: number): Promise<readonly { readonly id: string; readonly text: string }[]>;
  close(): void;
}

/** @param onLost called once when the connection ends by itself */
export type FleetConnect = (onLost: (error: Error | undefined) => void) => Promise<FleetConnection>;
