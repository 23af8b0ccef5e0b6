/**
 * What the plant's database holds of the things that provisioning makes or meets, read in one transaction. Relations go
 * by `schema.name`; a continuous aggregate is a relation of its view's name.
 */
export interface Catalogue {
  readonly role: RoleFacts;
  readonly timescale: TimescaleFacts;
  readonly hasTaktlineSchema: boolean;
  readonly relations: ReadonlyMap<string, Relation>;
  readonly jobs: readonly Job[];
  /** Functions and procedures of the schema taktline, by their name alone. */
  readonly routines: ReadonlyMap<string, Routine>;
  /** Our triggers, by `schema.table name`. */
  readonly triggers: ReadonlyMap<string, Trigger>;
  /** The lines of `taktline.applied_step`, by step; undefined where the table is not there or not for us to read. */
  readonly ledger: ReadonlyMap<string, LedgerLine> | undefined;
  /** Whether each view's first preparation is finished; a view without a line was never prepared. */
  readonly prepared: ReadonlyMap<string, boolean>;
  /** The server's clock, ms since the epoch. */
  readonly nowMs: number;
}

export interface RoleFacts {
  readonly name: string;
  readonly database: string;
  readonly isSuperuser: boolean;
  readonly mayCreateSchemas: boolean;
  readonly mayCreateInPublic: boolean;
  readonly mayCreateInTaktline: boolean;
}

export interface TimescaleFacts {
  /** Version of the extension in this database; undefined where it has none. */
  readonly installed: string | undefined;
  /** Version that CREATE EXTENSION would make; undefined where the server has no such package. */
  readonly available: string | undefined;
  /** A trusted extension needs no superuser, only CREATE on the database. */
  readonly isTrusted: boolean;
  /** `timescale` or `apache`; undefined where it is not installed. */
  readonly license: string | undefined;
}

export interface Relation {
  readonly kind: 'table' | 'view' | 'other';
  readonly owner: string;
  /** Whether we may do what its owner may. */
  readonly isOurs: boolean;
  /** Types by column, as `format_type` spells them. */
  readonly columns: ReadonlyMap<string, string>;
  /** Unique keys without the column `time`: create_hypertable refuses them. */
  readonly keysWithoutTime: readonly string[];
  /** True also where we may not look. */
  readonly hasRows: boolean;
  readonly hypertable: Hypertable | undefined;
  readonly aggregate: Aggregate | undefined;
}

/** A hypertable, or the one behind an aggregate. */
export interface Hypertable {
  readonly timeColumn: string;
  readonly chunkIntervalMs: number;
  readonly compression: Compression | undefined;
  readonly hasCompressedChunks: boolean;
  /** Start and end of the oldest chunk, ms since the epoch; undefined without chunks. */
  readonly oldestChunk: { readonly fromMs: number; readonly toMs: number } | undefined;
  readonly estimatedRows: number;
}

export interface Compression {
  readonly segmentBy: readonly string[];
  /** As ALTER TABLE takes them: a quoted column and its direction. */
  readonly orderBy: readonly string[];
}

export interface Aggregate {
  readonly materializedOnly: boolean;
  readonly definition: string;
}

export interface Job {
  readonly jobId: number;
  readonly procedure: string;
  /** The relation it works on; undefined for a job of ours that names none. */
  readonly relation: string | undefined;
  readonly isScheduled: boolean;
  readonly isOurs: boolean;
  readonly everyMs: number;
  /** Intervals of its configuration in ms, a year at 365.25 days as PostgreSQL counts it; null where open-ended. */
  readonly startOffsetMs: number | null;
  readonly endOffsetMs: number | null;
  readonly compressAfterMs: number | null;
  readonly dropAfterMs: number | null;
}

export interface Routine {
  readonly source: string;
  readonly isOurs: boolean;
}

export interface Trigger {
  readonly definition: string;
  readonly isEnabled: boolean;
}

export interface LedgerLine {
  readonly checksum: string;
  readonly outcome: 'made' | 'found';
  readonly ordinal: number;
}
