import type { PlantTables } from '../../../shared/plant-tables';
import type { Family } from '../levels';
import type { SourceFacts } from './source-facts';

/**
 * What the plant's database holds of the things that provisioning makes or meets, read in one transaction. Relations go
 * by `schema.name`, quoted where it must be (`relationName`); a continuous aggregate is a relation of its view's name.
 */
export interface Catalogue {
  readonly role: RoleFacts;
  readonly timescale: TimescaleFacts;
  readonly hasTaktlineSchema: boolean;
  /** What PUBLIC has, that is every role there is. */
  readonly everybody: { readonly mayEnter: boolean; readonly mayMakeTemporaryTables: boolean };
  /** The tables of the plant's samples that it was read for. */
  readonly tables: PlantTables;
  /** More on those of them that are there and no hypertables. */
  readonly sources: ReadonlyMap<Family, SourceFacts>;
  readonly relations: ReadonlyMap<string, Relation>;
  readonly jobs: readonly Job[];
  /** Functions and procedures of the schema taktline, by their name alone. */
  readonly routines: ReadonlyMap<string, Routine>;
  /** Our triggers, by `schema.table name`. */
  readonly triggers: ReadonlyMap<string, Trigger>;
  /** The lines of `taktline.applied_step`, by step; undefined where the table is not there or not for us to read. */
  readonly ledger: ReadonlyMap<string, LedgerLine> | undefined;
  /** Roles of daily work that the settings or the ledger name, by name; without those that do not exist. */
  readonly readers: ReadonlyMap<string, Reader>;
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
  readonly mayCreateRoles: boolean;
  /** Whether it may give others the right to enter database and schema public. */
  readonly mayLetOthersIn: boolean;
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
  /** Columns of each whole, valid index as the server writes them: `work_unit_id, bucket DESC`. */
  readonly indexes: readonly string[];
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
  /** Whether a refresh policy goes from the oldest bucket to the newest, so that it never hides a row. */
  readonly isOldestFirst: boolean;
  /** Where its starts are counted from, ms since the epoch; null where each follows the end of the run before. */
  readonly fixedStartMs: number | null;
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

/** A role for daily work as the server has it. */
export interface Reader {
  readonly mayLogIn: boolean;
  /** Whether its sessions begin read-only, in this database or everywhere. */
  readonly beginsReadOnly: boolean;
  /** Whether it may enter the database and the schema public, from whomever it has that. */
  readonly mayEnter: boolean;
  readonly mayUseTaktline: boolean;
  /** The relations of the catalogue that it may read. */
  readonly readable: ReadonlySet<string>;
  /** What it may do beyond reading, as ends of the sentence "it …"; what everybody may in passing is left out. */
  readonly surplus: readonly string[];
  /** What else rests on the role, as the server describes it: rights in other schemas, other databases. */
  readonly otherDependents: readonly string[];
}

export interface LedgerLine {
  readonly checksum: string;
  readonly outcome: 'made' | 'found';
  readonly ordinal: number;
}
