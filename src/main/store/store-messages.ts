import type { Resolution, SeriesKey } from '../../shared/series';
import type { TimeRange } from '../../shared/time';
import type { CataloguePart, CatalogueSlice } from './catalogue-table';
import type { CacheStatus, FileStatus } from './store-status';
import type { CheckedRow, StoredTile, TileKey } from './stored-tile';
import type { MarksColumns } from './tile-cache';

/** What the worker is started with. */
export interface StoreWorkerData {
  readonly cachePath: string;
  readonly enteredPath: string;
  readonly budgetBytes: number;
}

/** Rows as one text, see `packRows`. */
export type Packed<Part> = Omit<Part, 'rows'> & { readonly rows: string };

/** Every question to the worker with its answer; both ends are built from this. */
export interface StoreCalls {
  readonly read: {
    readonly ask: { readonly keys: readonly TileKey[]; readonly isUse: boolean };
    readonly answer: readonly (Uint8Array<ArrayBuffer> | undefined)[];
  };
  readonly write: { readonly ask: { readonly tiles: readonly StoredTile[] }; readonly answer: undefined };
  readonly remove: { readonly ask: { readonly keys: readonly TileKey[] }; readonly answer: undefined };
  readonly list: {
    readonly ask: { readonly series: readonly SeriesKey[]; readonly resolution: Resolution; readonly range: TimeRange };
    readonly answer: readonly MarksColumns[];
  };
  readonly loadCatalogue: {
    readonly ask: { readonly fromRow: number };
    readonly answer: Packed<CataloguePart> | undefined;
  };
  readonly saveCatalogue: { readonly ask: Packed<CatalogueSlice>; readonly answer: boolean };
  readonly loadEntered: { readonly ask: undefined; readonly answer: readonly CheckedRow[] | undefined };
  readonly saveEntered: { readonly ask: readonly CheckedRow[]; readonly answer: boolean };
  readonly setPinnedUnits: { readonly ask: { readonly workUnitIds: readonly string[] }; readonly answer: undefined };
  readonly status: {
    readonly ask: undefined;
    readonly answer: { readonly cache: CacheStatus; readonly entered: FileStatus };
  };
  readonly close: { readonly ask: undefined; readonly answer: undefined };
}

export type StoreCallName = keyof StoreCalls;

export interface StoreQuestion<Name extends StoreCallName = StoreCallName> {
  readonly number: number;
  readonly name: Name;
  readonly ask: StoreCalls[Name]['ask'];
}

export type StoreReply =
  | { readonly number: number; readonly answer: unknown }
  /** A fault of ours, not of the file. */
  | { readonly number: number; readonly fault: string };
