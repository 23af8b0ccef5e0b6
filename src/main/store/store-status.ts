/** What can be the matter with a database file. */
export type FileTrouble = 'damaged' | 'locked' | 'unwritable' | 'full' | 'failing';

/** How a database file is; for diagnostics. */
export interface FileStatus {
  readonly state: 'ready' | 'unavailable';
  readonly trouble: FileTrouble | undefined;
  /** For a person: what is the matter, or what has been healed since the start. */
  readonly sentence: string | undefined;
  /** Files set aside since the start. */
  readonly setAside: number;
  /** The file was begun anew since the start, in the place of a damaged one that nothing could replace. */
  readonly begunAnew: boolean;
}

/** Counted since the start, in tiles. */
export interface CacheCounters {
  readonly hits: number;
  readonly misses: number;
  /** Tiles whose checksum failed: taken out, and answered as a miss. */
  readonly damaged: number;
  readonly written: number;
  /** Not written: an equally new or newer one was there. */
  readonly stale: number;
  /** Not written: the file was not to be had, or full, or the tile lies on no grid. */
  readonly refused: number;
  readonly evicted: number;
}

export interface CacheStatus extends FileStatus, CacheCounters {
  readonly usedBytes: number;
  readonly budgetBytes: number;
}

/** The SQLite store as diagnostics show it. */
export interface StoreStatus {
  readonly worker: 'running' | 'restarting' | 'failed' | 'closed';
  readonly cache: CacheStatus;
  readonly entered: FileStatus;
  /** Answered as a miss, or given up, because too much was waiting for the worker or it took too long. */
  readonly givenUp: number;
}
